using System.Text.Json;

namespace MySpinBot.Architecture.Tests;

public sealed class What_stands_beside_the_code
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    [InlineData("THIRD-PARTY-NOTICES.md")]
    [InlineData("docs/ARCHITECTURE.md")]
    [InlineData("docs/GLOSSARY.md")]
    [InlineData("plugins.json")]
    [InlineData("graphs/demo.json")]
    public void Is_there(string file) => Repository.Files.Contains(file).ShouldBeTrue($"{file} is missing.");

    [Fact]
    public void The_notices_name_every_package_that_ships()
    {
        var notices = Repository.Read("THIRD-PARTY-NOTICES.md");

        Packages().Concat(Natives()).Distinct().Where(name => !notices.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // Packages of the build (analyzers) do not ship, and neither does what only the generator is compiled against.
    private static IEnumerable<string> Packages()
    {
        var ofTheBuild = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith("Directory.Build.props", StringComparison.Ordinal))
            .SelectMany(file => System.Xml.Linq.XDocument.Parse(Repository.Read(file)).Descendants("PackageReference"))
            .Where(reference => (string?)reference.Attribute("PrivateAssets") == "all").Select(reference => (string)reference.Attribute("Include")!)
            .Append("Microsoft.NET.ILLink.Tasks").ToHashSet(); // what checks that an assembly can be compiled ahead of time: the SDK adds it
        foreach (var project in Repository.Projects.Where(project => project.Quarter != "tests" && project.Name != "MySpinBot.Sdk.Generators"))
        {
            using var locked = JsonDocument.Parse(Repository.Read($"{Path.GetDirectoryName(project.Path)}/packages.lock.json"));
            foreach (var package in locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.GetProperty("type").GetString() != "Project" && !ofTheBuild.Contains(package.Name))
                {
                    yield return package.Name;
                }
            }
        }
    }

    private static IEnumerable<string> Natives()
    {
        using var manifest = JsonDocument.Parse(Repository.Read("natives/package.json"));
        return [.. manifest.RootElement.GetProperty("dependencies").EnumerateObject().Select(dependency => dependency.Name)];
    }
}
