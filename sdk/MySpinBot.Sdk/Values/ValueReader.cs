using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.Sdk;

/// <summary>Reads what a <see cref="ValueWriter"/> wrote. Nothing is allocated on the word of the bytes alone, and what is not of the form is refused with a sentence.</summary>
/// <param name="input">The bytes.</param>
/// <param name="what">What they are, for sentences: <c>a latent</c>.</param>
public sealed class ValueReader(Stream input, string what)
{
    private const int Block = 1 << 14;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A truth.</summary>
    /// <exception cref="InvalidDataException">The bytes end, or are of another form; so with every other method.</exception>
    public bool Flag()
    {
        var value = input.ReadByte();
        return value is 0 or 1 ? value == 1 : throw Damaged(value < 0 ? "they end too early" : $"a byte that is 0 or 1 is {value}");
    }

    /// <summary>A whole number of 32 bits within limits.</summary>
    public int Int32(int least = int.MinValue, int most = int.MaxValue)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes) is var value && value >= least && value <= most ? value : throw Damaged($"a number is {value}, not in {least} to {most}");
    }

    /// <summary>A whole number of 64 bits within limits.</summary>
    public long Int64(long least = long.MinValue, long most = long.MaxValue)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) is var value && value >= least && value <= most ? value : throw Damaged($"a number is {value}, not in {least} to {most}");
    }

    /// <summary>A number, with every bit that it has.</summary>
    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A number of 32 bits, with every bit that it has.</summary>
    public float Single() => BitConverter.Int32BitsToSingle(Int32());

    /// <summary>A member of an enum.</summary>
    public T Choice<T>()
        where T : struct, Enum
        => (T)Enum.ToObject(typeof(T), Int32()) is var value && Enum.IsDefined(value) ? value : throw Damaged($"{value} is no {typeof(T).Name}");

    /// <summary>A text.</summary>
    public string Text(int most = ValueWriter.LongestText)
    {
        var bytes = new byte[Int32(0, most)];
        Fill(bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException($"The bytes of {what} hold a text that is no UTF-8.", fault);
        }
    }

    /// <summary>Numbers, one after the other.</summary>
    /// <param name="count">How many: within limits that were looked at.</param>
    public float[] Floats(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);

        // As many as there are bytes for, and no more: a length that lies costs nothing.
        var values = new float[Math.Min(count, Block)];
        var read = 0;
        while (true)
        {
            Fill(MemoryMarshal.AsBytes(values.AsSpan(read)));
            read = values.Length;
            if (read == count)
            {
                return values;
            }

            Array.Resize(ref values, (int)Math.Min(count, 2L * read));
        }
    }

    /// <summary>A file of weights.</summary>
    public WeightFile Weights()
    {
        Span<byte> id = stackalloc byte[ContentId.Size];
        Fill(id);
        var length = Int64(0);
        return new WeightFile(Text(), new ContentId(id), length);
    }

    /// <summary>As many as are said, within a limit.</summary>
    public ImmutableArray<T> List<T>(int most, Func<T> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var count = Int32(0, most);
        var values = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            values.Add(each());
        }

        return values.DrainToImmutable();
    }

    /// <summary>A value, if it is there.</summary>
    public T? Optional<T>(Func<T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return Flag() ? read() : null;
    }

    /// <summary>The value, which must be the end of the bytes.</summary>
    public T End<T>(T value) => input.ReadByte() < 0 ? value : throw Damaged("more bytes follow where it ends");

    /// <summary>What is said where the bytes are not of the form.</summary>
    /// <param name="why">What is wrong, as a part of a sentence.</param>
    public InvalidDataException Damaged(string why) => new($"The bytes of {what} are cut off, or of another kind: {why}.");

    private void Fill(Span<byte> bytes)
    {
        if (input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Damaged("they end too early");
        }
    }
}
