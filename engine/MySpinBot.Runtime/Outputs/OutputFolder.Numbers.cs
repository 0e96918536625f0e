using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <content>Numbered names: the next free one, or the one that the same call was given when it ran before.</content>
internal sealed partial class OutputFolder
{
    /// <summary>The next free numbered name, or the claim's own.</summary>
    internal ReservedFile Number(OutputClaim claim, Action<SavedFile> saved)
    {
        var ending = OutputName.Extension(claim.Extension);
        var name = OutputName.Of(OutputName.Fill(claim.Prefix, time.GetLocalNow()));
        return Guard(name, () => (journal?.Find(claim) is { } entry ? Again(claim, entry, ending, saved) : null) ?? Next(claim, name, ending, saved));
    }

    /// <summary>Notes what a claim's file looks like, before it gets its name.</summary>
    internal void Place(OutputClaim claim, string path)
    {
        if (journal is not null && FileMark.Of(path) is { } mark)
        {
            journal.Place(claim, mark);
        }
    }

    /// <summary>Whether what stands at a claim's name is a file of its own, from a run that ended before its result was kept.</summary>
    internal bool IsOwn(OutputClaim claim, string place) => FileMark.Of(place) is { } there && journal?.Find(claim)?.Knows(there) == true;

    /// <summary>A claim's file was not completed.</summary>
    internal void Release(OutputClaim claim) => journal?.Release(claim);

    private ReservedFile Next(OutputClaim claim, OutputName name, string ending, Action<SavedFile> saved)
    {
        var within = Prepare(name);
        journal?.Begin();
        while (true)
        {
            var stem = $"{name.Name}_{numbers.Next(within, name.Name):00000}_";
            if (Reservation.TryTake(within, stem, ending, journal?.Path) is not { } reservation)
            {
                continue;
            }

            // Looked for only now: whoever had the number before us has moved his file to its name by the time he let go of it.
            var numbered = name with { Name = stem + ending };
            if (!Path.Exists(PlaceOf(numbered)) && OwnerOf(numbered, claim.NodeId, default).Node == claim.NodeId)
            {
                return Reserved(claim, reservation, numbered, saved);
            }

            reservation.Dispose();
        }
    }

    /// <summary>The name that the claim was given before; null where it is somebody else's by now.</summary>
    private ReservedFile? Again(OutputClaim claim, JournalEntry entry, string ending, Action<SavedFile> saved)
    {
        var name = OutputName.Of(entry.Name);
        if (!Numbered().IsMatch(name.Name) || !name.Name.EndsWith(ending, StringComparison.Ordinal) || OwnerOf(name, claim.NodeId, default).Node != claim.NodeId)
        {
            return null;
        }

        var within = Prepare(name);
        journal!.Begin();
        if (Reservation.TakeUp(within, name.Name[..^ending.Length], ending, journal.Path) is not { } reservation)
        {
            return null;
        }

        if (!Path.Exists(PlaceOf(name)) || IsOwn(claim, PlaceOf(name)))
        {
            return new ReservedFile(this, reservation, name, isExact: false, claim, saved);
        }

        reservation.Dispose();
        return null;
    }

    private ReservedFile Reserved(OutputClaim claim, Reservation reservation, OutputName name, Action<SavedFile> saved)
    {
        try
        {
            journal?.Reserve(claim, name);
            return new ReservedFile(this, reservation, name, isExact: false, claim, saved);
        }
        catch
        {
            reservation.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"_\d{5,}_\.[^.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
