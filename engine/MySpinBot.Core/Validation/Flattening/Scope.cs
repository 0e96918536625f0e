using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>A graph as it is written, the document or a subgraph, with its names looked up once however often it is used.</summary>
internal sealed class Scope
{
    private readonly Scope? _around;
    private readonly Dictionary<string, GraphInput> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lazy<Scope>> _subgraphs = new(StringComparer.Ordinal);

    private Scope(GraphDocument graph, SubgraphDefinition? definition, Scope? around)
    {
        (Graph, Definition, _around) = (graph, definition, around);
        foreach (var input in graph.Inputs)
        {
            _inputs.TryAdd(input.Name, input);
        }

        for (var i = 0; i < Outputs.Length; i++)
        {
            _outputs.TryAdd(Outputs[i].Name, i);
        }

        foreach (var subgraph in graph.Subgraphs)
        {
            _subgraphs.TryAdd(subgraph.Name, new Lazy<Scope>(() => new Scope(subgraph.Graph, subgraph, this)));
        }
    }

    public GraphDocument Graph { get; }

    /// <summary>The subgraph; null for the document.</summary>
    public SubgraphDefinition? Definition { get; }

    public ReadOnlySpan<SubgraphOutput> Outputs => Definition is null ? [] : Definition.Outputs.AsSpan();

    /// <summary>Names of the subgraphs that are seen here: this graph's own, then those around its definition.</summary>
    public IEnumerable<string> SubgraphNames
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope._around)
            {
                foreach (var name in scope._subgraphs.Keys)
                {
                    yield return name;
                }
            }
        }
    }

    public static Scope Of(GraphDocument document) => new(document, null, null);

    public GraphInput? Input(string name) => _inputs.GetValueOrDefault(name);

    /// <summary>Where the output that a link names comes from; null where there is no such output.</summary>
    public SubgraphOutput? Output(LinkValue link)
    {
        var position = link.Output is null ? link.Slot ?? 0 : _outputs.GetValueOrDefault(link.Output, -1);
        return position >= 0 && position < Outputs.Length ? Outputs[position] : null;
    }

    /// <summary>The subgraph of this name as it is seen here.</summary>
    public Scope? Subgraph(string name)
    {
        for (var scope = this; scope is not null; scope = scope._around)
        {
            if (scope._subgraphs.TryGetValue(name, out var found))
            {
                return found.Value;
            }
        }

        return null;
    }
}
