using System.Buffers.Binary;

namespace MySpinBot.Runtime.Results;

/// <summary>No value.</summary>
internal sealed class NullCodec() : ValueCodec("null-1")
{
    public override void Encode(object? value, Stream output)
    {
    }

    public override object? Decode(Stream input, long length) => length == 0 ? null : throw new InvalidDataException("Nothing has no bytes.");
}

/// <summary>Whole numbers, 8 bytes little-endian.</summary>
internal sealed class IntCodec() : ValueCodec("int-1")
{
    public override void Encode(object? value, Stream output)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value!);
        output.Write(bytes);
    }

    public override object? Decode(Stream input, long length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        input.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}

/// <summary>Doubles by their bits, so that -0 and the payload of a NaN stay.</summary>
internal sealed class FloatCodec() : ValueCodec("float-1")
{
    public override void Encode(object? value, Stream output)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, BitConverter.DoubleToInt64Bits((double)value!));
        output.Write(bytes);
    }

    public override object? Decode(Stream input, long length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        input.ReadExactly(bytes);
        return BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes));
    }
}

/// <summary>Yes or no, one byte.</summary>
internal sealed class BooleanCodec() : ValueCodec("boolean-1")
{
    public override void Encode(object? value, Stream output) => output.WriteByte((bool)value! ? (byte)1 : (byte)0);

    public override object? Decode(Stream input, long length) => input.ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"A boolean is 0 or 1, not {other}."),
    };
}
