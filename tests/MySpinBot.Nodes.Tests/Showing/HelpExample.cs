using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>An example of a plugin's help: a graph, and the picture that it makes.</summary>
/// <remarks>They stand in the plugin's folder <c>Help</c>, <c>NAME.json</c> beside <c>NAME.jpg</c>, and are shipped with it. The picture is what the node <c>picture</c>, a SaveImage, saves.</remarks>
internal sealed record HelpExample(string Plugin, string Name)
{
    /// <summary>The folder that holds the solution.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>The plugins of this repository.</summary>
    public static readonly IReadOnlyList<string> Plugins = ["Basics", "Media", "Tts"];

    private static readonly string Nodes = Path.Combine(Root, "nodes");

    public string GraphPath => Path.Combine(Folder(Plugin), Name + ".json");

    public string PicturePath => Path.Combine(Folder(Plugin), Name + ".jpg");

    public static IEnumerable<HelpExample> All()
        => Plugins.Where(plugin => Directory.Exists(Folder(plugin))).SelectMany(plugin
            => Directory.EnumerateFiles(Folder(plugin), "*.json").Order(StringComparer.Ordinal).Select(path => new HelpExample(plugin, Path.GetFileNameWithoutExtension(path))));

    /// <summary>The class types in the example's graph.</summary>
    public IEnumerable<string> ClassTypes()
    {
        var root = JsonNode.Parse(File.ReadAllText(GraphPath))!.AsObject();
        return (root["nodes"] as JsonObject ?? root).Select(node => (node.Value as JsonObject)?["class_type"]?.GetValue<string>()).OfType<string>();
    }

    /// <summary>Runs the graph on the real engine with the real plugins, and gives the file that its node <c>picture</c> saved.</summary>
    public async Task<byte[]> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("help-").FullName;
        try
        {
            var list = Path.Join(folder, "plugins.json");
            var assemblies = Plugins.Select(plugin => new { assembly = Path.Combine(AppContext.BaseDirectory, $"MySpinBot.Nodes.{plugin}.dll") });
            await File.WriteAllTextAsync(list, JsonSerializer.Serialize(new { plugins = assemblies }), cancellation);
            await using var engine = await Engine.OpenAsync(
                new EngineOptions { OutputFolder = Path.Join(folder, "out"), PluginsFile = list, InputFolders = [Folder(Plugin)], CacheFolder = Path.Join(folder, "cache") }, cancellation);
            engine.PluginProblems.ShouldBeEmpty();
            return await File.ReadAllBytesAsync(Path.Join(folder, "out", await SavedAsync(engine, cancellation)), cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public override string ToString() => $"{Plugin}/{Name}";

    private async Task<string> SavedAsync(Engine engine, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(GraphPath, cancellation);
        var read = GraphReader.Read(bytes, new ReadLimits());
        read.Problems.ShouldBeEmpty();
        var valid = await engine.ValidateAsync(read.Document!, cancellation);
        valid.Problems.Select(problem => $"{problem.NodeId}: {problem.Sentence}").ShouldBeEmpty();
        var (faults, saved) = (new StringBuilder(), "");
        using var document = JsonDocument.Parse(bytes);
        var summary = await engine.RunAsync(valid.Graph!, new RunOptions { Document = document.RootElement }, Listen, cancellation);
        faults.ToString().ShouldBeEmpty();
        summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        return saved.Length > 0 ? saved : throw new InvalidOperationException($"{GraphPath} has no node 'picture' that saves one; add a SaveImage of that name.");

        void Listen(RunEvent happened)
        {
            switch (happened)
            {
                case NodeFailed failed:
                    faults.AppendLine($"{failed.NodeId}: {failed.Sentence}");
                    break;
                case FileSaved { NodeId: "picture" } file:
                    saved = Path.Join(file.File.Subfolder, file.File.Name);
                    break;
            }
        }
    }

    private static string Folder(string plugin) => Path.Combine(Nodes, $"MySpinBot.Nodes.{plugin}", "Help");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MySpinBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository, under the folder that holds MySpinBot.sln.");
    }
}
