using System.Text.Json;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Storage.Committing;

namespace MySpinBot.Storage.Webhooks;

/// <summary>The statements of the writer about webhooks. Used by its thread only; a transaction that has nothing to do with them pays nothing for them.</summary>
internal sealed class WebhookStatements : IDisposable
{
    private readonly Statement _insertWebhook, _updateWebhook, _moveCalls, _deleteWebhook, _deleteCalls, _find, _countStanding, _standing, _ofJob, _insertCall, _findCall, _updateCall, _sweepCalls, _sweepWebhooks;
    private readonly HashSet<string> _owners = new(StringComparer.Ordinal);

    public WebhookStatements(SqliteConnection connection)
    {
        _insertWebhook = new(connection, "INSERT INTO webhooks (id, owner, job, name, url, events, secret, active, created_at) VALUES ($id, $owner, $job, $name, $url, $events, $secret, $active, $created)");
        _updateWebhook = new(connection, "UPDATE webhooks SET name = $name, url = $url, events = $events, secret = $secret, active = $active WHERE seq = $seq");
        _moveCalls = new(connection, "UPDATE deliveries SET receiver = $receiver WHERE webhook = $seq AND state = 0");
        _deleteWebhook = new(connection, "DELETE FROM webhooks WHERE seq = $seq");
        _deleteCalls = new(connection, "DELETE FROM deliveries WHERE webhook = $seq");
        _find = new(connection, $"SELECT {WebhookRows.Webhooks} FROM webhooks WHERE id = $id AND owner = $owner AND job IS NULL");
        _countStanding = new(connection, "SELECT count(*) FROM webhooks WHERE owner = $owner AND job IS NULL");
        _standing = new(connection, "SELECT seq, url FROM webhooks WHERE owner = $owner AND job IS NULL AND active = 1 AND events & $event <> 0");
        _ofJob = new(connection, "SELECT seq, url FROM webhooks WHERE job = $job AND events & $event <> 0");
        _insertCall = new(connection, "INSERT INTO deliveries (id, webhook, owner, receiver, event, job_id, job, state, attempts, created_at, due_at) VALUES ($id, $webhook, $owner, $receiver, $event, $job_id, $job, 0, 0, $now, $now)");
        _findCall = new(connection, $"SELECT {WebhookRows.Deliveries} FROM deliveries d JOIN webhooks w ON w.seq = d.webhook WHERE d.id = $id AND d.owner = $owner");
        _updateCall = new(connection, "UPDATE deliveries SET state = $state, attempts = $attempts, due_at = $due, tries = $tries WHERE seq = $seq");
        _sweepCalls = new(connection, "DELETE FROM deliveries WHERE seq IN (SELECT seq FROM deliveries WHERE state <> 0 AND (created_at < $before OR seq <= (SELECT max(seq) FROM deliveries) - $most) ORDER BY seq LIMIT $step)");
        _sweepWebhooks = new(connection, "DELETE FROM webhooks WHERE seq IN (SELECT w.seq FROM webhooks w WHERE w.job IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jobs WHERE seq = w.job) AND NOT EXISTS (SELECT 1 FROM deliveries WHERE webhook = w.seq) LIMIT $step)");
        using var owners = new Statement(connection, "SELECT DISTINCT owner FROM webhooks WHERE job IS NULL");
        using var row = owners.Read();
        while (row.Read())
        {
            _owners.Add(row.GetString(0));
        }
    }

    /// <summary>Whether somebody may be to be called for a job: of most there is nobody, and that is known at once.</summary>
    public bool MayConcern(Job job) => job.HasWebhook || _owners.Contains(job.Owner);

    public void Join(SqliteTransaction transaction)
    {
        foreach (var statement in All())
        {
            statement.Join(transaction);
        }
    }

    public void Insert(Webhook webhook, long? job)
    {
        if (job is null)
        {
            _owners.Add(webhook.Owner); // where it is not stored in the end, a look into the table too many is all
        }

        With(_insertWebhook, webhook).With("$id", webhook.Id.ToByteArray()).With("$owner", webhook.Owner).With("$job", job).With("$created", webhook.CreatedAt.ToUnixTimeMilliseconds()).Run();
    }

