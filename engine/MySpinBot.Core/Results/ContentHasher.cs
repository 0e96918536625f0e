using System.Buffers.Binary;
using System.Security.Cryptography;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>The content id of bytes that come one after the other. Up to 1 MiB it is their SHA-256. Beyond, each MiB is hashed by itself, and the id is the complement
/// of the SHA-256 of these hashes and the length: complemented, so that nobody can make a small file that has the id of a large one.</summary>
public sealed class ContentHasher : IDisposable
{
    /// <summary>Bytes of a chunk.</summary>
    public const int ChunkSize = 1 << 20;

    private readonly IncrementalHash _chunk = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> _hashes = [];
    private int _inChunk;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The id of a whole from the hashes of its chunks, of which there are at least two.</summary>
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

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_inChunk == ChunkSize)
            {
                EndChunk();
            }

            var part = bytes[..Math.Min(bytes.Length, ChunkSize - _inChunk)];
            _chunk.AppendData(part);
            _inChunk += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The id of all that came. Nothing may come after it.</summary>
    public ContentId Finish()
    {
        EndChunk();
        var hashes = _hashes.ToArray();
        return hashes.Length == ContentId.Size ? new ContentId(hashes) : Root(hashes, Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _chunk.Dispose();

    private void EndChunk()
    {
        _hashes.AddRange(_chunk.GetHashAndReset());
        _inChunk = 0;
    }
}
