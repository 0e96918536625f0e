using MySpinBot.Sdk;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Keeping;

/// <summary>Finds kept artifacts that no event of any job names any more, and removes them. Whatever looks like a content id in an event counts as a name.
/// Events that are told while it looks are to be shown to it, and nothing may run while it removes. Safe from any thread.</summary>
internal sealed class ArtifactSweep(string folder, JobReader reader)
{
    private const int Page = 256;
    private const int MostAtOnce = 200_000;

    private readonly Lock _gate = new();
    private HashSet<ContentId>? _unnamed;

    /// <summary>Whether events are to be shown to it.</summary>
    public bool IsLooking => Volatile.Read(ref _unnamed) is not null;

    /// <summary>Looks for artifacts that no event names. Takes its time.</summary>
    /// <returns>How many there are.</returns>
    public int Look() => Look(Lying().Take(MostAtOnce));

    /// <summary>Looks whether any event names one of these artifacts.</summary>
    /// <returns>How many of them none does.</returns>
    public int Look(IEnumerable<ContentId> artifacts)
    {
        lock (_gate)
        {
            _unnamed = [.. artifacts];
        }

        var (sequence, first) = (0L, 0L);
        while (reader.EventBodies(sequence, first, Page) is { IsEmpty: false } bodies)
        {
            foreach (var body in bodies)
            {
                (sequence, first) = (body.Sequence, body.First);
                Hear(body.Body);
            }
        }

        lock (_gate)
        {
            return _unnamed.Count;
        }
    }

    /// <summary>Takes note of the artifacts that an event names.</summary>
    public void Hear(ReadOnlySpan<byte> events)
    {
        lock (_gate)
        {
            while (_unnamed is { Count: > 0 } && ContentIds.TryNext(ref events, out var id))
            {
                _unnamed.Remove(id);
            }
        }
    }

    /// <summary>Removes some of what no event names. Nothing runs, and all that ran was told.</summary>
    /// <returns>Whether there are more.</returns>
    public bool Remove(int most)
    {
        lock (_gate)
        {
            foreach (var id in _unnamed?.Take(most).ToList() ?? [])
            {
                _unnamed!.Remove(id);
                File.Delete(Path.Join(folder, Core.Results.ArtifactPlace.Of(id)));
            }

            return _unnamed is { Count: > 0 };
        }
    }

    /// <summary>Forgets what it has found.</summary>
    public void End()
    {
        lock (_gate)
        {
            _unnamed = null;
        }
    }

    private IEnumerable<ContentId> Lying()
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (ContentId.TryParse(Path.GetFileName(path), out var id))
            {
                yield return id;
            }
        }
    }
}
