using System.Diagnostics;
using System.Xml.Linq;

[assembly: Trait("Category", "architecture")]

namespace MySpinBot.Architecture.Tests;

/// <summary>The repository's files, as git sees them: tracked, and new ones that are not ignored.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static IReadOnlyList<Project> Projects { get; } = [.. Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => new Project(file))];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<string> Sources(params string[] folders)
        => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && folders.Contains(file.Split('/')[0]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MySpinBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must be built inside the repository.");
    }

    private static List<string> ListFiles()
    {
        // Whoever the checkout belongs to: containers often run as another user.
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        var names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        git.ExitCode.ShouldBe(0);
        return [.. names.Where(name => File.Exists(Path.Combine(Root, name))).Distinct().Order(StringComparer.Ordinal)];
    }
}

/// <summary>A project file.</summary>
internal sealed record Project(string Path)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>sdk, engine, nodes or tests.</summary>
    public string Quarter => Path.Split('/')[0];

    public XDocument Xml => XDocument.Parse(Repository.Read(Path));

    /// <summary>Names of the projects that it references, where their assembly is used.</summary>
    public IEnumerable<string> References
        => Xml.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => System.IO.Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    /// <summary>Where its assembly was built, in the configuration of these tests.</summary>
    public string Assembly
    {
        get
        {
            var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
            var name = (string?)Xml.Descendants("AssemblyName").FirstOrDefault() ?? Name;
            var folder = System.IO.Path.Combine(Repository.Root, System.IO.Path.GetDirectoryName(Path)!, "bin", configuration);
            return Directory.EnumerateFiles(folder, $"{name}.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
        }
    }

    public override string ToString() => Name;
}
