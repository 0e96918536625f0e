using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>Copies a file and hashes exactly the bytes that were copied, in one pass: what is written to meanwhile cannot get a wrong id.</summary>
internal static class HashingCopy
{
    private const int ChunksAtOnce = 8;

    public static (ContentId Id, long Length) Run(string source, SafeFileHandle target, CancellationToken cancellation)
    {
        using var input = File.OpenHandle(source, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
        var expected = RandomAccess.GetLength(input);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected, TreeHash.ChunkSize, ChunksAtOnce * TreeHash.ChunkSize));
        var hashes = new List<byte>();
        try
        {
            long length = 0;
            for (var read = Fill(input, buffer, 0); read > 0 || length == 0; read = Fill(input, buffer, length))
            {
                cancellation.ThrowIfCancellationRequested();
                hashes.AddRange(HashChunks(buffer.AsMemory(0, read)));
                RandomAccess.Write(target, buffer.AsSpan(0, read), length);
                length += read;
                if (read < Whole(buffer))
                {
                    break;
                }
            }

            var all = hashes.ToArray();
            return (length <= TreeHash.ChunkSize ? new ContentId(all) : ContentTree.Root(all, length), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] HashChunks(ReadOnlyMemory<byte> bytes)
    {
        var count = Math.Max(1, (bytes.Length + TreeHash.ChunkSize - 1) / TreeHash.ChunkSize);
        var hashes = new byte[count * ContentId.Size];
        Parallel.For(0, count, index =>
        {
            var start = index * TreeHash.ChunkSize;
            SHA256.HashData(bytes.Span[start..Math.Min(start + TreeHash.ChunkSize, bytes.Length)], hashes.AsSpan(index * ContentId.Size, ContentId.Size));
        });
        return hashes;
    }

    /// <summary>The part of the buffer that is used: whole chunks, so that every group but the last ends where a chunk does.</summary>
    private static int Whole(byte[] buffer) => buffer.Length < TreeHash.ChunkSize ? buffer.Length : buffer.Length / TreeHash.ChunkSize * TreeHash.ChunkSize;

    private static int Fill(SafeFileHandle input, byte[] buffer, long offset)
    {
        var got = 0;
        for (int read; got < Whole(buffer) && (read = RandomAccess.Read(input, buffer.AsSpan(got, Whole(buffer) - got), offset + got)) > 0;)
        {
            got += read;
        }

        return got;
    }
}
