using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Writes graphs as ONNX files: onnx.proto of https://github.com/onnx/onnx, whose field numbers stand here. Weights are written inside, or as references to where they lie.</summary>
public static class OnnxWriter
{
    // Protobuf ends at 2 GiB, whatever is in the message.
    private const long Largest = int.MaxValue;

    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="output">Where to.</param>
    /// <param name="place">Where each weight lies that is not to be written inside; null for one that is.</param>
    /// <exception cref="ArgumentException">It would be larger than 2 GiB: weights must lie elsewhere.</exception>
    /// <exception cref="CheckpointException">A weight cannot be read.</exception>
    public static void Write(OnnxGraph graph, Stream output, Func<OnnxInitializer, WeightPlace?>? place = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        Bounded(graph, place).WriteTo(output);
    }

    /// <summary>The bytes of a graph, as <see cref="Write"/> writes them.</summary>
    public static byte[] ToBytes(OnnxGraph graph, Func<OnnxInitializer, WeightPlace?>? place = null)
    {
        var message = Bounded(graph, place);
        var bytes = new byte[message.Length];
        using var stream = new MemoryStream(bytes);
        message.WriteTo(stream);
        return bytes;
    }

    private static ProtoMessage Bounded(OnnxGraph graph, Func<OnnxInitializer, WeightPlace?>? place)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var message = Model(graph, place ?? (_ => null));
        return message.Length <= Largest ? message
            : throw new ArgumentException($"The graph {graph.Name} is {message.Length >> 20} MiB with its weights, and an ONNX file ends at 2 GiB: leave the weights in files of their own.", nameof(graph));
    }

    private static ProtoMessage Model(OnnxGraph graph, Func<OnnxInitializer, WeightPlace?> place)
    {
        // Version 10 of the format belongs to version 21 of the operators.
        var model = new ProtoMessage().Number(1, 10).Text(2, "MySpinBot").Message(7, Graph(graph, place)).Message(8, Operators("", graph.Opset));
        foreach (var domain in graph.Nodes.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct(StringComparer.Ordinal))
        {
            model.Message(8, Operators(domain, 1));
        }

        return model;
    }

    private static ProtoMessage Operators(string domain, int version) => new ProtoMessage().Text(1, domain).Number(2, version);

    private static ProtoMessage Graph(OnnxGraph graph, Func<OnnxInitializer, WeightPlace?> place)
    {
        var message = new ProtoMessage();
        foreach (var node in graph.Nodes)
        {
            message.Message(1, Node(node));
        }

        message.Text(2, graph.Name);
        foreach (var initializer in graph.Initializers)
        {
            message.Message(5, Weight(initializer, place(initializer)));
        }

        foreach (var input in graph.Inputs)
        {
            message.Message(11, Value(input));
        }

        foreach (var output in graph.Outputs)
        {
            message.Message(12, Value(output));
        }

        return message;
    }

    private static ProtoMessage Node(OnnxNode node)
    {
        var message = new ProtoMessage();
        foreach (var input in node.Inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in node.Outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, node.Name).Text(4, node.OpType);
        foreach (var (name, value) in node.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            message.Message(5, Attribute(new ProtoMessage().Text(1, name), value));
        }

        return message.Text(7, node.Domain);
    }

    private static ProtoMessage Attribute(ProtoMessage message, object value) => value switch
    {
        float number => message.Float(2, number).Number(20, 1),
        long number => message.Number(3, number).Number(20, 2),
        string text => message.Text(4, text).Number(20, 3),
        OnnxInitializer tensor => message.Message(5, Weight(tensor, null)).Number(20, 4),
        ImmutableArray<float> numbers => message.Floats(7, numbers.AsSpan()).Number(20, 6),
        ImmutableArray<long> numbers => message.Numbers(8, numbers.AsSpan()).Number(20, 7),
        _ => throw new ArgumentException($"A setting of an operator cannot be a {value.GetType().Name}."),
    };

    private static ProtoMessage Weight(OnnxInitializer weight, WeightPlace? place)
    {
        var message = new ProtoMessage().Numbers(1, weight.Shape.AsSpan()).Number(2, weight.Type.DataType()).Text(8, weight.Name);
        return place is null
            ? message.Numbers(9, weight)
            : message.Message(13, Pair("location", place.Location)).Message(13, Pair("offset", Text(place.Offset))).Message(13, Pair("length", Text(place.Length))).Number(14, 1);
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ProtoMessage Pair(string key, string value) => new ProtoMessage().Text(1, key).Text(2, value);

    private static ProtoMessage Value(GraphValue value)
    {
        var shape = new ProtoMessage();
        foreach (var size in value.Shape)
        {
            shape.Message(1, size.IsKnown ? new ProtoMessage().Number(1, size.Known) : new ProtoMessage().Text(2, size.ToString()));
        }

        var tensor = new ProtoMessage().Number(1, value.Type.DataType()).Message(2, shape);
        return new ProtoMessage().Text(1, value.Name).Message(2, new ProtoMessage().Message(1, tensor));
    }
}

/// <summary>Where a weight lies that is not written inside an ONNX file: external_data of onnx.proto.</summary>
/// <param name="Location">The file, relative to the model's folder, or what a runtime knows the place by.</param>
/// <param name="Offset">Its first byte there.</param>
/// <param name="Length">How many bytes.</param>
public sealed record WeightPlace(string Location, long Offset, long Length);
