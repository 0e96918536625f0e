using MySpinBot.Core.Archives;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Rest.Archives;

/// <summary>Finds the files that graphs read, where the worker looks for them; none outside of these folders.</summary>
internal sealed class ArchiveInputs(ServerFolders folders)
{
    /// <summary>A file as an archive's, with the bytes that the run read.</summary>
    /// <returns>The file; null where these bytes are nowhere.</returns>
    public async Task<ZipItem?> FindAsync(ArchivedFile file, CancellationToken cancellation)
    {
        if (file.Bytes == 0)
        {
            // What has no length is never opened: it might be a pipe, whose opening would wait for ever.
            return file.Id == ContentId.Of([]) ? ZipItem.Of(file.Entry, default) : null;
        }

        foreach (var path in Candidates(file))
        {
            if (new FileInfo(path) is { Exists: true } info && info.Length == file.Bytes && await TryMeasureAsync(file, path, cancellation) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    private static async Task<ZipItem?> TryMeasureAsync(ArchivedFile file, string path, CancellationToken cancellation)
    {
        try
        {
            return await PackedFile.MeasureAsync(file.Entry, file.Id, file.Bytes, () => Open(path), cancellation);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            return null; // It is as if it were not there; another folder may have it.
        }
    }

    private IEnumerable<string> Candidates(ArchivedFile file)
    {
        foreach (var folder in new[] { folders.Input, folders.Output, folders.Temp })
        {
            if (Below(folder, file.Path) is { } path)
            {
                yield return path;
            }
        }

        // What a job has made is kept by its content, whatever became of the file.
        if (folders.FindArtifact(file.Id) is { } artifact)
        {
            yield return artifact;
        }
    }

    private static string? Below(string folder, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var full = Path.GetFullPath(Path.Combine(folder, path));
        return RealPath.IsInside(full, folder) && RealPath.Of(full) is { } real && RealPath.Of(folder) is { } realFolder && RealPath.IsInside(real, realFolder) ? full : null;
    }

    private static FileStream Open(string path)
        => new(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
}
