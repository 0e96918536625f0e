using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.Sdk;

/// <summary>Writes the parts of a value for a codec, one after the other: little-endian, and each value in exactly one way, so that equal values have equal bytes. <see cref="ValueReader"/> reads them.</summary>
/// <param name="output">Where to.</param>
public sealed class ValueWriter(Stream output)
{
    /// <summary>The most bytes of a text, where a codec says nothing else.</summary>
    public const int LongestText = 256;

    /// <summary>A truth: one byte, 0 or 1.</summary>
    public void Flag(bool value) => output.WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>A whole number of 32 bits.</summary>
    public void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        output.Write(bytes);
    }

    /// <summary>A whole number of 64 bits.</summary>
    public void Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        output.Write(bytes);
    }

    /// <summary>A number, with every bit that it has.</summary>
    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A number of 32 bits, with every bit that it has.</summary>
    public void Single(float value) => Int32(BitConverter.SingleToInt32Bits(value));

    /// <summary>A member of an enum, as its number.</summary>
    public void Choice<T>(T value)
        where T : struct, Enum
        => Int32(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A text: how many bytes of UTF-8, then these.</summary>
    /// <exception cref="ArgumentException">It is longer than a reader would take.</exception>
    public void Text(string value, int most = LongestText)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bytes = Encoding.UTF8.GetBytes(value);
        if (bytes.Length > most)
        {
            throw new ArgumentException($"A text of {bytes.Length} bytes cannot be kept here; at most {most} are.", nameof(value));
        }

        Int32(bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Numbers, one after the other, without how many there are.</summary>
    public void Floats(ReadOnlySpan<float> values) => output.Write(MemoryMarshal.AsBytes(values));

    /// <summary>A file of weights: what it is and how long, then the folder that it belongs to.</summary>
    public void Weights(WeightFile value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Span<byte> id = stackalloc byte[ContentId.Size];
        value.Id.CopyTo(id);
        output.Write(id);
        Int64(value.Length);
        Text(value.Kind);
    }

    /// <summary>How many there are, then each.</summary>
    public void List<T>(IReadOnlyCollection<T> values, Action<T> each)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(each);
        Int32(values.Count);
        foreach (var value in values)
        {
            each(value);
        }
    }

    /// <summary>Whether it is there, then the value.</summary>
    public void Optional<T>(T? value, Action<T> write)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(write);
        Flag(value is not null);
        if (value is not null)
        {
            write(value);
        }
    }
}
