using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;

namespace MySpinBot.Core.Manifests;

/// <summary>Puts a manifest together, node by node.</summary>
internal sealed class ManifestBuilder(ManifestGround ground)
{
    private readonly ManifestTypes _types = new(ground.PluginVersion);
    private readonly HashSet<string> _plugins = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _tools = new(StringComparer.Ordinal);
    private readonly List<ManifestNode> _nodes = [];

    private static readonly Dictionary<string, string> EmptyNotes = [];

    /// <summary>A plan as it is before anything has run.</summary>
    public static RunManifest Planned(Plan plan, ManifestGround ground)
    {
        var (builder, portrait) = (new ManifestBuilder(ground), new NodePortrait());
        for (var i = 0; i < plan.Graph.Nodes.Length && !builder.IsFull; i++)
        {
            builder.Add(portrait.Of(plan, i), plan.Graph.Nodes[i].Type);
        }

        return builder.Build(plan, plan.Graph.Nodes.Length);
    }

    /// <summary>Whether no more nodes are listed.</summary>
    public bool IsFull => _nodes.Count >= RunManifest.MostNodes;

    /// <summary>Adds a node.</summary>
    public void Add(ManifestNode node, CatalogEntry type)
    {
        _nodes.Add(_types.Add(type) is { } other ? node with { Implementation = other } : node);
        if (_plugins.Add(type.Plugin))
        {
            foreach (var (name, version) in ground.Libraries(type.Plugin))
            {
                NoteList.Add(_tools, name, version);
            }
        }

        foreach (var (name, value) in node.Notes ?? EmptyNotes)
        {
            if (name.StartsWith(NoteList.Tool, StringComparison.Ordinal))
            {
                NoteList.Add(_tools, name[NoteList.Tool.Length..], value);
            }
        }
    }

    /// <summary>The manifest.</summary>
    /// <param name="plan">The plan of the graph.</param>
    /// <param name="nodes">How many nodes there are in all.</param>
    public RunManifest Build(Plan plan, int nodes)
    {
        var leftOut = nodes - _nodes.Count;
        return new RunManifest
        {
            Engine = ground.Engine,
            Platform = ground.Platform,
            Tools = _tools.Count == 0 ? null : _tools,
            Graph = ground.Graph,
            Inputs = ground.Inputs is { Count: > 0 } inputs ? inputs : null,
            Targets = [.. plan.Graph.Targets.Select(target => plan.Graph.Nodes[target].Id)],
            Types = _types.All,
            Nodes = _nodes,
            LeftOut = leftOut > 0 ? leftOut : null,
        };
    }
}
