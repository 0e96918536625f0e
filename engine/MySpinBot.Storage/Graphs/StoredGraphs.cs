using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Graphs.Deltas;
using MySpinBot.Storage.Reading;

namespace MySpinBot.Storage.Graphs;

/// <summary>Reads the graphs that are stored, and waits for no writer. Safe from any thread.</summary>
public sealed class StoredGraphs
{
    private readonly ReadConnections _connections;

    internal StoredGraphs(ReadConnections connections) => _connections = connections;

    /// <summary>A graph; null where its owner has none of this id.</summary>
    public StoredGraph? Find(Guid id, string owner)
        => _connections.Read(GraphRow.Select + "g.id = $id AND g.owner = $owner", [("$id", id.ToByteArray()), ("$owner", owner)], GraphRow.Read).FirstOrDefault();

    /// <summary>A page of graphs.</summary>
    public ImmutableArray<StoredGraph> List(GraphFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (sql, values) = (new StringBuilder(GraphRow.Select), new List<(string, object)> { ("$owner", filter.Owner), ("$most", filter.Most) });
        sql.Append("g.owner = $owner AND g.deleted_at IS ").Append(filter.IsDeleted ? "NOT NULL" : "NULL");
        if (filter.IsTemplate is { } template)
        {
            sql.Append(" AND g.template = ").Append(template ? '1' : '0');
        }

        Need(sql, values, "w", "(instr(g.words, {0}) > 0 OR instr(lower(g.types), {0}) > 0)", filter.Words.Select(GraphRow.Folded));
        Need(sql, values, "t", "instr(g.tags, {0}) > 0", filter.Tags.Select(tag => $"\n{tag}\n"));
        Need(sql, values, "n", "instr(g.types, {0}) > 0", filter.NodeTypes.Select(type => $"\n{type}\n"));
        Order(sql, values, filter);
        return [.. _connections.Read(sql.Append(" LIMIT $most").ToString(), values, GraphRow.Read)];
    }

    /// <summary>A revision; null where the graph has none of this number.</summary>
    public GraphRevision? Revision(StoredGraph graph, long number)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Head.Number == number ? graph.Head
            : _connections.Read($"SELECT {GraphRow.RevisionColumns} FROM revisions r WHERE r.graph = $graph AND r.number = $number", [("$graph", graph.Sequence), ("$number", number)], GraphRow.ReadRevision).FirstOrDefault();
    }

    /// <summary>A page of a graph's revisions, the latest first.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kinds">Only those that came about so; none for all.</param>
    /// <param name="isLabelled">Only those with a label.</param>
    /// <param name="before">Only those before this number.</param>
    /// <param name="most">The most that are given.</param>
    public ImmutableArray<GraphRevision> Revisions(StoredGraph graph, ImmutableArray<RevisionKind> kinds, bool isLabelled, long before, int most)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var sql = new StringBuilder($"SELECT {GraphRow.RevisionColumns} FROM revisions r WHERE r.graph = $graph AND r.number < $before");
        sql.Append(isLabelled ? " AND r.label IS NOT NULL" : "");
        if (!kinds.IsEmpty)
        {
            sql.Append(" AND r.kind IN (").AppendJoin(", ", kinds.Select(kind => (int)kind)).Append(')');
        }

        return [.. _connections.Read(sql.Append(" ORDER BY r.number DESC LIMIT $most").ToString(), [("$graph", graph.Sequence), ("$before", before), ("$most", most)], GraphRow.ReadRevision)];
    }

    /// <summary>The document of a revision; null where the graph has none of this number.</summary>
    /// <exception cref="StorageFault">It is damaged.</exception>
    public ReadOnlyMemory<byte>? Document(StoredGraph graph, long number)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Bytes(graph, number) is { } bytes ? (ReadOnlyMemory<byte>?)bytes : null;
    }

    /// <summary>Whether a graph has had this document.</summary>
    public bool Had(StoredGraph graph, ReadOnlySpan<byte> document)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _connections.Read("SELECT 1 FROM revisions WHERE graph = $graph AND digest = $digest LIMIT 1", [("$graph", graph.Sequence), ("$digest", SHA256.HashData(document))], _ => true).Count > 0;
    }

    /// <summary>The document of a revision as bytes of the caller's own.</summary>
    internal byte[]? Bytes(StoredGraph graph, long number) => _connections.On(connection => Bytes(connection, graph, number));

    private static byte[]? Bytes(SqliteConnection connection, StoredGraph graph, long number)
    {
        var chain = new Stack<(PackedDocument Packed, int Length, byte[] Digest)>();
        for (long? next = number; next is { } wanted; next = chain.Peek().Packed.Base)
        {
            var found = ReadConnections.Read(
                connection,
                "SELECT base, body, length, digest FROM revisions WHERE graph = $graph AND number = $number",
                [("$graph", graph.Sequence), ("$number", wanted)],
                row => (new PackedDocument(row.IsDBNull(0) ? null : row.GetInt64(0), (byte[])row.GetValue(1)), row.GetInt32(2), (byte[])row.GetValue(3)));
            if (found.Count == 0)
            {
                return null; // it was removed for good a moment ago
            }

            chain.Push(found[0]);
        }

        var digest = chain.Last().Digest;
        byte[] bytes = [];
        try
        {
            while (chain.TryPop(out var link))
            {
                bytes = link.Packed.Unpack(bytes, link.Length);
            }

            return SHA256.HashData(bytes).AsSpan().SequenceEqual(digest) ? bytes : throw new InvalidDataException("It is not what was stored.");
        }
        catch (InvalidDataException damage)
        {
            throw new StorageFault($"Revision {number} of the graph '{graph.Name}' is damaged on disk; take another revision, or put a copy of the file of the jobs in its place.", damage);
        }
    }

    private static void Need(StringBuilder sql, List<(string, object)> values, string prefix, string condition, IEnumerable<string> wanted)
    {
        foreach (var (i, text) in wanted.Index())
        {
            var name = $"${prefix}{i}";
            sql.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, name);
            values.Add((name, text));
        }
    }

    private static void Order(StringBuilder sql, List<(string, object)> values, GraphFilter filter)
    {
        var (sign, direction) = filter.Descending ? ('<', "DESC") : ('>', "ASC");
        var column = filter.Order switch { GraphOrder.Changed => "g.changed_at", GraphOrder.Created => "g.seq", _ => "g.name COLLATE NOCASE" };
        if (filter.After is { } after)
        {
            sql.Append(" AND (").Append(column).Append(", g.seq) ").Append(sign).Append(" ($after, $sequence)");
            values.Add(("$sequence", after.Sequence));
            values.Add(("$after", filter.Order switch { GraphOrder.Changed => after.Milliseconds, GraphOrder.Created => after.Sequence, _ => after.Name }));
        }

        sql.Append(" ORDER BY ").Append(column).Append(' ').Append(direction).Append(", g.seq ").Append(direction);
    }
}
