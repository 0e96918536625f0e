using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>An example of a plugin's help: a graph, and the picture that it makes.</summary>
/// <remarks>They stand in the plugin's folder <c>Help</c>, <c>NAME.json</c> beside <c>NAME.jpg</c>, and are shipped with it. The picture is what the node <c>picture</c>, a SaveImage, saves.</remarks>
internal sealed record HelpExample(string Plugin, NodeExample Example)
{
    /// <summary>The folder that holds the solution.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>The plugins of this repository.</summary>
    public static readonly IReadOnlyList<string> Plugins = ["Basics", "Media", "Tts", "Esrgan", "Wav2Lip", "Diffusion", "Svd", "Llm"];

    private static readonly string Nodes = Path.Combine(Root, "nodes");

    /// <summary>Whether it takes real models, which lie in no repository.</summary>
    public bool TakesModels => Example.ClassTypes.Any(type => type.EndsWith("ModelLoader", StringComparison.Ordinal) || type is "TAESDLoader" or "LlmLoader");

    public string PicturePath => Path.ChangeExtension(Example.GraphPath, ".jpg");

    public static IEnumerable<HelpExample> All()
        => Plugins.SelectMany(plugin => Readable(Folder(plugin)).Select(example => new HelpExample(plugin, example)));

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
                new EngineOptions { OutputFolder = Path.Join(folder, "out"), PluginsFile = list, InputFolders = [Path.GetDirectoryName(Example.GraphPath)!], CacheFolder = Path.Join(folder, "cache"), ModelFolders = TestModels.Folders() }, cancellation);
            engine.PluginProblems.ShouldBeEmpty();
            return await File.ReadAllBytesAsync(Path.Join(folder, "out", await SavedAsync(engine, cancellation)), cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public override string ToString() => $"{Plugin}/{Example.Name}";

    private async Task<string> SavedAsync(Engine engine, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(Example.GraphPath, cancellation);
        var read = GraphReader.Read(bytes, new ReadLimits());
        read.Problems.ShouldBeEmpty();
        var valid = await engine.ValidateAsync(read.Document!, cancellation);
        valid.Problems.Select(problem => $"{problem.NodeId}: {problem.Sentence}").ShouldBeEmpty();
        var (faults, saved) = (new StringBuilder(), "");
        using var document = JsonDocument.Parse(bytes);
        var summary = await engine.RunAsync(valid.Graph!, new RunOptions { Document = document.RootElement }, Listen, cancellation);
        faults.ToString().ShouldBeEmpty();
        summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        return saved.Length > 0 ? saved : throw new InvalidOperationException($"{Example.GraphPath} has no node 'picture' that saves one; add a SaveImage of that name.");

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

    // A host leaves out what is no graph; here that is a mistake.
    private static IReadOnlyList<NodeExample> Readable(string folder)
    {
        var (examples, help) = (NodeExample.In(folder).ToArray(), Path.Combine(folder, NodeExample.Folder));
        examples.Length.ShouldBe(Directory.Exists(help) ? Directory.EnumerateFiles(help, "*.json").Count() : 0, $"A file in {help} is no graph.");
        return examples;
    }

    private static string Folder(string plugin) => Path.Combine(Nodes, $"MySpinBot.Nodes.{plugin}");

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
