using System.Text;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Onnx;

/// <summary>Reads protobuf's wire format (protobuf.dev/programming-guides/encoding) from a file of any length. Every length is compared with its enclosing message, and fields are counted.</summary>
internal sealed class ProtoReader(ByteWindow input, Func<string, CheckpointException> fault)
{
    private const int MostFields = 20_000_000;
    private const int LongestText = 64 << 10;

    private int _fields;

    public long Position => input.Position;

    /// <summary>The next field of a message.</summary>
    /// <param name="end">Where the message ends.</param>
    /// <param name="field">Its number.</param>
    /// <param name="wire">How it is written: 0 as a number, 1 in eight bytes, 2 with a length, 5 in four bytes.</param>
    /// <returns>False at the message's end.</returns>
    public bool TryField(long end, out int field, out int wire)
    {
        (field, wire) = (0, 0);
        if (input.Position >= end)
        {
            return input.Position == end ? false : throw fault("has a field that reaches over the end of its message.");
        }

        var tag = Varint();
        if (++_fields > MostFields || tag >> 3 is 0 or > (1 << 29) - 1 || (tag & 7) is 3 or 4 or 6 or 7)
        {
            throw fault(_fields > MostFields ? $"has more than {MostFields} fields." : "has a field that is none of protobuf's.");
        }

        (field, wire) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    public ulong Varint()
    {
        var number = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = input.Byte();
            number |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if ((part & 0x80) == 0)
            {
                return number;
            }
        }

        throw fault("has a number that does not end.");
    }

    public float Single() => input.Single();

    public double Double() => input.Double();

    /// <summary>Where the field that begins here ends; it lies within its message.</summary>
    public long Enter(long end)
    {
        var length = Varint();
        return length <= (ulong)Math.Max(0, end - input.Position) ? input.Position + (long)length
            : throw fault($"ends {length - (ulong)Math.Max(0, end - input.Position)} bytes too early: it was not downloaded to its end.");
    }

    /// <summary>A text; null where it is longer than a name can be.</summary>
    public string? Text(long end)
    {
        var to = Enter(end);
        if (to - input.Position <= LongestText)
        {
            return Encoding.UTF8.GetString(input.Few((int)(to - input.Position)));
        }

        input.Skip(to - input.Position);
        return null;
    }

    public void Skip(int wire, long end)
    {
        switch (wire)
        {
            case 0: Varint(); break;
            case 1: input.Skip(8); break;
            case 5: input.Skip(4); break;
            default: SkipTo(Enter(end)); break;
        }
    }

    public void SkipTo(long position) => input.Skip(position - input.Position);
}
