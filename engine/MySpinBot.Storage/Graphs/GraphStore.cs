using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Graphs.Deltas;
using MySpinBot.Storage.Reading;

namespace MySpinBot.Storage.Graphs;

/// <summary>Graphs that people keep: each a row of revisions that is only added to. What a method says is stored is on disk when its task completes. A revision is stored
/// only where the graph is still at the one that it was made from, so that nobody overwrites what he has not seen. Safe from any thread.</summary>
public sealed class GraphStore : IDisposable
{
    private readonly GroupCommit _commit;
    private readonly GraphStatements _statements;
    private readonly TimeProvider _time;

    internal GraphStore(SqliteConnection connection, GroupCommit commit, ReadConnections connections, TimeProvider time)
    {
        (_commit, _time) = (commit, time);
        _statements = new GraphStatements(connection);
        Reader = new StoredGraphs(connections);
    }

    /// <summary>What is stored, to be read.</summary>
    public StoredGraphs Reader { get; }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Takes a graph.</summary>
    /// <param name="id">Its id, a new one.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="about">Its name, and what else is to be said of it.</param>
    /// <param name="content">Its first document.</param>
    /// <param name="story">How it comes about.</param>
    /// <exception cref="StorageFault">It could not be stored.</exception>
    public Task<StoredGraph> CreateAsync(Guid id, string owner, GraphAbout about, GraphContent content, RevisionStory story)
    {
        ArgumentNullException.ThrowIfNull(about);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(story);
        var (now, document) = (Now, PackedDocument.Pack(content.Bytes.Span));
        var graph = new StoredGraph
        {
            Id = id,
            Sequence = 0,
            Owner = owner,
            Name = about.Name ?? "",
            Description = about.Description ?? "",
            Tags = about.Tags ?? [],
            IsTemplate = about.IsTemplate ?? false,
            CreatedAt = now,
            ChangedAt = now,
            Head = Revision(1, now, content, story),
        };
        return _commit.WriteAsync(transaction =>
        {
            var statements = _statements.In(transaction);
            var stored = graph with { Sequence = statements.Insert(graph, content.NodeTypes) };
            statements.InsertRevision(stored.Sequence, stored.Head, document);
            return stored;
        });
    }

    /// <summary>Adds a revision behind the one that a graph was seen with.</summary>
    /// <param name="seen">The graph as it was seen: the document was made from its latest revision.</param>
    /// <param name="content">The document.</param>
    /// <param name="story">How it comes about.</param>
    /// <exception cref="StorageFault">It could not be stored.</exception>
    public Task<RevisionResult> AppendAsync(StoredGraph seen, GraphContent content, RevisionStory story)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(story);
        var revision = Revision(seen.Head.Number + 1, Now, content, story);
        if (seen.Head.Digest.AsSpan().SequenceEqual(revision.Digest))
        {
            return Task.FromResult(new RevisionResult(RevisionOutcome.Same, seen));
        }

