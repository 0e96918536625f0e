using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A hidden file <c>.stem.reserved</c> that only one process can make, held locked while that process lives; what it writes is <c>.stem.part.ext</c> beside it.</summary>
internal sealed class Reservation : IDisposable
{
    private const string Suffix = ".reserved";

    private readonly FileStream _held;

    private Reservation(string folder, string stem, FileStream held) => (Folder, Stem, _held) = (folder, stem, held);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What is reserved.</summary>
    public string Stem { get; }

    /// <summary>Reserves a stem; null where somebody has it.</summary>
    public static Reservation? TryTake(string folder, string stem)
    {
        try
        {
            var path = Path.Join(folder, $".{stem}{Suffix}");
            return new Reservation(folder, stem, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
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
                    var name = Path.GetFileName(path);
                    new Reservation(folder, name[1..^Suffix.Length], held).Dispose();
                }
            }
            catch (IOException)
            {
                // Its owner lives, or it is gone already: either way it is not ours to remove.
            }
        }
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath(string extension) => Path.Join(Folder, $".{Stem}.part{extension}");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in Directory.EnumerateFiles(Folder, $".{Stem}.part*"))
        {
            File.Delete(part);
        }

        // Its name goes before its lock, so that nobody takes it for a leftover.
        File.Delete(Path.Join(Folder, $".{Stem}{Suffix}"));
        _held.Dispose();
    }
}
