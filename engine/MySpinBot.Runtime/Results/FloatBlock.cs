using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MySpinBot.Runtime.Results;

/// <summary>A run of float32 values: a byte for the form, then one byte a value where every value is exactly k/255 (what 8-bit pictures decode to), else all four.</summary>
internal static class FloatBlock
{
    private const byte Bytes = 0;
    private const byte Floats = 1;
    private const int Piece = 1 << 18;

    private static readonly float[] Steps = [.. Enumerable.Range(0, 256).Select(step => step / 255f)];

    public static void Write(ReadOnlySpan<float> values, Stream output)
    {
        if (AreSteps(values))
        {
            output.WriteByte(Bytes);
            WriteSteps(values, output);
        }
        else
        {
            WriteFloats(values, output);
        }
    }

    /// <summary>The form for values that are no 8-bit steps, such as sound.</summary>
    public static void WriteFloats(ReadOnlySpan<float> values, Stream output)
    {
        output.WriteByte(Floats);
        for (; !values.IsEmpty; values = values[Math.Min(Piece, values.Length)..])
        {
            output.Write(MemoryMarshal.AsBytes(values[..Math.Min(Piece, values.Length)]));
        }
    }

    /// <summary>Reads <paramref name="count"/> values.</summary>
    /// <param name="input">What was written.</param>
    /// <param name="count">How many values.</param>
    /// <param name="length">Bytes that are left: a count that they cannot hold is refused before memory is taken for it.</param>
    public static float[] Read(Stream input, long count, long length)
    {
        var form = input.ReadByte();
        if (form is not (Bytes or Floats) || count < 0 || count * (form == Bytes ? 1 : sizeof(float)) != length - 1)
        {
            throw new InvalidDataException($"{count} values do not have {length} bytes in form {form}.");
        }

        var values = GC.AllocateUninitializedArray<float>(checked((int)count));
        for (var start = 0; start < values.Length; start += Piece)
        {
            var piece = values.AsSpan(start, Math.Min(Piece, values.Length - start));
            if (form == Floats)
            {
                input.ReadExactly(MemoryMarshal.AsBytes(piece));
            }
            else
            {
                ReadSteps(input, piece);
            }
        }

        return values;
    }

    private static bool AreSteps(ReadOnlySpan<float> values)
    {
        var i = 0;
        for (var (scale, half) = (Vector256.Create(255f), Vector256.Create(0.5f)); i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var value = Vector256.Create(values[i..]);
            var step = Vector256.ConvertToInt32((value * scale) + half);
            var same = Vector256.Equals((Vector256.ConvertToSingle(step) / scale).AsInt32(), value.AsInt32());
            var within = Vector256.LessThanOrEqual(step.AsUInt32(), Vector256.Create(255u)).AsInt32();
            if ((same & within) != Vector256<int>.AllBitsSet)
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!(values[i] is >= 0 and <= 1) || BitConverter.SingleToInt32Bits(Steps[StepOf(values[i])]) != BitConverter.SingleToInt32Bits(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int StepOf(float value) => (int)((value * 255f) + 0.5f);

    private static void WriteSteps(ReadOnlySpan<float> values, Stream output)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Piece);
        while (!values.IsEmpty)
        {
            var piece = values[..Math.Min(Piece, values.Length)];
            for (var i = 0; i < piece.Length; i++)
            {
                bytes[i] = (byte)StepOf(piece[i]);
            }

            output.Write(bytes.AsSpan(0, piece.Length));
            values = values[piece.Length..];
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void ReadSteps(Stream input, Span<float> values)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Piece);
        input.ReadExactly(bytes.AsSpan(0, values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Steps[bytes[i]];
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }
}
