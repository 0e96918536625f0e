using System.Globalization;
using System.Security.Cryptography;
using MySpinBot.Runtime.Files;
using MySpinBot.Server.Files;
using MySpinBot.Server.Weights.Records;

namespace MySpinBot.Server.Weights.Digests;

/// <summary>SHA-256 of large files, remembered by what the file system says of them (<see cref="FileStamp"/>), also after a restart.</summary>
internal sealed class DigestIndex(string path, TimeProvider time, Action<string> report)
{
    private const int MostFiles = 20_000;
    private const int Attempts = 3;
    private const int BlockSize = 1 << 20;

    private readonly JsonRecord<Line> _lines = new(path, MostFiles, report);

    /// <summary>The digest of a file that has not changed since it was read; null where it has to be read.</summary>
    public string? Known(string file) => Known(file, FileStamp.Of(file));

    /// <summary>The digest of a file.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="tell">Told how many bytes were read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ServerRefusal">It cannot be read, or is being written to.</exception>
    public async Task<string> OfAsync(string file, Action<long> tell, CancellationToken cancellation)
    {
        if (Known(file) is { } known)
        {
            tell(new FileInfo(file).Length);
            return known;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (began, before) = (FileStamp.At(time.GetUtcNow()), FileStamp.Of(file));
            var digest = await ReadAsync(file, tell, cancellation).ConfigureAwait(false);
            if (FileStamp.Of(file) != before)
            {
                continue;
            }

            if (before.IsSettled(began))
            {
                _lines.Set((PlaceOf(file, before), new Line(before.Length, before.Modified, before.Changed, digest)));
            }

            return digest;
        }

        throw new ServerRefusal(RefusalKind.Conflict, "being_written", $"The file '{Path.GetFileName(file)}' is being written to; look again when that has ended.");
    }

    // Its device and inode, or its path where the system does not say.
    private static string PlaceOf(string file, FileStamp stamp) => stamp.Inode == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{stamp.Device:x}:{stamp.Inode:x}");

    private static async Task<string> ReadAsync(string path, Action<long> tell, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[BlockSize];
            for (var at = 0L; ;)
            {
                // On the pool: hashing takes longer than reading, and nobody's request is to wait for it.
                var read = await Task.Run(() => RandomAccess.Read(file, block, at), cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    return Convert.ToHexStringLower(hash.GetHashAndReset());
                }

                hash.AppendData(block, 0, read);
                at += read;
                tell(at);
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, $"The file '{Path.GetFileName(path)}' cannot be read");
        }
    }

    private string? Known(string file, FileStamp stamp)
        => stamp.Kind == FileKind.File && _lines.Find(PlaceOf(file, stamp)) is { } line && (line.Length, line.Modified, line.Changed) == (stamp.Length, stamp.Modified, stamp.Changed) ? line.Sha256 : null;

    private sealed record Line(long Length, long Modified, long Changed, string Sha256);
}
