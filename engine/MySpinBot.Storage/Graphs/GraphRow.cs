using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace MySpinBot.Storage.Graphs;

/// <summary>A graph and its latest revision as a row.</summary>
internal static class GraphRow
{
    /// <summary>The columns of a revision called r, in the order in which <see cref="ReadRevision"/> wants them.</summary>
    public const string RevisionColumns = "r.number, r.made_at, r.kind, r.client, r.label, r.note, r.restored_from, r.nodes, r.length, r.digest";

    /// <summary>A query of graphs called g with their latest revisions, as <see cref="Read"/> wants them, up to its conditions.</summary>
    public const string Select = $"SELECT {RevisionColumns}, g.seq, g.id, g.owner, g.name, g.description, g.tags, g.template, g.created_at, g.changed_at, g.deleted_at "
        + "FROM graphs g JOIN revisions r ON r.graph = g.seq AND r.number = g.head WHERE ";

    private const int OfRevision = 10;

    public static StoredGraph Read(SqliteDataReader row) => new()
    {
        Head = ReadRevision(row),
        Sequence = row.GetInt64(OfRevision),
        Id = new Guid((byte[])row.GetValue(OfRevision + 1)),
        Owner = row.GetString(OfRevision + 2),
        Name = row.GetString(OfRevision + 3),
        Description = row.GetString(OfRevision + 4),
        Tags = [.. row.GetString(OfRevision + 5).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        IsTemplate = row.GetBoolean(OfRevision + 6),
        CreatedAt = Time(row, OfRevision + 7),
        ChangedAt = Time(row, OfRevision + 8),
        DeletedAt = row.IsDBNull(OfRevision + 9) ? null : Time(row, OfRevision + 9),
    };

    public static GraphRevision ReadRevision(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        MadeAt = Time(row, 1),
        Kind = (RevisionKind)row.GetInt32(2),
        Client = Text(row, 3),
        Label = Text(row, 4),
        Note = Text(row, 5),
        RestoredFrom = row.IsDBNull(6) ? null : row.GetInt64(6),
        Nodes = row.GetInt32(7),
        Length = row.GetInt32(8),
        Digest = (byte[])row.GetValue(9),
    };

    /// <summary>Words of which each can be looked for with the line breaks around it.</summary>
    public static string Lines(ImmutableArray<string> words) => words.IsEmpty ? "\n" : $"\n{string.Join('\n', words)}\n";

    /// <summary>A text as it is searched: in small letters.</summary>
    public static string Folded(string text)
#pragma warning disable CA1308 // nothing is compared with it that was not made here
        => text.ToLowerInvariant();
#pragma warning restore CA1308

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
