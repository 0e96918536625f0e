using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>Reads the fields of trace records. After a fault every field reads as empty, and <see cref="EndedWell"/> is false.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes of a value: its kind and its id.</summary>
    public const int ValueSize = 1 + ContentId.Size;

    private ReadOnlySpan<byte> _rest = bytes;
    private bool _failed;

    public delegate T Element<T>(ref RecordReader reader);

    /// <summary>Whether every field was there and nothing is left over.</summary>
    public readonly bool EndedWell => !_failed && _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        Fail();
        return 0;
    }

    public int Index()
    {
        var value = Number();
        if (value is >= 0 and <= int.MaxValue)
        {
            return (int)value;
        }

        Fail();
        return 0;
    }

    public ContentId Id() => Take(ContentId.Size) is { Length: ContentId.Size } id ? new ContentId(id) : default;

    public ResultValue Value()
    {
        var kind = (ResultKind)Byte();
        if (kind > ResultKind.Blocked)
        {
            Fail();
        }

        return new ResultValue(Id(), kind);
    }

    public byte[] Bytes() => Take(Number()).ToArray();

    public string Text()
    {
        var length = Number();
        return (length & 1) == 0
            ? Encoding.UTF8.GetString(Take(length >> 1))
            : new string(MemoryMarshal.Cast<byte, char>(Take((length >> 2) * sizeof(char))));
    }

    /// <param name="leastSize">Bytes that one element takes at least: a count that cannot be true is refused before memory is taken for it.</param>
    /// <param name="read">Reads one element.</param>
    public ImmutableArray<T> List<T>(int leastSize, Element<T> read)
    {
        var count = Number();
        if (count < 0 || count > _rest.Length / leastSize)
        {
            Fail();
            return [];
        }

        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(ref this);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    public void Fail()
    {
        _failed = true;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
