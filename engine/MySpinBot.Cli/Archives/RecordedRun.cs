using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Archives;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;

namespace MySpinBot.Cli.Archives;

/// <summary>Manifests in files.</summary>
internal static class RecordedRun
{
    /// <summary>Reads a manifest, or that in an archive.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(RunManifest? Manifest, GraphProblem? Problem)> ReadAsync(string? path, CancellationToken cancellation)
    {
        if (path is null)
        {
            return (null, null);
        }

        try
        {
            await using var file = File.OpenRead(path);
            var beginning = new byte[4];
            await file.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation);
            file.Position = 0;
            return ManifestForm.Read(JobArchive.IsZip(beginning) ? (await InArchiveAsync(file, cancellation)).Span : await WholeAsync(file, cancellation));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, new GraphProblem(ProblemCodes.BadManifest, null, null, $"The manifest '{path}' cannot be read: {fault.Message}"));
        }
    }

    /// <summary>Writes a run's manifest.</summary>
    /// <returns>Whether that was done; where not, it was said why.</returns>
    public static async Task<bool> WriteAsync(string path, RunManifest? manifest, Complaints complaints)
    {
        if (manifest is null)
        {
            complaints.Say("no_manifest", "There is no manifest of this run: it ended before anything was planned.");
            return false;
        }

        try
        {
            await WholeFile.WriteAsync(path, stream => stream.WriteAsync(ManifestForm.WriteLines(manifest)).AsTask());
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            complaints.Say("no_manifest", $"The manifest '{path}' cannot be written: {fault.Message}");
            return false;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> InArchiveAsync(Stream file, CancellationToken cancellation)
    {
        var archive = ZipDirectory.Read(file, new ArchiveLimits());
        return archive.Problems is [var problem, ..] ? throw new InvalidDataException(problem.Sentence)
            : archive.Find(JobArchive.ManifestName) is not { } entry ? throw new InvalidDataException($"the archive has no '{JobArchive.ManifestName}'.")
            : await archive.ReadAsync(entry, ManifestForm.MostBytes, cancellation);
    }

    private static async Task<byte[]> WholeAsync(FileStream file, CancellationToken cancellation)
    {
        // One byte more than is taken, so that the reader says that it is too much.
        var bytes = new byte[Math.Min(file.Length, ManifestForm.MostBytes + 1L)];
        await file.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
