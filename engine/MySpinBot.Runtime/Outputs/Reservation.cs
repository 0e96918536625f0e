using System.Text;
using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A hidden file <c>.stem.reserved</c> that only one process can make, held locked while that process lives; what it writes is <c>.stem.part.ext</c> beside it.
/// One that belongs to a job has the path of the job's <see cref="OutputJournal"/> in it: while the journal is there it keeps the stem for the job, though the process be dead.</summary>
internal sealed class Reservation : IDisposable
{
    private const string Suffix = ".reserved";
    private const int LongestOwner = 8192;

    /// <summary>Most of them a millisecond long.</summary>
    private const int MostPauses = 100;

    private readonly FileStream _held;

    private Reservation(string temporaryPath, FileStream held) => (TemporaryPath, _held) = (temporaryPath, held);

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Reserves a stem; null where somebody has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stem">What to reserve.</param>
    /// <param name="extension">Of the file to be written, with its dot, or empty.</param>
    /// <param name="owner">Path of the journal of the job that it is for; null for none.</param>
    public static Reservation? TryTake(string folder, string stem, string extension, string? owner = null)
    {
        FileStream held;
        try
        {
            held = new FileStream(PathOf(folder, stem), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException taken) when (DiskFault.IsTaken(taken))
        {
            return null;
        }

        var reservation = new Reservation(PartOf(folder, stem, extension), held);
        try
        {
            held.Write(Encoding.UTF8.GetBytes(owner ?? ""));
            return reservation;
        }
        catch (IOException)
        {
            reservation.Dispose();
            throw;
        }
    }

    /// <summary>Reserves a stem that a job had before, and may have still; null where somebody else has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stem">What to reserve.</param>
    /// <param name="extension">Of the file to be written.</param>
    /// <param name="owner">Path of the job's journal; null where it ends with its run.</param>
    public static Reservation? TakeUp(string folder, string stem, string extension, string? owner)
    {
        // Who looks for leftovers holds it for a moment.
        var pause = default(SpinWait);
        while (pause.Count < MostPauses)
        {
            if (TryTake(folder, stem, extension, owner) is { } anew)
            {
                return anew;
            }

            if (TryHold(PathOf(folder, stem)) is not { } held)
            {
                pause.SpinOnce();
                continue;
            }

            if (owner is null || OwnerIn(held) != owner)
            {
                held.Dispose();
                return null;
            }

            RemoveParts(folder, stem);
            return new Reservation(PartOf(folder, stem, extension), held);
        }

        return null;
    }

    /// <summary>Removes what processes left in a folder that ended while they wrote. What is kept for a job loses only its unfinished bytes.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $".*{Suffix}"))
        {
            if (TryHold(path) is not { } held)
            {
                continue;
            }

            using (held)
            {
                RemoveParts(folder, Path.GetFileName(path)[1..^Suffix.Length]);
                if (OwnerIn(held) is not { Length: > 0 } owner || !File.Exists(owner))
                {
                    File.Delete(path);
                }
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

    /// <summary>Locks a reservation whose process is dead; null where its owner lives, or it is gone already.</summary>
    private static FileStream? TryHold(string path)
    {
        var before = FileStamp.Of(path);
        FileStream? held = null;
        try
        {
            held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
            if (before.Kind == FileKind.File && FileStamp.Of(path) == before)
            {
                return held;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its owner lives, it is gone, or it is another user's: either way it is not ours.
        }

        held?.Dispose();
        return null;
    }

    private static string OwnerIn(FileStream held)
    {
        var owner = new byte[(int)Math.Min(held.Length, LongestOwner)];
        held.Position = 0;
        return Encoding.UTF8.GetString(owner, 0, held.ReadAtLeast(owner, owner.Length, throwOnEndOfStream: false));
    }

    private static void RemoveParts(string folder, string stem)
    {
        foreach (var part in Directory.EnumerateFiles(folder, $".{stem}.part*"))
        {
            File.Delete(part);
        }
    }

    private static string PathOf(string folder, string stem) => Path.Join(folder, $".{stem}{Suffix}");

    private static string PartOf(string folder, string stem, string extension) => Path.Join(folder, $".{stem}.part{extension}");
}
