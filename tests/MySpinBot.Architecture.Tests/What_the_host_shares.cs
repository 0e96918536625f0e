using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace MySpinBot.Architecture.Tests;

public sealed class What_the_host_shares
{
    private const string List = "engine/MySpinBot.Runtime/Plugins/sdk-closure.txt";

    /// <summary>All that a plugin gets from the host: what nodes may reference, what that references in turn, and what is in the assemblies.</summary>
    [Fact]
    public void The_list_of_shared_assemblies_is_the_closure_of_what_nodes_may_reference()
    {
        var (reached, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<Project>(Repository.Projects.Where(project => project.Quarter == "sdk" && Arrows.ForNodes.Contains(project.Name))));
        while (open.TryPop(out var project))
        {
            if (reached.Add(AssemblyNameOf(project)))
            {
                foreach (var name in project.References.Concat(Packages(project)).Concat(Referenced(project.Assembly)))
                {
                    if (Repository.Projects.FirstOrDefault(other => other.Name == name || AssemblyNameOf(other) == name) is { } next)
                    {
                        open.Push(next);
                    }
                    else
                    {
                        reached.Add(name);
                    }
                }
            }
        }

        Repository.Read(List).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_ships_with_the_host_has_all_of_it()
    {
        var host = Path.GetDirectoryName(Repository.Projects.Single(project => project.Name == "MySpinBot.Cli").Assembly)!;
        foreach (var name in Repository.Read(List).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            File.Exists(Path.Join(host, name + ".dll")).ShouldBeTrue($"{name} is missing beside myspinbot.");
        }
    }

    // What only a switch of the build brings is not what ships by itself.
    private static IEnumerable<string> Packages(Project project)
        => project.Xml.Descendants("PackageReference").Where(package => package.AncestorsAndSelf().All(element => element.Attribute("Condition") is null)).Select(package => (string)package.Attribute("Include")!);

    private static string AssemblyNameOf(Project project) => (string?)project.Xml.Descendants("AssemblyName").FirstOrDefault() ?? project.Name;

    private static IEnumerable<string> Referenced(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => !File.Exists(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll")))];
    }
}