        // Before the writer is asked: the difference takes longer than all that it does.
        var document = Packed(seen, revision.Number, content.Bytes.Span);
        return _commit.WriteAsync(transaction => Append(_statements.In(transaction), seen, revision, content, document));
    }

    /// <summary>Whether a graph's latest revision has this document.</summary>
    public static bool IsLatest(StoredGraph graph, GraphContent content)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(content);
        return graph.Head.Digest.AsSpan().SequenceEqual(SHA256.HashData(content.Bytes.Span));
    }

    /// <summary>Changes what is said of a graph, or puts it into the bin, or takes it out.</summary>
    /// <returns>The graph as it is then; null where there is none.</returns>
    /// <exception cref="StorageFault">It could not be stored.</exception>
    public Task<StoredGraph?> ChangeAsync(string owner, Guid id, GraphAbout change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var now = Now;
        return _commit.WriteAsync(transaction =>
        {
            var statements = _statements.In(transaction);
            if (statements.Find(id, owner) is not { } graph)
            {
                return null;
            }

            var changed = graph with
            {
                Name = change.Name ?? graph.Name,
                Description = change.Description ?? graph.Description,
                Tags = change.Tags ?? graph.Tags,
                IsTemplate = change.IsTemplate ?? graph.IsTemplate,
                DeletedAt = change.IsDeleted switch { null => graph.DeletedAt, true => graph.DeletedAt ?? now, false => null },
                ChangedAt = Later(graph, now),
            };
            statements.Update(changed, null);
            return changed;
        });
    }

    /// <summary>Writes on a revision: another label and note, or none.</summary>
    /// <returns>The revision; null where there is none.</returns>
    /// <exception cref="StorageFault">It could not be stored.</exception>
    public Task<GraphRevision?> AnnotateAsync(StoredGraph graph, long number, string? label, string? note)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (Reader.Revision(graph, number) is not { } revision)
        {
            return Task.FromResult<GraphRevision?>(null);
        }

        var annotated = revision with { Label = label, Note = note };
        return _commit.WriteAsync(transaction =>
        {
            _statements.In(transaction).Annotate(graph.Sequence, annotated);
            return (GraphRevision?)annotated;
        });
    }

    /// <summary>Removes a graph in the bin for good, with all its revisions.</summary>
    /// <returns>Whether there was one in the bin.</returns>
    /// <exception cref="StorageFault">It could not be stored; it is still there.</exception>
    public Task<bool> PurgeAsync(string owner, Guid id)
        => _commit.WriteAsync(transaction =>
        {
            var statements = _statements.In(transaction);
            if (statements.Find(id, owner) is not { DeletedAt: not null } graph)
            {
                return false;
            }

            statements.Purge(graph.Sequence);
            return true;
        });

    /// <summary>Lets go of the statements. The writer's thread has ended.</summary>
    public void Dispose() => _statements.Dispose();

    // A revision that cannot be read any more must not keep people from saving.
    private PackedDocument Packed(StoredGraph seen, long number, ReadOnlySpan<byte> document)
    {
        try
        {
            return Reader.Bytes(seen, PackedDocument.BaseOf(number)!.Value) is { } before ? PackedDocument.Pack(document, number, before) : PackedDocument.Pack(document);
        }
        catch (StorageFault)
        {
            return PackedDocument.Pack(document);
        }
    }

    private static RevisionResult Append(GraphStatements statements, StoredGraph seen, GraphRevision revision, GraphContent content, PackedDocument document)
    {
        var outcome = statements.Find(seen.Id, seen.Owner) switch
        {
            null => new RevisionResult(RevisionOutcome.Missing, null),
            { DeletedAt: not null } deleted => new RevisionResult(RevisionOutcome.Deleted, deleted),

            // The answer to the first of two equal ones may have been lost.
            { } same when same.Head.Digest.AsSpan().SequenceEqual(revision.Digest) => new RevisionResult(RevisionOutcome.Same, same),
            { } other when other.Head.Number != seen.Head.Number => new RevisionResult(RevisionOutcome.Changed, other),
            { } graph => new RevisionResult(RevisionOutcome.Stored, graph with { Head = revision, ChangedAt = Later(graph, revision.MadeAt) }),
        };
        if (outcome is { Outcome: RevisionOutcome.Stored, Graph: { } stored })
        {
            statements.InsertRevision(stored.Sequence, revision, document);
            statements.Update(stored, content.NodeTypes);
        }

        return outcome;
    }

    // Clocks are put back now and then; what was changed later is to stand before it in a list.
    private static DateTimeOffset Later(StoredGraph graph, DateTimeOffset now) => now > graph.ChangedAt ? now : graph.ChangedAt;

    private static GraphRevision Revision(long number, DateTimeOffset now, GraphContent content, RevisionStory story) => new()
    {
        Number = number,
        MadeAt = now,
        Client = story.Client,
        Kind = story.Kind,
        Label = story.Label,
        Note = story.Note,
        RestoredFrom = story.RestoredFrom,
        Nodes = content.Nodes,
        Length = content.Bytes.Length,
        Digest = SHA256.HashData(content.Bytes.Span),
    };
}
