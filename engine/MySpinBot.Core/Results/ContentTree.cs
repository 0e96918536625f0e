using System.Buffers.Binary;
using System.Security.Cryptography;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>What makes a content id of bytes. Up to 1 MiB it is their SHA-256. Beyond, each MiB is hashed by itself, and the id is the complement of the SHA-256 of these hashes and the length:
/// complemented, so that nobody can make a small file that has the id of a large one.</summary>
public static class ContentTree
{
    /// <summary>Bytes of a chunk.</summary>
    public const int ChunkSize = 1 << 20;

    /// <summary>The id of a whole of more than one chunk, from the hashes of its chunks.</summary>
    /// <param name="hashes">32 bytes for each chunk, in order.</param>
    /// <param name="length">Bytes of the whole.</param>
    public static ContentId Root(ReadOnlySpan<byte> hashes, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(hashes);
        Span<byte> tail = stackalloc byte[sizeof(long)], root = stackalloc byte[ContentId.Size];
        BinaryPrimitives.WriteInt64LittleEndian(tail, length);
        hash.AppendData(tail);
        hash.GetHashAndReset(root);
        foreach (ref var value in root)
        {
            value = (byte)~value;
        }

        return new ContentId(root);
    }
}

/// <summary>The content id of bytes that come one after the other. Not for several threads at once.</summary>
public sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _chunk = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> _hashes = [];
    private int _filled;

    /// <summary>How many bytes have come.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // A full chunk is closed by what comes behind it, so that one chunk alone is known for that at the end.
            if (_filled == ContentTree.ChunkSize)
            {
                Close();
            }

            var taken = Math.Min(bytes.Length, ContentTree.ChunkSize - _filled);
            _chunk.AppendData(bytes[..taken]);
            _filled += taken;
            Length += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>The id of all that has come; this begins anew afterwards.</summary>
    public ContentId Finish()
    {
        Close();
        var hashes = _hashes.ToArray();
        var id = hashes.Length == ContentId.Size ? new ContentId(hashes) : ContentTree.Root(hashes, Length);
        _hashes.Clear();
        Length = 0;
        return id;
    }

    /// <inheritdoc/>
    public void Dispose() => _chunk.Dispose();

    private void Close()
    {
        _hashes.AddRange(_chunk.GetHashAndReset());
        _filled = 0;
    }
}
