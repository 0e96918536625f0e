using System.Text;
using System.Text.Json;
using MySpinBot.ComfyBehaviour;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Tests.Stories;

namespace MySpinBot.Runtime.Tests.ComfyBehaviour;

/// <summary>The engine in this process, with the pack of nodes that ComfyUI's behaviour is tried with.</summary>
public abstract class EnginePlace(CacheMode mode) : IComfyPlace, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Engine? _engine;

    public bool Remembers => mode.Kind != CacheModeKind.None;

    public bool GoesByRecipeOnly => mode.Kind != CacheModeKind.Store;

    internal Engine Engine => _engine!;

    public async ValueTask InitializeAsync()
    {
        var plugins = _folder.Write("plugins.json", JsonSerializer.Serialize(new
        {
            plugins = new object[] { new { assembly = Built.PathOf("tests", "MySpinBot.ComfyPack") }, new { assembly = Built.PathOf("nodes", "MySpinBot.Nodes.Media") } },
        }));
        _engine = await Engine.OpenAsync(new EngineOptions { CacheFolder = _folder.Sub("cache"), OutputFolder = _folder.Sub("out"), PluginsFile = plugins, CacheMode = mode }, default);
        _engine.Plugins.SelectMany(plugin => plugin.Problems).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Engine.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<RanPrompt> RunAsync(string prompt, IReadOnlyList<string>? targets)
    {
        var graph = await GoodPartAsync(GraphReader.Read(Encoding.UTF8.GetBytes(prompt), ReadLimits.Default).Document!, targets);
        var told = new Told();
        told.Summary = await Engine.RunAsync(graph, new RunOptions(), told.Add, default);
        if (told.All<NodeFailed>().FirstOrDefault() is { } failed)
        {
            throw new PromptFailedException(failed.NodeId, failed.ClassType, failed.Sentence);
        }

        var shown = told.All<NodeFinished>().Select(node => (node.NodeId, node.Shown)).Concat(told.All<NodeReused>().Select(node => (node.NodeId, node.Shown)));
        return new RanPrompt(
            told.All<NodeStarted>().Select(node => node.NodeId).ToHashSet(),
            told.All<NodeReused>().Select(node => node.NodeId).ToHashSet(),
            shown.Where(node => node.Shown?.TryGetProperty("images", out _) == true)
                .ToDictionary(node => node.NodeId, node => (IReadOnlyList<byte[]>)[.. node.Shown!.Value.GetProperty("images").EnumerateArray().Select(BytesOf)]));
    }

    /// <summary>As ComfyUI does: good outputs are made though others are bad.</summary>
    private async Task<ValidGraph> GoodPartAsync(GraphDocument document, IReadOnlyList<string>? targets)
    {
        var whole = await Engine.ValidateAsync(document, asComfy: true, default);
        var wanted = targets ?? [.. document.Nodes.Where(node => Engine.Catalog.Find(node.ClassType) is { Descriptor.IsOutput: true }).Select(node => node.Id)];
        var good = new List<string>();
        foreach (var target in wanted)
        {
            if ((await Engine.ValidateAsync(Part(document, Needed(document, target), [target]), asComfy: true, default)).Graph is not null)
            {
                good.Add(target);
            }
        }

        var needed = good.SelectMany(target => Needed(document, target)).ToHashSet();
        return good.Count > 0
            ? (await Engine.ValidateAsync(Part(document, needed, good), asComfy: true, default)).Graph!
            : throw new PromptRefusedException(string.Join(' ', whole.Problems.Select(problem => problem.Sentence)));
    }

    private static GraphDocument Part(GraphDocument document, HashSet<string> needed, IEnumerable<string> targets)
        => document with { Nodes = [.. document.Nodes.Where(node => needed.Contains(node.Id))], Targets = [.. targets] };

    private static HashSet<string> Needed(GraphDocument document, string target)
    {
        var nodes = document.Nodes.ToDictionary(node => node.Id);
        var needed = new HashSet<string> { target };
        var open = new Stack<string>([target]);
        while (open.TryPop(out var id))
        {
            foreach (var link in nodes.TryGetValue(id, out var node) ? node.Inputs.Select(input => input.Value).OfType<LinkValue>() : [])
            {
                if (needed.Add(link.NodeId))
                {
                    open.Push(link.NodeId);
                }
            }
        }

        return needed;
    }

    private byte[] BytesOf(JsonElement item)
    {
        var id = item.GetProperty("artifact").GetString()!;
        return File.ReadAllBytes(item.GetProperty("type").GetString() == "output"
            ? _folder.Sub("out", item.GetProperty("subfolder").GetString()!, item.GetProperty("filename").GetString()!)
            : _folder.Sub("cache", "artifacts", id[..2], id[2..4], id));
    }
}
