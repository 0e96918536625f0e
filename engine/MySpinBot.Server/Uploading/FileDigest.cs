using System.Buffers;
using System.Security.Cryptography;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Uploading;

/// <summary>By what the bytes of a file are known.</summary>
/// <param name="Sha256">Their SHA-256, in small hexadecimal digits: what other programs say of them.</param>
/// <param name="ContentId">Their content id: what the engine says of them.</param>
internal sealed record FileDigest(string Sha256, ContentId ContentId)
{
    /// <summary>That of a whole file.</summary>
    public static async Task<FileDigest> OfAsync(string path, CancellationToken cancellation)
    {
        using var digest = new RunningDigest();
        await digest.CatchUpAsync(path, long.MaxValue, cancellation);
        return digest.Finish();
    }
}

/// <summary>The digest of bytes that come one after the other. Not for several threads at once.</summary>
internal sealed class RunningDigest : IDisposable
{
    private const int Window = 256 << 10;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ContentHash _content = new();

    /// <summary>How many bytes it knows.</summary>
    public long Length => _content.Length;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _content.Append(bytes);
    }

    /// <summary>Reads what it does not know yet of a file.</summary>
    /// <param name="path">The file; what is known are its first bytes.</param>
    /// <param name="to">How far.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task CatchUpAsync(string path, long to, CancellationToken cancellation)
    {
        if (Length >= to)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
            file.Position = Length;
            for (int read; Length < to && (read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - Length)), cancellation)) > 0;)
            {
                Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The digest of all that has come; this begins anew afterwards.</summary>
    public FileDigest Finish() => new(Convert.ToHexStringLower(_sha256.GetHashAndReset()), _content.Finish());

    /// <inheritdoc/>
    public void Dispose()
    {
        _sha256.Dispose();
        _content.Dispose();
    }
}
