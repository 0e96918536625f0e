using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A file on its way to its name.</summary>
/// <param name="folder">Where it will stand.</param>
/// <param name="reservation">Where it is written.</param>
/// <param name="name">Its name.</param>
/// <param name="isExact">Whether it replaces whatever has the name.</param>
/// <param name="claim">Whose output it is, where a call that runs again is to find it.</param>
/// <param name="saved">Told when it is complete.</param>
internal sealed class ReservedFile(OutputFolder folder, Reservation reservation, OutputName name, bool isExact, OutputClaim? claim, Action<SavedFile> saved) : OutputFile
{
    private readonly string _place = folder.PlaceOf(name);
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

        folder.RefuseIfClosed(name);
        var artifact = await folder.Artifacts.PutFileAsync(TemporaryPath, mediaType, cancellation);
        var file = new SavedFile(name.Name, name.Subfolder, artifact);
        Guard(Move);
        Interlocked.Exchange(ref _reservation, null)?.Dispose();
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
        if (Interlocked.Exchange(ref _reservation, null) is not { } unused)
        {
            return;
        }

        if (claim is { } claimed)
        {
            folder.Release(claimed);
        }

        unused.Dispose();
    }

    private void Move()
    {
        using (var written = File.OpenHandle(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(written);
        }

        if (claim is { } claimed)
        {
            folder.Place(claimed, TemporaryPath);
        }

        File.Move(TemporaryPath, _place, overwrite: isExact || (claim is { } own && folder.IsOwn(own, _place)));
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

    private NodeFailure Failure(Exception fault) => DiskFault.Failure(fault, $"The output '{Name}' could not be written", Path.GetDirectoryName(_place)!);
}
