using System.Text;
using MySpinBot.Core.Jobs;
using MySpinBot.Sdk;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs.Keeping;

/// <summary>Which jobs name which artifacts, as their stored events tell. Reads all of them, and so takes its time.</summary>
internal sealed class ArtifactNames(JobReader reader)
{
    private const int Page = 256;

    /// <summary>The jobs that name an artifact.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="most">The most that are looked for.</param>
    public IReadOnlyList<Job> JobsOf(ContentId id, int most)
    {
        var (word, found, last) = (Encoding.ASCII.GetBytes(id.ToString()), new List<Job>(), 0L);
        foreach (var (sequence, body) in Bodies())
        {
            if (sequence != last && body.AsSpan().IndexOf(word) >= 0 && reader.At(sequence) is { } job)
            {
                found.Add(job);
                last = sequence;
                if (found.Count == most)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The artifacts that each owner's jobs name.</summary>
    public IReadOnlyDictionary<string, HashSet<ContentId>> ByOwner()
    {
        var (owners, sequence, named) = (new Dictionary<string, HashSet<ContentId>>(StringComparer.Ordinal), 0L, (HashSet<ContentId>?)null);
        foreach (var (next, body) in Bodies())
        {
            if (next != sequence || named is null)
            {
                sequence = next;
                var owner = reader.At(sequence)?.Owner ?? "";
                named = owners.TryGetValue(owner, out var known) ? known : owners[owner] = [];
            }

            for (ReadOnlySpan<byte> text = body; ContentIds.TryNext(ref text, out var id);)
            {
                named.Add(id);
            }
        }

        return owners;
    }

    private IEnumerable<(long Sequence, byte[] Body)> Bodies()
    {
        var (sequence, first) = (0L, 0L);
        while (reader.EventBodies(sequence, first, Page) is { IsEmpty: false } page)
        {
            foreach (var row in page)
            {
                (sequence, first) = (row.Sequence, row.First);
                yield return (row.Sequence, row.Body);
            }
        }
    }
}
