using System.Text.Json;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;

namespace MySpinBot.Storage.Webhooks;

/// <summary>Webhooks and their calls as rows.</summary>
internal static class WebhookRows
{
    /// <summary>The columns of a webhook, in the order in which <see cref="Webhook"/> wants them.</summary>
    public const string Webhooks = "seq, id, owner, name, url, events, secret, active, created_at";

    /// <summary>The columns of a call d and its webhook w.</summary>
    public const string Deliveries = "d.seq, d.id, w.id, w.job IS NOT NULL, d.owner, w.url, d.event, d.job, d.state, d.attempts, d.created_at, d.due_at, d.tries, w.secret";

    public static Webhook Webhook(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = Id(row, 1),
        Owner = row.GetString(2),
        Name = row.IsDBNull(3) ? null : row.GetString(3),
        Url = new Uri(row.GetString(4)),
        Events = (WebhookEvents)row.GetInt32(5),
        Secret = Bytes(row, 6),
        IsActive = row.GetInt32(7) != 0,
        CreatedAt = Time(row, 8),
    };

    public static DueCall Due(SqliteDataReader row) => new(Delivery(row), Bytes(row, 13));

    public static Delivery Delivery(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = Id(row, 1),
        Webhook = Id(row, 2),
        IsOfJob = row.GetInt32(3) != 0,
        Owner = row.GetString(4),
        Url = new Uri(row.GetString(5)),
        Event = row.GetString(6),
        Job = row.IsDBNull(7) ? null : JsonSerializer.Deserialize<Job>((byte[])row.GetValue(7), MessageJson.Options),
        State = (DeliveryState)row.GetInt32(8),
        Attempts = row.GetInt32(9),
        CreatedAt = Time(row, 10),
        DueAt = Time(row, 11),
        Tries = row.IsDBNull(12) ? [] : [.. JsonSerializer.Deserialize<List<DeliveryTry>>(row.GetString(12), MessageJson.Options)!],
    };

    private static Guid Id(SqliteDataReader row, int column) => new((byte[])row.GetValue(column));

    private static ReadOnlyMemory<byte>? Bytes(SqliteDataReader row, int column) => row.IsDBNull(column) ? default(ReadOnlyMemory<byte>?) : ((byte[])row.GetValue(column));

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
