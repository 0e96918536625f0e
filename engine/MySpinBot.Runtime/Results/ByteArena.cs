namespace MySpinBot.Runtime.Results;

/// <summary>Keeps many small runs of bytes without an object for each.</summary>
internal sealed class ByteArena
{
    private const int BlockSize = 1 << 16;

    private byte[] _block = [];
    private int _used;

    /// <summary>Keeps a copy.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BlockSize / 4)
        {
            return bytes.ToArray();
        }

        if (_used + bytes.Length > _block.Length)
        {
            (_block, _used) = (GC.AllocateUninitializedArray<byte>(BlockSize), 0);
        }

        var kept = _block.AsMemory(_used, bytes.Length);
        bytes.CopyTo(kept.Span);
        _used += bytes.Length;
        return kept;
    }
}
