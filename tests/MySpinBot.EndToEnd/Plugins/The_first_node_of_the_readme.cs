using System.Text.RegularExpressions;

namespace MySpinBot.EndToEnd.Plugins;

/// <summary>What the README tells a plugin's author is done here to the letter, but for the path of the checkout: its files, built against the packed Sdk, loaded and run.</summary>
public sealed partial class The_first_node_of_the_readme : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task Is_built_loaded_and_run()
    {
        var files = FilesOfTheReadme();
        foreach (var (name, text) in files)
        {
            _place.Write(name, text);
        }

        var packages = Path.Combine(_place.Folder, "packages");
        _place.Set("NUGET_PACKAGES", Path.Combine(_place.Folder, "restored"));
        var project = files.Keys.Single(name => name.EndsWith(".csproj", StringComparison.Ordinal));
        await DoneAsync("dotnet", "build", project, "-c", "Release", "--source", await PackedAsync(packages), "-o", "built", "-nodeReuse:false", "-p:UseSharedCompilation=false");

        _place.Set("MYSPINBOT_PLUGINS", Path.Combine(_place.Folder, "plugins.json"));
        var ended = await _place.RunAsync("run", "graph.json");

        ended.ExitCode.ShouldBe(0, ended.All);
        File.ReadAllText(Path.Combine(_place.Out, "shout.txt")).TrimEnd().ShouldBe("HELLO WORLD!!!");
    }

    public void Dispose() => _place.Dispose();

    // Packed with the caller's own package folder: the Sdk itself needs nothing, but its build does.
    private async Task<string> PackedAsync(string packages)
    {
        _place.Set("NUGET_PACKAGES", null);
        await DoneAsync("dotnet", "pack", Path.Combine(Product.Root, "sdk", "MySpinBot.Sdk"), "-c", "Release", "-o", packages, "-nodeReuse:false", "-p:UseSharedCompilation=false");
        _place.Set("NUGET_PACKAGES", Path.Combine(_place.Folder, "restored"));
        return packages;
    }

    private async Task DoneAsync(string program, params string[] arguments)
    {
        var ended = await _place.RunProgramAsync(program, arguments);
        ended.ExitCode.ShouldBe(0, ended.All);
    }

    // Blocks of the section "Write your first node" whose first line names a file: ```csharp Shout.cs
    private static Dictionary<string, string> FilesOfTheReadme()
    {
        var readme = File.ReadAllText(Path.Combine(Product.Root, "README.md"));
        var section = readme[readme.IndexOf("## Write your first node", StringComparison.Ordinal)..];
        var files = Block().Matches(section).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value.Replace("PATH_OF_THE_CHECKOUT", Product.Root, StringComparison.Ordinal));
        files.Keys.ShouldContain("plugins.json");
        files.Keys.ShouldContain("graph.json");
        return files;
    }

    [GeneratedRegex(@"^```(xml|csharp|json) (?<name>[\w.\-]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
