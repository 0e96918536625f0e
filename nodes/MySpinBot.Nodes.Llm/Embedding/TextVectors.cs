using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Vectors that stand for texts, each of length one: what flows through TEXT_VECTORS sockets.</summary>
[Socket("TEXT_VECTORS", Color = "#d8a7ff")]
public sealed class TextVectors
{
    /// <summary>The most numbers of all vectors together: a gigabyte.</summary>
    internal const int MostNumbers = 1 << 28;

    private readonly float[] _values;

    private TextVectors(int count, int width, float[] values) => (Count, Width, _values) = (count, width, values);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Numbers of each.</summary>
    public int Width { get; }

    /// <summary>All of them, one after the other. [count, width]</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The vector of a text. [width]</summary>
    public ReadOnlySpan<float> this[int index] => _values.AsSpan(index * Width, Width);

    /// <summary>Vectors of numbers that nobody else has. [count, width]</summary>
    /// <exception cref="ArgumentException">There are not as many numbers.</exception>
    public static TextVectors Own(int count, int width, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return count >= 0 && width >= 1 && values.LongLength == (long)count * width
            ? new TextVectors(count, width, values)
            : throw new ArgumentException($"{count} vectors of {width} numbers are not {values.Length} numbers.", nameof(values));
    }

    /// <summary>Vectors as a model gives them.</summary>
    internal static TextVectors Of(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        var width = vectors.Count > 0 ? vectors[0].Length : 1;
        if ((long)vectors.Count * width > MostNumbers)
        {
            throw new NodeFailure($"{vectors.Count} vectors of {width} numbers are more than are taken at once; fewer texts would be right.");
        }

        var values = new float[vectors.Count * width];
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors[i].Span.CopyTo(values.AsSpan(i * width, width));
        }

        return new TextVectors(vectors.Count, width, values);
    }
}

/// <summary>The byte form of <see cref="TextVectors"/>: how many, how wide, then the numbers.</summary>
public sealed class TextVectorsCodec : IValueCodec<TextVectors>
{
    /// <inheritdoc/>
    public string Name => "text-vectors-1";

    /// <inheritdoc/>
    public void Encode(TextVectors value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Int32(value.Count);
        writer.Int32(value.Width);
        writer.Floats(value.Values);
    }

    /// <inheritdoc/>
    public TextVectors Decode(Stream input)
    {
        var reader = new ValueReader(input, "vectors of texts");
        var (count, width) = (reader.Int32(0), reader.Int32(1));
        return (long)count * width <= TextVectors.MostNumbers
            ? reader.End(TextVectors.Own(count, width, reader.Floats(count * width)))
            : throw reader.Damaged($"{count} vectors of {width} numbers are too many");
    }
}
