using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>Writes the fields of trace records.</summary>
internal readonly struct RecordWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>Seven bits a byte, lowest first; negative numbers take ten bytes.</summary>
    public void Number(long value)
    {
        var span = output.GetSpan(10);
        var (rest, length) = ((ulong)value, 0);
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }

    public void Id(ContentId id)
    {
        id.CopyTo(output.GetSpan(ContentId.Size));
        output.Advance(ContentId.Size);
    }

    public void Value(ResultValue value)
    {
        Byte((byte)value.Kind);
        Id(value.Id);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        output.Write(bytes);
    }

    /// <summary>UTF-8, or UTF-16 where the text has lone surrogates, which UTF-8 cannot carry. The low bit of the length says which.</summary>
    public void Text(string text)
    {
        if (IsWellFormed(text, out var length))
        {
            Number((long)length << 1);
            Encoding.UTF8.GetBytes(text, output.GetSpan(length));
            output.Advance(length);
        }
        else
        {
            Number(((long)text.Length << 2) | 1);
            output.Write(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    public void List<T>(ImmutableArray<T> items, Action<RecordWriter, T> write)
    {
        if (items.IsDefaultOrEmpty)
        {
            Number(0);
            return;
        }

        Number(items.Length);
        foreach (var item in items)
        {
            write(this, item);
        }
    }

    private static bool IsWellFormed(string text, out int length)
    {
        length = Encoding.UTF8.GetByteCount(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
