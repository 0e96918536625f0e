using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Builds a graph, operator by operator, with types and shapes checked as it grows: what does not fit throws an <see cref="ArgumentException"/> where it was written,
/// with a sentence that names the operator, its scope and the shapes. Operators are ONNX's plain ones, so that a trainer can differentiate the graph; fusing is a pass afterwards.
/// Not safe to use from several threads.</summary>
public sealed partial class OnnxGraphBuilder
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<GraphValue> _inputs = [];
    private readonly List<(string Name, GraphValue Value)> _outputs = [];
    private readonly List<OnnxInitializer> _initializers = [];
    private readonly Dictionary<string, KnownValue> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Stack<string> _scopes = new();

    /// <summary>Begins a graph.</summary>
    /// <param name="name">What people call the model.</param>
    /// <param name="compute">What is computed in: Float32, Float16 or BFloat16. Weights of other types are converted to it.</param>
    /// <exception cref="ArgumentException">Nothing can be computed in that type.</exception>
    public OnnxGraphBuilder(string name, TensorType compute = TensorType.Float32)
    {
        if (compute is not (TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16 or TensorType.Float64))
        {
            throw new ArgumentException($"Models are computed in Float32, Float16 or BFloat16, not in {compute}.", nameof(compute));
        }

        (Name, Compute) = (name, compute);
    }

    /// <summary>What people call the model.</summary>
    public string Name { get; }

    /// <summary>What is computed in.</summary>
    public TensorType Compute { get; }

    /// <summary>Names everything that is added until it is disposed <c>scope.…</c>: scopes nest like modules.</summary>
    public IDisposable Scope(string scope)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        _scopes.Push(_scopes.TryPeek(out var outer) ? $"{outer}.{scope}" : scope);
        return new Leaving(this, _scopes.Count);
    }

    /// <summary>Something that a run brings.</summary>
    /// <param name="name">Its name, of which there is one.</param>
    /// <param name="type">What its numbers are.</param>
    /// <param name="shape">Its dimensions; the names in them are what a run's sizes are told by.</param>
    public GraphValue Input(string name, TensorType type, params ReadOnlySpan<Dim> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_uses.TryAdd(name, 1))
        {
            throw new ArgumentException($"The graph {Name} has a value '{name}' already; inputs come first and have names of their own.", nameof(name));
        }

        var input = new GraphValue(name, type, [.. shape]);
        _inputs.Add(input);
        _known[name] = new(type, input.Shape);
        return input;
    }

    /// <summary>Declares a value a result of the graph, under a name of its own.</summary>
    /// <param name="name">Its name among the results.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">What its numbers are to be; null for what they are.</param>
    public void Output(string name, GraphValue value, TensorType? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Own(value, "Output");
        if (_outputs.Any(output => output.Name == name) || _inputs.Any(input => input.Name == name))
        {
            throw new ArgumentException($"The graph {Name} has an input or output '{name}' already.", nameof(name));
        }

        var given = Cast(value, type ?? value.Type);

        // An input, a weight or a value that is a result already cannot be called by this name as well.
        var produced = _nodes.Any(node => node.Outputs.Contains(given.Name)) && _outputs.All(output => output.Value.Name != given.Name);
        _outputs.Add((name, produced ? given : Add("Identity", [given])));
    }

    /// <summary>An operator that this builder has no word for.</summary>
    /// <param name="opType">Its name in ONNX.</param>
    /// <param name="inputs">What it takes; null leaves an optional one out.</param>
    /// <param name="type">What the numbers of its result are, as it is not known here.</param>
    /// <param name="shape">The dimensions of its result, on the author's word.</param>
    /// <param name="attributes">Its settings: long, float, string, ImmutableArray of long or float, or an OnnxInitializer.</param>
    /// <param name="domain">Empty for ONNX's own operators.</param>
    public GraphValue Operator(string opType, ReadOnlySpan<GraphValue?> inputs, TensorType type, ReadOnlySpan<Dim> shape, IReadOnlyDictionary<string, object>? attributes = null, string domain = "")
    {
        var node = Place(opType, inputs, 1, attributes?.ToImmutableDictionary(StringComparer.Ordinal) ?? Nothing, domain);
        return Know(node.Outputs[0], new(type, [.. shape]));
    }

    /// <summary>The graph as it is now, checked as a whole.</summary>
    /// <exception cref="InvalidOperationException">It has no output.</exception>
    public OnnxGraph Build()
    {
        if (_outputs.Count == 0)
        {
            throw new InvalidOperationException($"The graph {Name} gives nothing: declare a value its output.");
        }

        var called = _outputs.ToDictionary(output => output.Value.Name, output => output.Name, StringComparer.Ordinal);
        string Called(string name) => called.GetValueOrDefault(name, name);
        var graph = new OnnxGraph
        {
            Name = Name,
            Inputs = [.. _inputs],
            Outputs = [.. _outputs.Select(output => output.Value with { Name = output.Name })],
            Nodes = [.. _nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(Called)], Outputs = [.. node.Outputs.Select(Called)] })],
            Initializers = [.. _initializers],
            Values = _known.ToImmutableDictionary(pair => Called(pair.Key), pair => new GraphValue(Called(pair.Key), pair.Value.Type, pair.Value.Shape), StringComparer.Ordinal),
        };

        return graph.Pruned();
    }

    private static ImmutableDictionary<string, object> Nothing { get; } = ImmutableDictionary.Create<string, object>(StringComparer.Ordinal);

    private GraphValue Add(string opType, ReadOnlySpan<GraphValue?> inputs, params ReadOnlySpan<(string Name, object? Value)> attributes) => Add(opType, inputs, 1, attributes)[0];

    private GraphValue[] Add(string opType, ReadOnlySpan<GraphValue?> inputs, int outputs, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        var settings = Nothing.ToBuilder();
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                settings[name] = value;
            }
        }

        var node = Place(opType, inputs, outputs, settings.ToImmutable(), "");
        try
        {
            var given = ShapeRules.Infer(node, OnnxGraph.StandardOpset, _known.GetValueOrDefault);
            return [.. given.Select((value, i) => Know(node.Outputs[i], value))];
        }
        catch (ShapeUnknownException unknown)
        {
            _nodes.RemoveAt(_nodes.Count - 1);
            throw new ArgumentException($"{opType} at '{node.Name}' has no shape before a run: {unknown.Message}", unknown);
        }
        catch (ArgumentException)
        {
            _nodes.RemoveAt(_nodes.Count - 1);
            throw;
        }
    }

    private OnnxNode Place(string opType, ReadOnlySpan<GraphValue?> inputs, int outputs, ImmutableDictionary<string, object> attributes, string domain)
    {
        var names = ImmutableArray.CreateBuilder<string>(inputs.Length);
        foreach (var input in inputs)
        {
            if (input is not null)
            {
                Own(input, opType);
            }

            names.Add(input?.Name ?? "");
        }

        while (names.Count > 0 && names[^1].Length == 0)
        {
            names.RemoveAt(names.Count - 1);
        }

        var name = Unique(Here(opType));
        var given = outputs == 1 ? [name] : Enumerable.Range(0, outputs).Select(i => Unique($"{name}.{i}")).ToImmutableArray();
        var node = new OnnxNode(opType, name, names.ToImmutable(), given, attributes, domain);
        _nodes.Add(node);
        return node;
    }

    private string Here(string opType) => _scopes.TryPeek(out var scope) ? $"{scope}.{opType}" : opType;

    private GraphValue Know(string name, KnownValue value)
    {
        _known[name] = value;
        return new(name, value.Type, value.Shape);
    }

    private void Own(GraphValue value, string opType)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_known.ContainsKey(value.Name))
        {
            throw new ArgumentException($"{opType} in the graph {Name} is given '{value.Name}', which is of another graph.");
        }
    }

    private string Unique(string name)
    {
        while (!_uses.TryAdd(name, 1))
        {
            name = $"{name}_{++_uses[name]}";
        }

        return name;
    }

    private sealed class Leaving(OnnxGraphBuilder builder, int depth) : IDisposable
    {
        public void Dispose()
        {
            while (builder._scopes.Count >= depth)
            {
                builder._scopes.Pop();
            }
        }
    }
}