    public void Update(Webhook webhook)
    {
        With(_updateWebhook, webhook).With("$seq", webhook.Sequence).Run();
        _moveCalls.With("$seq", webhook.Sequence).With("$receiver", Receiver.Of(webhook.Owner, webhook.Url).Host).Run();
    }

    public void Delete(Webhook webhook)
    {
        _deleteCalls.With("$seq", webhook.Sequence).Run();
        _deleteWebhook.With("$seq", webhook.Sequence).Run();
    }

    /// <summary>A standing one.</summary>
    public Webhook? Find(Guid id, string owner)
    {
        using var row = _find.With("$id", id.ToByteArray()).With("$owner", owner).Read();
        return row.Read() ? WebhookRows.Webhook(row) : null;
    }

    public int CountStanding(string owner)
    {
        using var row = _countStanding.With("$owner", owner).Read();
        return row.Read() ? row.GetInt32(0) : 0;
    }

    /// <summary>Those that are called for what became of a job.</summary>
    public List<(long Sequence, Uri Url)> Of(Job job)
    {
        var found = new List<(long, Uri)>();
        if (_owners.Contains(job.Owner))
        {
            Read(_standing.With("$owner", job.Owner), job, found);
        }

        if (job.HasWebhook)
        {
            Read(_ofJob.With("$job", job.Sequence), job, found);
        }

        return found;
    }

    public void InsertCall(Guid id, long webhook, Receiver receiver, string what, Job? job, DateTimeOffset now)
        => _insertCall.With("$id", id.ToByteArray()).With("$webhook", webhook).With("$owner", receiver.Owner).With("$receiver", receiver.Host).With("$event", what)
            .With("$job_id", job?.Id.ToByteArray()).With("$job", job is null ? null : JsonSerializer.SerializeToUtf8Bytes(job, MessageJson.Options)).With("$now", now.ToUnixTimeMilliseconds()).Run();

    public Delivery? FindCall(Guid id, string owner)
    {
        using var row = _findCall.With("$id", id.ToByteArray()).With("$owner", owner).Read();
        return row.Read() ? WebhookRows.Delivery(row) : null;
    }

    public void UpdateCall(Delivery delivery)
        => _updateCall.With("$seq", delivery.Sequence).With("$state", (int)delivery.State).With("$attempts", delivery.Attempts).With("$due", delivery.DueAt.ToUnixTimeMilliseconds())
            .With("$tries", delivery.Tries.IsEmpty ? null : JsonSerializer.Serialize(delivery.Tries, MessageJson.Options)).Run();

    /// <summary>Removes some stories that are old, and some webhooks of jobs that are forgotten.</summary>
    /// <returns>How many rows went.</returns>
    public int Sweep(DateTimeOffset before, int most, int step)
        => _sweepCalls.With("$before", before.ToUnixTimeMilliseconds()).With("$most", most).With("$step", step).Run() + _sweepWebhooks.With("$step", step).Run();

    public void Dispose()
    {
        foreach (var statement in All())
        {
            statement.Dispose();
        }
    }

    private static Statement With(Statement statement, Webhook webhook)
        => statement.With("$name", webhook.Name).With("$url", webhook.Url.AbsoluteUri).With("$events", (int)webhook.Events).With("$secret", webhook.Secret?.ToArray()).With("$active", webhook.IsActive ? 1 : 0);

    private static void Read(Statement statement, Job job, List<(long, Uri)> found)
    {
        using var row = statement.With("$event", 1 << (int)job.State).Read();
        while (row.Read())
        {
            found.Add((row.GetInt64(0), new Uri(row.GetString(1))));
        }
    }

    private IEnumerable<Statement> All()
        => [_insertWebhook, _updateWebhook, _moveCalls, _deleteWebhook, _deleteCalls, _find, _countStanding, _standing, _ofJob, _insertCall, _findCall, _updateCall, _sweepCalls, _sweepWebhooks];
}
