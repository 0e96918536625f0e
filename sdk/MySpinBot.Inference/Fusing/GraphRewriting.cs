using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>One pass over a graph: each operator may be replaced by others that give a value of the same name; what nothing needs any more is left out afterwards.</summary>
internal sealed class GraphRewriting
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxInitializer> _initializers;
    private readonly Dictionary<string, KnownValue> _known = new(StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, GraphValue>.Builder _values;
    private readonly List<OnnxInitializer> _added = [];
    private readonly List<OnnxNode> _nodes = [];

    private GraphRewriting(OnnxGraph graph)
    {
        _graph = graph;
        _values = graph.Values.ToBuilder();
        _initializers = graph.Initializers.ToDictionary(initializer => initializer.Name, StringComparer.Ordinal);
        foreach (var name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Name)))
        {
            _uses[name] = _uses.GetValueOrDefault(name) + 1;
        }

        foreach (var node in graph.Nodes)
        {
            foreach (var output in node.Outputs)
            {
                _producers[output] = node;
            }
        }
    }

    /// <summary>Goes over all operators in their order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rewrite">Adds what stands in an operator's place and says so; else it stays.</param>
    public static OnnxGraph Over(OnnxGraph graph, Func<OnnxNode, GraphRewriting, bool> rewrite)
    {
        var rewriting = new GraphRewriting(graph);
        var rewritten = false;
        foreach (var node in graph.Nodes)
        {
            if (rewrite(node, rewriting))
            {
                rewritten = true;
                continue;
            }

            rewriting._nodes.Add(node);
        }

        return !rewritten ? graph : (graph with
        {
            Nodes = [.. rewriting._nodes],
            Initializers = [.. graph.Initializers, .. rewriting._added],
            Values = rewriting._values.ToImmutable(),
        }).Pruned();
    }

    public OnnxNode? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>What gives a value, if it is this operator.</summary>
    public OnnxNode? Producer(string value, string opType) => Producer(value) is { Domain: "" } node && node.OpType == opType ? node : null;

    /// <summary>How many operators and outputs take a value.</summary>
    public int Uses(string value) => _uses.GetValueOrDefault(value);

    public GraphValue? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>A weight, seen through the cast to the computing type and through added axes; null where the value is computed.</summary>
    public OnnxInitializer? Weight(string value)
        => _initializers.GetValueOrDefault(value) ?? (Producer(value) is { Domain: "", OpType: "Cast" or "Unsqueeze" } node ? Weight(node.Inputs[0]) : null);

    /// <summary>Known whole numbers, as those of axes and shapes.</summary>
    public ImmutableArray<Dim> Whole(string value) => _initializers.TryGetValue(value, out var initializer) ? KnownValues.Of(initializer).Whole : default;

    /// <summary>The one number that a small constant is; null where it is none.</summary>
    public float? Number(string value)
        => Weight(value) is { } weight && weight.Shape.All(size => size == 1) && weight.Type.IsFloat() ? Floats(weight)[0] : null;

    /// <summary>A weight's numbers as floats.</summary>
    public static float[] Floats(OnnxInitializer weight)
        => weight is { Source: { } source, Entry: { } entry } ? source.ReadFloats(entry) : Held(weight).ReadFloats(weight.Name);

    /// <summary>Adds an operator.</summary>
    /// <returns>What it gives.</returns>
    public string Add(string opType, IEnumerable<string> inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes) => Add("", opType, inputs, output, attributes);

    public string Add(string domain, string opType, IEnumerable<string> inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var settings = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            settings[name] = value;
        }

        var node = new OnnxNode(opType, output, [.. inputs], [output], settings.ToImmutable(), domain);
        _nodes.Add(node);
        if (!_graph.Values.ContainsKey(output) && Given(node) is { } given)
        {
            _known[output] = given;
            _values[output] = new(output, given.Type, given.Shape);
        }

        return output;
    }

    /// <summary>A name that begins like an operator's.</summary>
    public string Unique(string name)
    {
        while (_values.ContainsKey(name) || _initializers.ContainsKey(name))
        {
            name += "_";
        }

        return name;
    }

    public string Constant(string name, ReadOnlySpan<long> numbers) => Initial(new(Unique(name), TensorType.Int64, [numbers.Length], null, null, [.. MemoryMarshal.AsBytes(numbers)]));

    public string Constant(string name, ReadOnlySpan<float> numbers, params ImmutableArray<long> shape) => Initial(new(Unique(name), TensorType.Float32, shape, null, null, [.. MemoryMarshal.AsBytes(numbers)]));

    /// <summary>A weight that is computed when it is read.</summary>
    public string Computed(string name, ImmutableArray<long> shape, Func<float[]> numbers)
    {
        var tensors = new LateTensor(new TensorEntry(name, TensorType.Float32, shape), numbers);
        return Initial(new(Unique(name), TensorType.Float32, shape, tensors, tensors.Entry, []));
    }

    /// <summary>Some rows of a weight, where they lie.</summary>
    public string Rows(string name, OnnxInitializer weight, long first, long count)
    {
        ITensors tensors = weight.Source ?? Held(weight);
        var rows = new TensorRows(tensors, weight.Entry ?? tensors.Entries[0], name, first, count);
        return Initial(new(Unique(name), rows.Entry.Type, rows.Entry.Shape, rows, rows.Entry, []));
    }

    private string Initial(OnnxInitializer initializer)
    {
        _added.Add(initializer);
        _initializers[initializer.Name] = initializer;
        _values[initializer.Name] = new(initializer.Name, initializer.Type, [.. initializer.Shape.Select(size => (Dim)size)]);
        return initializer.Name;
    }

    private KnownValue? Given(OnnxNode node)
    {
        try
        {
            return ShapeRules.Infer(node, _graph.Opset, Known)[0];
        }
        catch (ShapeUnknownException)
        {
            return null; // a file's shapes may be unknown before a run: what replaces an operator then is, too
        }
    }

    private KnownValue? Known(string name)
        => _known.GetValueOrDefault(name) ?? (_initializers.TryGetValue(name, out var initializer) ? KnownValues.Of(initializer)
            : _values.TryGetValue(name, out var value) ? new(value.Type, value.Shape) : null);

    private static LateTensor Held(OnnxInitializer weight) => new(new TensorEntry(weight.Name, weight.Type, weight.Shape), weight.ReadBytes());
}
