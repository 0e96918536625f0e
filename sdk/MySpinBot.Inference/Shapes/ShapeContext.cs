using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>One operator, seen by the rule that tells what it gives: its settings, what is known of what it takes, and room for the answer.</summary>
/// <param name="node">The operator.</param>
/// <param name="opset">Version of the standard operators.</param>
/// <param name="known">What is known of a value: its type and shape, and its numbers where they are known.</param>
internal sealed class ShapeContext(OnnxNode node, int opset, Func<string, KnownValue?> known)
{
    private readonly List<KnownValue> _given = [];

    public OnnxNode Node => node;

    public int Opset => opset;

    public int Count => node.Inputs.Length;

    public IReadOnlyList<KnownValue> Given => _given;

    public bool Has(int input) => input < node.Inputs.Length && node.Inputs[input].Length > 0;

    public KnownValue Input(int input)
        => !Has(input) ? throw new ArgumentException($"its input {input} is missing.")
            : known(node.Inputs[input]) ?? throw new ShapeUnknownException($"the shape of '{node.Inputs[input]}' is not known.");

    public ImmutableArray<Dim> Shape(int input) => Input(input).Shape;

    public TensorType Type(int input) => Input(input).Type;

    /// <summary>The whole numbers of an input, each known or following from the run's sizes.</summary>
    public ImmutableArray<Dim> Whole(int input)
        => Input(input).Whole is { IsDefault: false } whole ? whole : throw new ShapeUnknownException($"what '{node.Inputs[input]}' holds is not known before a run.");

    /// <summary>The known whole numbers of an input.</summary>
    public long[] Numbers(int input)
    {
        var whole = Whole(input);
        return whole.All(number => number.IsKnown) ? [.. whole.Select(number => number.Known)] : throw new ShapeUnknownException($"what '{node.Inputs[input]}' holds is not known before a run.");
    }

    public ImmutableArray<float> Floats(int input)
        => Input(input).Floats is { IsDefault: false } floats ? floats : throw new ShapeUnknownException($"what '{node.Inputs[input]}' holds is not known before a run.");

    public bool Sets(string attribute) => node.Attributes.ContainsKey(attribute);

    public long Whole(string attribute, long usual) => node.Attributes.TryGetValue(attribute, out var value) ? (long)value : usual;

    public string Word(string attribute, string usual) => node.Attributes.TryGetValue(attribute, out var value) ? (string)value : usual;

    /// <summary>A setting with a number for each direction; the usual one for all where it is not set.</summary>
    public ImmutableArray<long> Each(string attribute, int directions, long usual)
    {
        var each = node.Attributes.TryGetValue(attribute, out var value) ? (ImmutableArray<long>)value : [.. Enumerable.Repeat(usual, directions)];
        return each.Length == directions ? each : throw new ArgumentException($"{attribute} wants {directions} numbers, and has {each.Length}.");
    }

    /// <summary>Axes that are given as an input in newer versions and as a setting in older ones; null where they are not given.</summary>
    public long[]? Axes(int input, string attribute = "axes")
        => Has(input) ? Numbers(input) : node.Attributes.TryGetValue(attribute, out var value) ? [.. (ImmutableArray<long>)value] : null;

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank)
        => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"there is no axis {axis} in a tensor of {rank} dimensions."));

    public void Give(TensorType type, ImmutableArray<Dim> shape, ImmutableArray<Dim> whole = default) => _given.Add(new(type, shape, whole));

    /// <summary>Says that shapes do not fit, unless they do.</summary>
    public static void Want(bool fits, string otherwise)
    {
        if (!fits)
        {
            throw new ArgumentException(otherwise);
        }
    }
}

/// <summary>What is known of a value before a run.</summary>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Whole">Its numbers, where they are few whole ones and known or following from the run's sizes; else default.</param>
/// <param name="Floats">Its numbers, where they are few known floats; else default.</param>
internal sealed record KnownValue(TensorType Type, ImmutableArray<Dim> Shape, ImmutableArray<Dim> Whole = default, ImmutableArray<float> Floats = default)
{
    public int Rank => Shape.Length;

    public override string ToString() => $"{Type}{GraphValue.Text(Shape)}";
}

/// <summary>What an operator gives cannot be told before a run; that is no mistake of who wrote it.</summary>
internal sealed class ShapeUnknownException(string message) : Exception(message);
