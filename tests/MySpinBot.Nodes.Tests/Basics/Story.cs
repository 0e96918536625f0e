using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime;

namespace MySpinBot.Nodes.Tests.Basics;

/// <summary>A graph on the real engine with the real plugin: what its preview nodes show, and what went wrong.</summary>
internal sealed class Story : IAsyncDisposable
{
    private readonly Engine _engine;

    private Story(Engine engine, string folder) => (_engine, Folder) = (engine, folder);

    public string Folder { get; }

    public string Outputs => Path.Join(Folder, "out");

    public static Task<Story> Open() => Open(options => options, typeof(MySpinBot.Nodes.Basics.Text.SentenceNodes).Assembly);

    /// <summary>An engine with these plugins.</summary>
    public static async Task<Story> Open(Func<EngineOptions, EngineOptions> with, params Assembly[] plugins)
    {
        var folder = Directory.CreateTempSubdirectory("basics-").FullName;
        var list = Path.Join(folder, "plugins.json");
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(new { plugins = plugins.Select(plugin => new { assembly = plugin.Location }) }));
        var engine = await Engine.OpenAsync(
            with(new EngineOptions { OutputFolder = Path.Join(folder, "out"), PluginsFile = list, InputFolders = [folder], CacheFolder = Path.Join(folder, "cache") }), default);
        engine.PluginProblems.ShouldBeEmpty();
        engine.Plugins.Count.ShouldBe(plugins.Length);
        return new Story(engine, folder);
    }

    /// <summary>Runs a graph in ComfyUI's API format, written with single quotes.</summary>
    /// <returns>A line for each value that a preview shows, then one for each failure, then <c>ran</c> and <c>reused</c> where they are asked for.</returns>
    public async Task<string> Run(string graph, bool counts = false)
    {
        var json = Json.Of(graph);
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json.GetRawText()), new ReadLimits());
        var valid = read.Document is null ? null : await _engine.ValidateAsync(read.Document, default);
        if (valid?.Graph is not { } ready)
        {
            return string.Join('\n', read.Problems.Concat(valid?.Problems ?? []).Select(problem => $"{problem.NodeId}: {problem.Sentence}"));
        }

        var events = new ConcurrentQueue<RunEvent>();
        var summary = await _engine.RunAsync(ready, new RunOptions { Document = json }, events.Enqueue, default);
        var shown = events.Select(Shown).Where(shown => shown is not null).Order(StringComparer.Ordinal);
        var failed = events.OfType<NodeFailed>().Select(failure => $"{failure.NodeId}: {failure.Sentence}");
        return string.Join('\n', [.. shown, .. failed, .. counts ? [$"ran {summary.Ran}, reused {summary.Reused}"] : Array.Empty<string>()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string? Shown(RunEvent happened)
    {
        var (node, shown) = happened switch
        {
            NodeFinished finished => (finished.NodeId, finished.Shown),
            NodeReused reused => (reused.NodeId, reused.Shown),
            _ => ("", null),
        };
        return shown is { ValueKind: JsonValueKind.Object } items && items.TryGetProperty("text", out var text)
            ? $"{node}: {string.Join(" | ", text.EnumerateArray().Select(item => item.GetString()))}"
            : null;
    }
}
