using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>The content id of bytes (<see cref="ContentTree"/>), whose chunks are hashed on all processors from 4 MiB on.</summary>
internal static class TreeHash
{
    /// <summary>Bytes of a chunk.</summary>
    public const int ChunkSize = ContentTree.ChunkSize;

    private const int ParallelFrom = 4;

    /// <summary>The id of bytes in memory.</summary>
    public static ContentId Of(ReadOnlyMemory<byte> bytes)
        => bytes.Length <= ChunkSize
            ? ContentId.Of(bytes.Span)
            : OfChunks(bytes.Length, index => bytes.Slice(index * ChunkSize, Math.Min(ChunkSize, bytes.Length - (index * ChunkSize))), CancellationToken.None);

    /// <summary>The id of chunks, each full but the last.</summary>
    public static ContentId OfChunks(long length, Func<int, ReadOnlyMemory<byte>> chunkAt, CancellationToken cancellation)
        => length <= ChunkSize ? ContentId.Of(chunkAt(0).Span) : Combine(length, (index, hash) => SHA256.HashData(chunkAt(index).Span, hash.Span), cancellation);

    /// <summary>The id of a file's first <paramref name="length"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    public static ContentId OfFile(SafeFileHandle file, long length, CancellationToken cancellation)
    {
        if (length > ChunkSize)
        {
            return Combine(length, (index, hash) => HashChunk(file, length, index, hash.Span), cancellation);
        }

        Span<byte> hash = stackalloc byte[ContentId.Size];
        HashChunk(file, length, 0, hash);
        return new ContentId(hash);
    }

    private static ContentId Combine(long length, Action<int, Memory<byte>> hashChunk, CancellationToken cancellation)
    {
        var count = checked((int)((length + ChunkSize - 1) / ChunkSize));
        var hashes = new byte[count * ContentId.Size];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = count < ParallelFrom ? 1 : Environment.ProcessorCount };
        try
        {
            Parallel.For(0, count, options, index => hashChunk(index, hashes.AsMemory(index * ContentId.Size, ContentId.Size)));
        }
        catch (AggregateException several)
        {
            // Callers want to know what was wrong with the file, not on how many threads it was.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return ContentTree.Root(hashes, length);
    }

    private static void HashChunk(SafeFileHandle file, long length, int index, Span<byte> hash)
    {
        var start = (long)index * ChunkSize;
        var wanted = (int)Math.Min(ChunkSize, length - start);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, 1));
        try
        {
            for (var got = 0; got < wanted;)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(got, wanted - got), start + got);
                got += read > 0 ? read : throw new EndOfStreamException("The file became shorter while it was read.");
            }

            SHA256.HashData(buffer.AsSpan(0, wanted), hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
