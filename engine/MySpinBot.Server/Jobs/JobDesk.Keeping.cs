using System.Text;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;
using MySpinBot.Server.Jobs.Keeping;

namespace MySpinBot.Server.Jobs;

// How people remove what jobs have kept, and what jobs still want.
public sealed partial class JobDesk
{
    private const int MostNamed = 1_000;

    /// <summary>Removes a kept artifact, unless a job names it, or may be about to.</summary>
    /// <param name="id">The artifact.</param>
    /// <param name="owner">Who wants it.</param>
    /// <param name="force">Whether it goes though jobs of his name it; these stay, without its bytes. Of others' jobs nothing is taken, but by whoever is at the machine.</param>
    /// <exception cref="ServerRefusal">It stays; the sentence says why.</exception>
    internal async Task RemoveArtifactAsync(ContentId id, string owner, bool force)
    {
        await _sweepTurn.WaitAsync();
        try
        {
            var named = await Task.Run(() => new ArtifactNames(_store.Reader).JobsOf(id, MostNamed));
            Refuse(named, owner, force, "artifact_in_use", "The artifact", "delete them first, or ask again with force=true to keep them without it");
            if (force)
            {
                DeleteArtifact(id);
                return;
            }

            // What jobs told since then is heard, and nothing runs that could tell more, while it goes.
            await Task.Run(() => _sweep.Look([id]));
            if (!TryHoldTurns())
            {
                throw new ServerRefusal(RefusalKind.Conflict, "jobs_running", "Jobs are running, and one may be about to name the artifact: ask again when none runs, or with force=true.") { RetryAfter = TimeSpan.FromSeconds(10) };
            }

            try
            {
                _sweep.Remove(1);
            }
            finally
            {
                GoOn();
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The artifact cannot be removed");
        }
        finally
        {
            _sweep.End();
            _sweepTurn.Release();
        }
    }

    /// <summary>Refuses where a job that has not ended reads a file of the input folder.</summary>
    /// <param name="path">The file's path in it.</param>
    /// <param name="owner">Who wants to remove it.</param>
    /// <param name="force">Whether he wants to though jobs of his read it.</param>
    /// <exception cref="ServerRefusal">One does.</exception>
    internal Task CheckUnreadAsync(string path, string owner, bool force)
        => Task.Run(() =>
        {
            var word = Encoding.UTF8.GetBytes(path);
            var named = _store.Reader.Unfinished().Where(job => _store.Reader.Submission(job.Id) is { } handedIn && Names(handedIn.Document.Span, word)).Take(MostNamed).ToList();
            Refuse(named, owner, force, "file_in_use", "The file", "cancel them, wait until they have ended, or ask again with force=true");
        });

    private static void Refuse(IReadOnlyList<Job> named, string owner, bool force, string code, string what, string advice)
    {
        var own = named.Where(job => job.Owner == owner).ToList();
        var others = named.Count - own.Count;
        if (named.Count == 0 || (force && (others == 0 || owner == Security.Owners.Local)))
        {
            return;
        }

        var list = string.Join(", ", own.Take(20).Select(job => job.Id.ToString("D")));
        var which = own.Count == 0 ? $"{others} of other owners" : $"{list}{(own.Count > 20 ? $" and {own.Count - 20} more of yours" : "")}{(others > 0 ? $", and {others} of other owners" : "")}";
        throw new ServerRefusal(RefusalKind.Conflict, code, own.Count == 0 || others > 0 && force ? $"{what} is named by jobs that are not yours ({which}), so it stays." : $"{what} is named by jobs: {which}; {advice}.")
        {
            Faults = [.. own.Take(100).Select(job => new Answers.Fault(code, $"Job {job.Id:D} names it.") { Got = job.Id.ToString("D") })],
        };
    }

    // A graph names a file by its path, or by its path and the folder that it is in: 'a.png [input]'.
    private static bool Names(ReadOnlySpan<byte> document, ReadOnlySpan<byte> path)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 1_000, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Span<byte> annotated = [.. path, .. " [input]"u8];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals(path) || reader.ValueTextEquals(annotated)))
            {
                return true;
            }
        }

        return false;
    }

    private void DeleteArtifact(ContentId id) => File.Delete(Path.Join(_options.DataFolder, "artifacts", Core.Results.ArtifactPlace.Of(id)));
}
