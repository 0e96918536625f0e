using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Graphs.Deltas;

namespace MySpinBot.Storage.Graphs;

/// <summary>The statements that write graphs, prepared once. Used by the writer's thread only.</summary>
internal sealed class GraphStatements : IDisposable
{
    private readonly Statement _insert, _insertRevision, _update, _find, _annotate;
    private readonly Statement[] _purge;

    public GraphStatements(SqliteConnection connection)
    {
        _insert = new(connection, "INSERT INTO graphs (id, owner, name, description, tags, types, words, template, created_at, changed_at, deleted_at, head) "
            + "VALUES ($id, $owner, $name, $description, $tags, $types, $words, $template, $created, $changed, $deleted, $head) RETURNING seq");
        _insertRevision = new(connection, "INSERT INTO revisions (graph, number, made_at, kind, client, label, note, restored_from, nodes, length, digest, base, body) "
            + "VALUES ($graph, $number, $made, $kind, $client, $label, $note, $restored, $nodes, $length, $digest, $base, $body)");
        _update = new(connection, "UPDATE graphs SET name = $name, description = $description, tags = $tags, types = coalesce($types, types), words = $words, "
            + "template = $template, changed_at = $changed, deleted_at = $deleted, head = $head WHERE seq = $seq");
        _find = new(connection, GraphRow.Select + "g.id = $id AND g.owner = $owner");
        _annotate = new(connection, "UPDATE revisions SET label = $label, note = $note WHERE graph = $graph AND number = $number");
        _purge = [new(connection, "DELETE FROM revisions WHERE graph = $graph"), new(connection, "DELETE FROM graphs WHERE seq = $graph")];
    }

    /// <summary>Makes all of them part of a transaction.</summary>
    public GraphStatements In(WriteTransaction transaction)
    {
        foreach (var statement in All())
        {
            statement.Join(transaction.Transaction);
        }

        return this;
    }

    public StoredGraph? Find(Guid id, string owner)
    {
        using var row = _find.With("$id", id.ToByteArray()).With("$owner", owner).Read();
        return row.Read() ? GraphRow.Read(row) : null;
    }

    /// <summary>Adds a graph and gives its sequence.</summary>
    public long Insert(StoredGraph graph, ImmutableArray<string> types)
    {
        using var row = _insert.With("$id", graph.Id.ToByteArray()).With("$owner", graph.Owner).With("$name", graph.Name).With("$description", graph.Description)
            .With("$tags", GraphRow.Lines(graph.Tags)).With("$types", GraphRow.Lines(types)).With("$words", Words(graph)).With("$template", graph.IsTemplate)
            .With("$created", Milliseconds(graph.CreatedAt)).With("$changed", Milliseconds(graph.ChangedAt)).With("$deleted", Milliseconds(graph.DeletedAt)).With("$head", graph.Head.Number).Read();
        row.Read();
        return row.GetInt64(0);
    }

    public void InsertRevision(long graph, GraphRevision revision, PackedDocument document)
        => _insertRevision.With("$graph", graph).With("$number", revision.Number).With("$made", Milliseconds(revision.MadeAt)).With("$kind", (int)revision.Kind).With("$client", revision.Client)
            .With("$label", revision.Label).With("$note", revision.Note).With("$restored", revision.RestoredFrom).With("$nodes", revision.Nodes).With("$length", revision.Length)
            .With("$digest", revision.Digest).With("$base", document.Base).With("$body", document.Body).Run();

    /// <summary>Writes down what became of a graph.</summary>
    /// <param name="graph">The graph as it is now.</param>
    /// <param name="types">The types of its nodes; null where they are the same.</param>
    public void Update(StoredGraph graph, ImmutableArray<string>? types)
        => _update.With("$name", graph.Name).With("$description", graph.Description).With("$tags", GraphRow.Lines(graph.Tags)).With("$types", types is { } known ? GraphRow.Lines(known) : null)
            .With("$words", Words(graph)).With("$template", graph.IsTemplate).With("$changed", Milliseconds(graph.ChangedAt)).With("$deleted", Milliseconds(graph.DeletedAt))
            .With("$head", graph.Head.Number).With("$seq", graph.Sequence).Run();

    public void Annotate(long graph, GraphRevision revision)
        => _annotate.With("$graph", graph).With("$number", revision.Number).With("$label", revision.Label).With("$note", revision.Note).Run();

    public void Purge(long graph) => Array.ForEach(_purge, statement => statement.With("$graph", graph).Run());

    public void Dispose()
    {
        foreach (var statement in All())
        {
            statement.Dispose();
        }
    }

    private static string Words(StoredGraph graph) => GraphRow.Folded($"{graph.Name}\n{graph.Description}{GraphRow.Lines(graph.Tags)}");

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private IEnumerable<Statement> All() => [_insert, _insertRevision, _update, _find, _annotate, .. _purge];
}
