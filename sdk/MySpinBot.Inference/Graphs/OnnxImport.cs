using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>An <c>.onnx</c> file as a graph: operators as they are, shapes as far as they follow. What is left out: graphs within operators (<c>If</c>, <c>Loop</c>), whose results have no shape then.</summary>
internal static class OnnxImport
{
    /// <summary>The graph of a file.</summary>
    /// <param name="file">The file's outline.</param>
    /// <param name="weights">The file as a checkpoint; null where the graph is for looking at only: then it holds small tensors' numbers, and no weights.</param>
    public static OnnxGraph Graph(OnnxFile file, ITensors? weights = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var initializers = file.Graph.Initializers.Where(tensor => tensor.Type is not null).Select(tensor => Initializer(tensor, weights)).ToList();
        var nodes = ImmutableArray.CreateBuilder<OnnxNode>();
        foreach (var node in file.Graph.Nodes)
        {
            if (Constant(node) is { } constant)
            {
                initializers.Add(constant);
                continue;
            }

            nodes.Add(Node(node, nodes.Count));
        }

        var named = initializers.Select(initializer => initializer.Name).ToHashSet(StringComparer.Ordinal);
        var graph = new OnnxGraph
        {
            Name = file.Graph.Name,
            Inputs = [.. file.Graph.Inputs.Where(input => !named.Contains(input.Name)).Select(Value).OfType<GraphValue>()],
            Outputs = [.. file.Graph.Outputs.Select(Value).OfType<GraphValue>()],
            Nodes = nodes.DrainToImmutable(),
            Initializers = [.. initializers],
            Values = ImmutableDictionary.Create<string, GraphValue>(StringComparer.Ordinal),
            Opset = (int)Math.Clamp(file.Opsets.GetValueOrDefault("", OnnxGraph.StandardOpset), 1, int.MaxValue),
        };

        return graph with { Values = Shaped(graph) };
    }

    /// <summary>A value that a file tells of; null for one that is no tensor of numbers. Files name sizes anyhow, or not at all: every one gets a name that a run can bring.</summary>
    public static GraphValue? Value(OnnxFileValue value)
        => value.Type is { } type
            ? new GraphValue(value.Name, type, [.. (value.Shape.IsDefault ? [] : value.Shape).Select((dim, axis) => dim.Size is { } size and > 0 ? size : Dim.Of(Plain(dim.Name ?? $"{value.Name}_{axis}")))])
            : null;

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"n{plain}";
    }

    private static OnnxInitializer Initializer(OnnxFileTensor tensor, ITensors? weights)
        => weights is not null && weights.TryGet(tensor.Name, out var entry) ? new(tensor.Name, tensor.Type!.Value, tensor.Shape, weights, entry, [])
            : new(tensor.Name, tensor.Type!.Value, tensor.Shape, null, null, tensor.Few);

    private static OnnxInitializer? Constant(OnnxFileNode node)
    {
        if (node is not { Operator: "Constant", Domain: "" or "ai.onnx", Outputs: [var name], Attributes: [var value] })
        {
            return null;
        }

        return value switch
        {
            { Tensor: { Type: { } type } tensor } => new(name, type, tensor.Shape, null, null, tensor.Few),
            { Name: "value_int", Whole: { } whole } => Held(name, TensorType.Int64, [], [whole]),
            { Name: "value_ints" } => Held(name, TensorType.Int64, [value.Wholes.Length], value.Wholes.AsSpan()),
            { Name: "value_float", Real: { } real } => Held(name, TensorType.Float32, [], [real]),
            { Name: "value_floats" } => Held(name, TensorType.Float32, [value.Reals.Length], value.Reals.AsSpan()),
            _ => null,
        };
    }

    private static OnnxInitializer Held<T>(string name, TensorType type, ImmutableArray<long> shape, ReadOnlySpan<T> numbers)
        where T : unmanaged
        => new(name, type, shape, null, null, [.. System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers)]);

    private static OnnxNode Node(OnnxFileNode node, int index)
    {
        var settings = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        foreach (var attribute in node.Attributes)
        {
            if (Setting(attribute) is { } setting)
            {
                settings[attribute.Name] = setting;
            }
        }

        return new(node.Operator, node.Name.Length > 0 ? node.Name : $"{node.Operator}.{index}", node.Inputs, node.Outputs, settings.ToImmutable(), node.Domain == "ai.onnx" ? "" : node.Domain);
    }

    private static object? Setting(OnnxFileAttribute attribute) => attribute switch
    {
        { Whole: { } whole } => whole,
        { Real: { } real } => real,
        { Text: { } text } => text,
        { Tensor: { Type: { } type } tensor } => new OnnxInitializer(attribute.Name, type, tensor.Shape, null, null, tensor.Few),
        { Reals.Length: > 0 } => attribute.Reals,
        { Wholes.Length: > 0 } => attribute.Wholes,
        _ => null,
    };

    // A shape that does not follow leaves those behind it out; the run finds them.
    private static ImmutableDictionary<string, GraphValue> Shaped(OnnxGraph graph)
    {
        var known = graph.Inputs.ToDictionary(input => input.Name, input => new KnownValue(input.Type, input.Shape), StringComparer.Ordinal);
        foreach (var initializer in graph.Initializers)
        {
            known[initializer.Name] = KnownValues.Of(initializer);
        }

        foreach (var node in graph.Nodes)
        {
            try
            {
                var given = ShapeRules.Infer(node, graph.Opset, known.GetValueOrDefault);
                for (var i = 0; i < Math.Min(given.Count, node.Outputs.Length); i++)
                {
                    known[node.Outputs[i]] = given[i];
                }
            }
            catch (Exception unknown) when (unknown is ShapeUnknownException or ArgumentException)
            {
                // The file is ONNX Runtime's to judge; here it is only looked at.
            }
        }

        return known.ToImmutableDictionary(pair => pair.Key, pair => new GraphValue(pair.Key, pair.Value.Type, pair.Value.Shape), StringComparer.Ordinal);
    }
}
