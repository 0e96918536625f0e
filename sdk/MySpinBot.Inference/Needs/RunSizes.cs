using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Shapes of all values of a graph for one run. What an operator gives that has no rule is taken to be as large as all that it takes together.</summary>
internal sealed class RunSizes
{
    private readonly Dictionary<string, KnownValue> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private readonly ComputeProvider _provider;

    private RunSizes(ComputeProvider provider) => _provider = provider;

    /// <summary>Whether a value is known when the graph is loaded: then a run takes nothing for it.</summary>
    public bool IsConstant(string name) => name.Length == 0 || _constants.Contains(name);

    /// <summary>How many bytes a value takes.</summary>
    public long Bytes(string name) => _bytes.GetValueOrDefault(name);

    /// <summary>A value's sizes; null where they are not known.</summary>
    public long[]? Shape(string name) => _known.TryGetValue(name, out var value) ? [.. value.Shape.Select(size => size.Known)] : null;

    public static RunSizes Of(OnnxGraph graph, IReadOnlyDictionary<string, long> brought, ComputeProvider provider)
    {
        var sizes = new RunSizes(provider);
        foreach (var initializer in graph.Initializers)
        {
            sizes.Know(initializer.Name, KnownValues.Of(initializer));
            sizes._constants.Add(initializer.Name);
        }

        foreach (var input in graph.Inputs)
        {
            sizes.Know(input.Name, new(input.Type, [.. input.Shape.Select(size => (Dim)size.Size(brought))]));
        }

        foreach (var node in graph.Nodes)
        {
            sizes.Follow(node, graph);
        }

        return sizes;
    }

    private void Follow(OnnxNode node, OnnxGraph graph)
    {
        if (node.Inputs.Length > 0 && node.Inputs.All(IsConstant))
        {
            _constants.UnionWith(node.Outputs);
        }

        try
        {
            var given = ShapeRules.Infer(node, graph.Opset, _known.GetValueOrDefault);
            for (var i = 0; i < Math.Min(given.Count, node.Outputs.Length); i++)
            {
                if (given[i].Shape.All(size => size.IsKnown))
                {
                    Know(node.Outputs[i], given[i]);
                }
            }
        }
        catch (Exception unknown) when (unknown is ShapeUnknownException or ArgumentException)
        {
            // An operator without a rule, or sizes that it will refuse itself when it runs: the bound below stands.
        }

        // On the author's word, where there is no rule.
        foreach (var output in node.Outputs.Where(name => name.Length > 0 && !_known.ContainsKey(name)))
        {
            _bytes[output] = node.Inputs.Where(name => !IsConstant(name)).Distinct(StringComparer.Ordinal).Sum(Bytes);
        }
    }

    private void Know(string name, KnownValue value)
    {
        _known[name] = value;

        // On the processor half precision is computed in single: its numbers are widened on the way.
        var size = _provider == ComputeProvider.Cpu && value.Type is TensorType.Float16 or TensorType.BFloat16 ? 4 : value.Type.Size();
        _bytes[name] = value.Shape.Aggregate((long)size, (bytes, dim) => checked(bytes * Math.Max(0, dim.Known)));
    }
}
