using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A hidden file <c>.stem.reserved</c> that only one process can make, held locked while that process lives; what it writes is <c>.stem.part.ext</c> beside it.</summary>
internal sealed class Reservation : IDisposable
{
    private const string Suffix = ".reserved";

    private readonly FileStream _held;

    private Reservation(string temporaryPath, FileStream held) => (TemporaryPath, _held) = (temporaryPath, held);

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Reserves a stem; null where somebody has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stem">What to reserve.</param>
    /// <param name="extension">Of the file to be written, with its dot, or empty.</param>
    public static Reservation? TryTake(string folder, string stem, string extension)
    {
        try
        {
            var path = Path.Join(folder, $".{stem}{Suffix}");
            var held = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            return new Reservation(Path.Join(folder, $".{stem}.part{extension}"), held);
        }
        catch (IOException taken) when (DiskFault.IsTaken(taken))
        {
            return null;
        }
    }

    /// <summary>Removes what processes left in a folder that ended while they wrote.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $".*{Suffix}"))
        {
            var before = FileStamp.Of(path);
            try
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
                if (before.Kind == FileKind.File && FileStamp.Of(path) == before)
                {
                    RemoveParts(folder, Path.GetFileName(path)[..^Suffix.Length]);
                    File.Delete(path);
                }
            }
            catch (IOException)
            {
                // Its owner lives, or it is gone already: either way it is not ours to remove.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(TemporaryPath);

        // Its name goes before its lock, so that nobody takes it for a leftover.
        File.Delete(_held.Name);
        _held.Dispose();
    }

    private static void RemoveParts(string folder, string hidden)
    {
        foreach (var part in Directory.EnumerateFiles(folder, $"{hidden}.part*"))
        {
            File.Delete(part);
        }
    }
}
