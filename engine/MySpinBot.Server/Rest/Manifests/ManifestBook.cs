using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Server.Files;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Rest.Manifests;

/// <summary>Manifests of jobs.</summary>
internal sealed class ManifestBook(JobDesk desk, ServerFolders folders)
{
    /// <summary>A job's manifest as it was written.</summary>
    /// <exception cref="ServerRefusal">There is none yet, or it is gone.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Job job, CancellationToken cancellation)
    {
        var found = desk.ManifestOf(job) ?? throw new ServerRefusal(
            RefusalKind.Conflict,
            "no_manifest",
            $"Job {job.Id:D} has no manifest {(job.State.IsEnd() ? "" : "yet ")}: one is written when a run of it comes to its end, whether well or not. {(job.State.IsEnd() ? "None of it ever got so far that anything was planned." : "Ask again when it has ended.")}");
        if (found.Json is { } json)
        {
            return json;
        }

        var path = found.Kept is { } kept ? folders.FindArtifact(kept.Id) : null;
        try
        {
            return path is null ? throw new FileNotFoundException() : await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, $"The manifest of job {job.Id:D} cannot be read");
        }
    }

    /// <summary>A job's manifest.</summary>
    /// <exception cref="ServerRefusal">There is none, or it is of another version.</exception>
    public async Task<RunManifest> FindAsync(Job job, CancellationToken cancellation)
    {
        var (manifest, problem) = ManifestForm.Read((await ReadAsync(job, cancellation)).Span);
        return manifest ?? throw new ServerRefusal(RefusalKind.Conflict, "no_manifest", $"The manifest of job {job.Id:D} cannot be used: {problem!.Sentence}");
    }
}
