using System.Text;

namespace MySpinBot.Language.Tests.Making;

/// <summary>What fills a row of a tensor.</summary>
internal delegate void RowFill(long row, Span<float> numbers);

/// <summary>Writes GGUF files (version 3: github.com/ggml-org/ggml, docs/gguf.md). Tensors are filled row by row while they are written: nothing is held.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly OrderedDictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Made> _tensors = new(StringComparer.Ordinal);

    /// <summary>How many tensors it says there are; null for what is true.</summary>
    public ulong? StatedTensors { get; init; }

    /// <summary>How many values it says there are; null for what is true.</summary>
    public ulong? StatedValues { get; init; }

    /// <summary>Sets a value, also in place of one that is there. A null takes it away.</summary>
    /// <param name="key">As GGUF calls it.</param>
    /// <param name="value">A <see cref="string"/>, <see cref="bool"/>, <see cref="ushort"/>, <see cref="int"/>, <see cref="uint"/>, <see cref="ulong"/>, <see cref="float"/>, or an array of texts, floats or ints.</param>
    public GgufWriter With(string key, object? value)
    {
        if (value is null)
        {
            _values.Remove(key);
        }
        else
        {
            _values[key] = value;
        }

        return this;
    }

    /// <summary>Adds a tensor, also in place of one of its name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes, outermost first.</param>
    /// <param name="numbers">What they are kept as.</param>
    /// <param name="fill">What fills it.</param>
    public GgufWriter Add(string name, long[] shape, GgufNumbers numbers, RowFill fill)
    {
        _tensors[name] = new Made(shape, numbers, fill);
        return this;
    }

    /// <summary>Takes a tensor away.</summary>
    public GgufWriter Without(string name)
    {
        _tensors.Remove(name);
        return this;
    }

    /// <summary>How many numbers its tensors have.</summary>
    public long Parameters => _tensors.Values.Sum(tensor => tensor.Rows * tensor.Width);

    /// <summary>Writes the file.</summary>
    /// <returns>The path.</returns>
    public string Write(string path)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(StatedTensors ?? (ulong)_tensors.Count);
        writer.Write(StatedValues ?? (ulong)_values.Count);
        foreach (var (key, value) in _values)
        {
            Text(writer, key);
            Value(writer, value);
        }

        var offset = 0L;
        foreach (var (name, tensor) in _tensors)
        {
            Text(writer, name);
            writer.Write(tensor.Shape.Length);
            foreach (var size in tensor.Shape.Reverse())
            {
                writer.Write(size);
            }

            writer.Write(tensor.Numbers.Type);
            writer.Write(offset);
            offset = Aligned(offset + (tensor.Rows * tensor.Numbers.BytesOf(tensor.Width)));
        }

        foreach (var tensor in _tensors.Values)
        {
            writer.Write(new byte[Aligned(stream.Position) - stream.Position]);
            Write(stream, tensor);
        }

        // llama.cpp wants the last one padded as well.
        writer.Write(new byte[Aligned(stream.Position) - stream.Position]);
        return path;
    }

    private static void Write(Stream stream, Made tensor)
    {
        var (numbers, packed) = (new float[tensor.Width], new byte[tensor.Numbers.BytesOf(tensor.Width)]);
        for (var row = 0L; row < tensor.Rows; row++)
        {
            tensor.Fill(row, numbers);
            tensor.Numbers.Pack(numbers, packed);
            stream.Write(packed);
        }
    }

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Value(BinaryWriter writer, object value)
    {
        writer.Write(TypeOf(value));
        switch (value)
        {
            case bool truth: writer.Write(truth); break;
            case ushort number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case string text: Text(writer, text); break;
            case Array list:
                writer.Write(TypeOf(list.GetValue(0)!));
                writer.Write((ulong)list.Length);
                foreach (var each in list)
                {
                    switch (each)
                    {
                        case string text: Text(writer, text); break;
                        case float number: writer.Write(number); break;
                        case int number: writer.Write(number); break;
                    }
                }

                break;
        }
    }

    private static int TypeOf(object value) => value switch
    {
        ushort => 2,
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        Array => 9,
        ulong => 10,
        _ => throw new ArgumentException($"GGUF has no value of the type {value.GetType()}."),
    };

    private sealed record Made(long[] Shape, GgufNumbers Numbers, RowFill Fill)
    {
        public int Width => (int)Shape[^1];

        public long Rows => Shape.Aggregate(1L, (count, size) => count * size) / Width;
    }
}
