using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A file on its way to its name.</summary>
internal sealed class ReservedFile(Reservation reservation, OutputName name, string place, bool isExact, ArtifactStore artifacts, Action<SavedFile> saved) : OutputFile
{
    private Reservation? _reservation = reservation;

    /// <inheritdoc/>
    public override string TemporaryPath { get; } = reservation.TemporaryPath;

    /// <inheritdoc/>
    public override string Name => name.Relative;

    /// <inheritdoc/>
    public override async ValueTask<SavedFile> CompleteAsync(string mediaType, CancellationToken cancellation)
    {
        if (_reservation is null || !File.Exists(TemporaryPath))
        {
            throw new NodeFailure($"Nothing was written for the output '{Name}'; the node has to write it to its temporary path, once.");
        }

        var artifact = await artifacts.PutFileAsync(TemporaryPath, mediaType, cancellation);
        var file = new SavedFile(name.Name, name.Subfolder, artifact);
        Guard(Move);
        Dispose();
        saved(file);
        return file;
    }

    /// <summary>Puts kept bytes there.</summary>
    public async Task CopyFromAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous))
            await using (var target = new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20, FileOptions.Asynchronous))
            {
                await source.CopyToAsync(target, cancellation);
            }

            Move();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw Failure(fault);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Interlocked.Exchange(ref _reservation, null)?.Dispose();
    }

    private void Move()
    {
        using (var written = File.OpenHandle(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(written);
        }

        File.Move(TemporaryPath, place, overwrite: isExact);
    }

    private void Guard(Action act)
    {
        try
        {
            act();
        }
        catch (IOException taken) when (DiskFault.IsTaken(taken))
        {
            throw new NodeFailure($"The output '{Name}' was taken by another program meanwhile; run the node again.", taken);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw Failure(fault);
        }
    }

    private NodeFailure Failure(Exception fault) => DiskFault.Failure(fault, $"The output '{Name}' could not be written", Path.GetDirectoryName(place)!);
}
