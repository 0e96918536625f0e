using System.Text.Json;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>The plugins that stories run with, as the build left them.</summary>
internal static class Built
{
    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<string>>> Inputs = new(ReadInputs);

    public static string BadHabits => PathOf("tests", "MySpinBot.BadHabits");

    public static string Basics => PathOf("nodes", "MySpinBot.Nodes.Basics");

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the inputs of a type that a drawn link may lead to.</summary>
    public static IReadOnlyList<string> LinkableInputs(string type) => Inputs.Value.TryGetValue(type, out var names) ? names : ["text"];

    /// <summary>Writes the plugin list of a story.</summary>
    public static string PluginList(TemporaryFolder folder, string signs)
        => folder.Write("plugins.json", JsonSerializer.Serialize(new
        {
            plugins = new object[]
            {
                new { assembly = BadHabits, settings = new { folder = signs } },
                new { assembly = Basics },
            },
        }));

    // The test's own folder ends in its configuration and framework, as theirs do.
    public static string PathOf(string group, string project)
    {
        var parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Join(Root, group, project, "bin", parts[^2], parts[^1], project + ".dll");
    }

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(at, "MySpinBot.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return at;
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadInputs() => Task.Run(async () =>
    {
        using var folder = new TemporaryFolder();
        await using var engine = await Engine.OpenAsync(new EngineOptions { OutputFolder = folder.Sub("out"), CacheFolder = folder.Sub("cache"), PluginsFile = PluginList(folder, folder.Path) }, default);
        return engine.Catalog.Entries.ToDictionary(
            entry => entry.ClassType, entry => (IReadOnlyList<string>)[.. entry.Descriptor.Inputs.Where(input => input.Hidden is null).Select(input => input.Name)], StringComparer.Ordinal);
    }).GetAwaiter().GetResult();
}
