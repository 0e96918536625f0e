using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Graphs as text that people read.</content>
public sealed partial record OnnxGraph
{
    private const int FewNumbers = 8;

    /// <summary>The graph as text: a line for each input, operator and output, with shapes. Small constants stand as numbers where they are taken; settings that ONNX takes anyway are left out.</summary>
    public string ToText()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Name}\n");
        foreach (var input in Inputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  input {input}\n");
        }

        var initializers = Initializers.ToDictionary(initializer => initializer.Name, StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            var taken = node.Inputs.Select(name => initializers.TryGetValue(name, out var initializer) ? Text(initializer) : name.Length == 0 ? "_" : name);
            text.Append("  ").AppendJoin(", ", node.Outputs.Where(name => name.Length > 0)).Append(" = ");
            text.Append(node.Domain.Length == 0 ? "" : $"{node.Domain}.").Append(node.OpType).Append('(').AppendJoin(", ", taken);
            foreach (var (name, value) in node.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => !Usual(pair.Key, pair.Value)))
            {
                text.Append(", ").Append(name).Append(": ").Append(Text(value));
            }

            var given = node.Outputs.Where(name => name.Length > 0).Select(name => Values.TryGetValue(name, out var value) ? $"{value.Type}{GraphValue.Text(value.Shape)}" : "?");
            text.Append(") ").AppendJoin(", ", given).Append('\n');
        }

        foreach (var output in Outputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  output {output}\n");
        }

        return text.ToString();
    }

    private static bool Usual(string name, object value) => (name, value) switch
    {
        ("group", 1L) or ("keepdims", 1L) or ("kernel_shape", _) => true,
        ("strides" or "dilations", ImmutableArray<long> each) => each.All(number => number == 1),
        ("pads" or "output_padding", ImmutableArray<long> each) => each.All(number => number == 0),
        _ => false,
    };

    private static string Text(object value) => value switch
    {
        ImmutableArray<long> numbers => $"[{string.Join(", ", numbers)}]",
        ImmutableArray<float> numbers => $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]",
        OnnxInitializer tensor => Text(tensor),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Text(OnnxInitializer initializer)
    {
        var known = initializer is { Source: null, Type: TensorType.Int64 or TensorType.Float32 } && initializer.ByteCount <= FewNumbers * 8 ? KnownValues.Of(initializer) : null;
        return known is { Whole: { IsDefault: false } whole } ? $"[{string.Join(", ", whole)}]"
            : known is { Floats: { IsDefault: false } floats } ? $"[{string.Join(", ", floats.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]"
            : $"{initializer.Name}[{string.Join(", ", initializer.Shape)}]";
    }
}
