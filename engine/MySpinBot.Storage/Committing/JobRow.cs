using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;

namespace MySpinBot.Storage.Committing;

/// <summary>A job as a row.</summary>
internal static class JobRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> wants them.</summary>
    public const string Columns = "seq, id, owner, name, state, priority, number, attempts, accepted_at, started_at, ended_at, last_event, reason, suspects, batch, labels, kept, hooked";

    /// <summary>The same of a table called j.</summary>
    public const string Qualified = "j.seq, j.id, j.owner, j.name, j.state, j.priority, j.number, j.attempts, j.accepted_at, j.started_at, j.ended_at, j.last_event, j.reason, j.suspects, j.batch, j.labels, j.kept, j.hooked";

    /// <summary>The columns of a batch.</summary>
    public const string BatchColumns = "id, seq, owner, name, jobs, accepted_at";

    /// <summary>How many there are.</summary>
    public const int Count = 18;

    public static Job Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = new Guid((byte[])row.GetValue(1)),
        Owner = row.GetString(2),
        Name = row.IsDBNull(3) ? null : row.GetString(3),
        State = (JobState)row.GetInt32(4),
        Priority = row.GetInt32(5),
        Number = row.GetDouble(6),
        Attempts = row.GetInt32(7),
        AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        StartedAt = Time(row, 9),
        EndedAt = Time(row, 10),
        LastEvent = row.GetInt64(11),
        Reason = row.IsDBNull(12) ? null : row.GetString(12),
        Suspects = row.IsDBNull(13) ? [] : JsonSerializer.Deserialize<ImmutableArray<SuspectCall>>(row.GetString(13), MessageJson.Options),
        Batch = row.IsDBNull(14) ? null : new Guid((byte[])row.GetValue(14)),
        Labels = row.IsDBNull(15) ? null : row.GetString(15),
        IsKept = row.GetInt32(16) != 0,
        HasWebhook = row.GetInt32(17) != 0,
    };

    public static JobBatch Batch(SqliteDataReader row)
        => new(new Guid((byte[])row.GetValue(0)), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt32(4), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));

    public static string? Suspects(Job job) => job.Suspects.IsEmpty ? null : JsonSerializer.Serialize(job.Suspects, MessageJson.Options);

    public static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
