using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>Puts the nodes of subgraphs where they are used, level by level. Ids become paths: <c>outer:inner</c>.</summary>
internal sealed class SubgraphExpansion
{
    /// <summary>What the type of a node that uses a subgraph begins with.</summary>
    public const string TypePrefix = "subgraph:";

    /// <summary>The type of a node that only leads a link elsewhere.</summary>
    public const string RerouteType = "Reroute";

    private const int DeepestNesting = 64;

    // An id becomes a part of the ids of all nodes within, so a short document with one long id could fill the memory.
    private const long MostLetters = 100_000_000;

    private readonly Catalog _catalog;
    private readonly ValidationOptions _options;
    private readonly NearestNames _nearest;
    private readonly List<GraphProblem> _problems;
    private readonly List<FlatNode> _nodes = [];
    private readonly Queue<Frame> _frames = new();
    private readonly HashSet<Scope> _refused = [];
    private bool _isFull;
    private long _letters;

    private SubgraphExpansion(Catalog catalog, ValidationOptions options, NearestNames nearest, List<GraphProblem> problems)
        => (_catalog, _options, _nearest, _problems) = (catalog, options, nearest, problems);

    /// <summary>All nodes of all levels: the document's first, in its order.</summary>
    public static (Frame Top, IReadOnlyList<FlatNode> Nodes) Expand(
        GraphDocument document, Catalog catalog, ValidationOptions options, NearestNames nearest, List<GraphProblem> problems)
    {
        var expansion = new SubgraphExpansion(catalog, options, nearest, problems);
        var top = new Frame(Scope.Of(document));
        expansion._frames.Enqueue(top);
        while (expansion._frames.TryDequeue(out var frame) && !expansion._isFull)
        {
            expansion.Enter(frame);
        }

        return (top, expansion._nodes);
    }

    private void Enter(Frame frame)
    {
        frame.Nodes.EnsureCapacity(frame.Scope.Graph.Nodes.Length);
        foreach (var entry in frame.Scope.Graph.Nodes)
        {
            if (_letters > MostLetters)
            {
                _isFull = true;
                _problems.Add(new GraphProblem(
                    ProblemCodes.DocumentTooLarge, null, null, $"The ids of the graph's nodes have more than {MostLetters} letters together once its subgraphs are put in; that is the most that is taken. Use shorter ids."));
                return;
            }

            if (_nodes.Count >= _options.MaxNodes)
            {
                _isFull = true;
                _problems.Add(new GraphProblem(
                    ProblemCodes.DocumentTooLarge, null, null, $"The graph has more than {_options.MaxNodes} nodes once its subgraphs are put in; that is the most that is taken."));
                return;
            }

            var node = Make(frame, entry);
            if (!frame.Nodes.TryAdd(entry.Id, node))
            {
                _problems.Add(new GraphProblem(ProblemCodes.DuplicateId, node.Id, null, $"Node id {Shown.Name(node.Id)} stands twice; ids must be unique."));
                continue;
            }

            _nodes.Add(node);
            _letters += node.Id.Length;
            if (node.Role == NodeRole.Subgraph)
            {
                node.Inside = Inside(node);
            }
        }
    }

    private FlatNode Make(Frame frame, NodeEntry entry)
    {
        var id = frame.Prefix.Length == 0 ? entry.Id : frame.Prefix + entry.Id;
        var type = _catalog.Find(entry.ClassType);
        var role = RoleOf(entry);
        if (type is not null && entry.Version is { } version && version != type.Descriptor.Version && role is NodeRole.Real or NodeRole.Bypassed)
        {
            var raised = VersionMigration.Raise(id, entry, type!.Descriptor.Version, _options.Migrate, _problems);
            (entry, role) = raised is null ? (entry, NodeRole.Broken) : (raised, role);
        }

        if (type is null && role == NodeRole.Real)
        {
            _problems.Add(UnknownTypes.Problem(id, entry.ClassType, _catalog, _nearest));
        }

        return new FlatNode { Id = id, Entry = entry, Frame = frame, Role = role, Type = type };
    }

    private static NodeRole RoleOf(NodeEntry entry) => entry switch
    {
        { Mode: NodeMode.Muted } => NodeRole.Muted,
        { ClassType: RerouteType } => NodeRole.Reroute,
        { Mode: NodeMode.Bypassed } => NodeRole.Bypassed,
        _ when entry.ClassType.StartsWith(TypePrefix, StringComparison.Ordinal) => NodeRole.Subgraph,
        _ => NodeRole.Real,
    };

    private Frame? Inside(FlatNode user)
    {
        var name = user.Entry.ClassType[TypePrefix.Length..];
        if (user.Frame.Scope.Subgraph(name) is not { } inside)
        {
            Report(ProblemCodes.UnknownNodeType, user, $"uses the subgraph {Shown.Name(name)}, which the document does not define.{_nearest.Ask(name, user.Frame.Scope.SubgraphNames)}");
            return null;
        }

        if (_refused.Contains(inside) || IsInside(user, inside))
        {
            return null;
        }

        if (user.Frame.Depth >= DeepestNesting)
        {
            Report(ProblemCodes.DocumentTooLarge, user, $"nests subgraphs more than {DeepestNesting} deep; that is the most that is taken.");
            return null;
        }

        var frame = new Frame(inside, user);
        _frames.Enqueue(frame);
        return frame;
    }

    private bool IsInside(FlatNode user, Scope inside)
    {
        var path = new List<string> { inside.Definition!.Name };
        for (var frame = user.Frame; frame.User is not null; frame = frame.User.Frame)
        {
            path.Add(frame.Scope.Definition!.Name);
            if (frame.Scope == inside)
            {
                path.Reverse();
                _refused.Add(inside);
                Report(ProblemCodes.Cycle, user, $"puts a subgraph into itself: {string.Join(" -> ", path.Select(Shown.Plain))}.", path);
                return true;
            }
        }

        return false;
    }

    private void Report(string code, FlatNode node, string rest, IReadOnlyList<string>? path = null)
        => _problems.Add(new GraphProblem(code, node.Id, null, $"Node {Shown.Name(node.Id)} {rest}") { Path = path ?? [] });
}
