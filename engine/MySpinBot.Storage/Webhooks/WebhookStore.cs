using System.Collections.Immutable;
using System.Text;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Webhooks;

/// <summary>Whom to call when something becomes of jobs, and what was called. A call is stored by the commit that stores what it tells of. Safe from any thread.</summary>
public sealed class WebhookStore
{
    /// <summary>Tries of a call that are kept.</summary>
    private const int MostTries = 20;

    // What no earlier call of the same webhook and job stands before: calls of a job are made in order.
    private const string IsFirst = "NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.state = 0 AND e.webhook = d.webhook AND e.job_id = d.job_id AND e.seq < d.seq)";
    private const string Waiting = "FROM deliveries d JOIN webhooks w ON w.seq = d.webhook WHERE d.state = 0 AND d.owner = $owner AND d.receiver = $receiver AND w.active = 1 AND " + IsFirst;

    private readonly GroupCommit _commit;
    private readonly JobReader _reader;
    private readonly TimeProvider _time;

    internal WebhookStore(GroupCommit commit, JobReader reader, TimeProvider time) => (_commit, _reader, _time) = (commit, reader, time);

    /// <summary>Told, by the thread that writes, who is to be called of what it has just committed: take note and return at once.</summary>
    public event Action<IReadOnlyCollection<Receiver>>? CallsStored;

    /// <summary>Stores a standing one.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="most">How many its owner may have.</param>
    /// <returns>Whether it is stored: he had not as many as he may.</returns>
    public Task<bool> AddAsync(Webhook webhook, int most)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _commit.WriteAsync(transaction =>
        {
            if (transaction.Webhooks.CountStanding(webhook.Owner) >= most)
            {
                return false;
            }

            transaction.Webhooks.Insert(webhook, job: null);
            return true;
        });
    }

    /// <summary>Changes a standing one: its name, address, events, secret, or whether it is called.</summary>
    /// <returns>It as it is then; null where the owner has none of this id.</returns>
    public Task<Webhook?> ChangeAsync(Guid id, string owner, Func<Webhook, Webhook> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return _commit.WriteAsync(transaction =>
        {
            if (transaction.Webhooks.Find(id, owner) is not { } webhook)
            {
                return null;
            }

            var changed = change(webhook);
            transaction.Webhooks.Update(changed);
            transaction.Called(Receiver.Of(owner, changed.Url));
            return changed;
        });
    }

    /// <summary>Removes a standing one, with its calls.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(Guid id, string owner) => _commit.WriteAsync(transaction =>
    {
        if (transaction.Webhooks.Find(id, owner) is not { } webhook)
        {
            return false;
        }

        transaction.Webhooks.Delete(webhook);
        return true;
    });

    /// <summary>Has a standing one called that nothing became of anything.</summary>
    /// <returns>The call; null where the owner has none of this id.</returns>
    public Task<Delivery?> PingAsync(Guid id, string owner)
    {
        var call = Guid.CreateVersion7(_time.GetUtcNow());
        return _commit.WriteAsync(transaction =>
        {
            if (transaction.Webhooks.Find(id, owner) is not { } webhook)
            {
                return null;
            }

            transaction.Call(call, webhook.Sequence, Receiver.Of(owner, webhook.Url), "ping", null, _time.GetUtcNow());
            return transaction.Webhooks.FindCall(call, owner);
        });
    }

    /// <summary>Has a call made again that was heard or given up.</summary>
    /// <returns>The call as it is then; null where the owner has none of this id.</returns>
    public Task<Delivery?> ReplayAsync(Guid id, string owner) => _commit.WriteAsync(transaction =>
    {
        if (transaction.Webhooks.FindCall(id, owner) is not { } call)
        {
            return null;
        }

        var again = call with { State = DeliveryState.Waiting, Attempts = 0, DueAt = _time.GetUtcNow() };
        transaction.Webhooks.UpdateCall(again);
        transaction.Called(Receiver.Of(owner, call.Url));
        return again;
    });

    /// <summary>Stores how a try went.</summary>
    /// <param name="call">The call as it was tried.</param>
    /// <param name="tried">How it went.</param>
    /// <param name="state">What it is now.</param>
    /// <param name="due">When it is tried next, where it waits.</param>
    public Task TriedAsync(Delivery call, DeliveryTry tried, DeliveryState state, DateTimeOffset due)
    {
        ArgumentNullException.ThrowIfNull(call);
        var tries = call.Tries.Length < MostTries ? call.Tries : call.Tries.RemoveRange(0, call.Tries.Length - MostTries + 1);
        return _commit.WriteAsync(transaction =>
        {
            transaction.Webhooks.UpdateCall(call with { State = state, Attempts = call.Attempts + 1, DueAt = due, Tries = tries.Add(tried) });
            return true;
        });
    }

    /// <summary>Removes some of the stories that are older than this, or more than so many.</summary>
    /// <returns>How many went; 0 where nothing is left to remove.</returns>
    public Task<int> SweepAsync(DateTimeOffset before, int most, int step) => _commit.WriteAsync(transaction => transaction.Webhooks.Sweep(before, most, step));

    /// <summary>A standing one; null where the owner has none of this id.</summary>
    public Webhook? Find(Guid id, string owner)
        => _reader.Read($"SELECT {WebhookRows.Webhooks} FROM webhooks WHERE id = $id AND owner = $owner AND job IS NULL", [("$id", id.ToByteArray()), ("$owner", owner)], WebhookRows.Webhook).FirstOrDefault();

    /// <summary>All that an owner has, the oldest first.</summary>
    public ImmutableArray<Webhook> List(string owner)
        => [.. _reader.Read($"SELECT {WebhookRows.Webhooks} FROM webhooks WHERE owner = $owner AND job IS NULL ORDER BY seq", [("$owner", owner)], WebhookRows.Webhook)];

    /// <summary>A call; null where the owner has none of this id.</summary>
    public Delivery? FindCall(Guid id, string owner)
        => _reader.Read($"SELECT {WebhookRows.Deliveries} FROM deliveries d JOIN webhooks w ON w.seq = d.webhook WHERE d.id = $id AND d.owner = $owner", [("$id", id.ToByteArray()), ("$owner", owner)], WebhookRows.Delivery).FirstOrDefault();

    /// <summary>A page of calls, the latest first.</summary>
    public ImmutableArray<Delivery> Calls(DeliveryFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = new StringBuilder("d.owner = $owner AND d.seq < $before");
        List<(string, object)> values = [("$owner", filter.Owner), ("$before", filter.Before), ("$most", filter.Most)];
        if (filter.Webhook is { } webhook)
        {
            where.Append(" AND w.id = $webhook");
            values.Add(("$webhook", webhook.ToByteArray()));
        }

        if (filter.Job is { } job)
        {
            where.Append(" AND d.job_id = $job");
            values.Add(("$job", job.ToByteArray()));
        }

        if (!filter.States.IsDefaultOrEmpty)
        {
            where.Append(" AND d.state IN (").AppendJoin(", ", filter.States.Select(state => (int)state)).Append(')');
        }

        return [.. _reader.Read($"SELECT {WebhookRows.Deliveries} FROM deliveries d JOIN webhooks w ON w.seq = d.webhook WHERE {where} ORDER BY d.seq DESC LIMIT $most", values, WebhookRows.Delivery)];
    }

    /// <summary>All for whom a call waits.</summary>
    public ImmutableArray<Receiver> Receivers() => [.. _reader.Read("SELECT DISTINCT owner, receiver FROM deliveries WHERE state = 0", [], row => new Receiver(row.GetString(0), row.GetString(1)))];

    /// <summary>Calls that are due for somebody, of each webhook and job the first.</summary>
    public ImmutableArray<DueCall> Due(Receiver receiver, DateTimeOffset now, int most)
        => [.. _reader.Read(
            $"SELECT {WebhookRows.Deliveries} {Waiting} AND d.due_at <= $now ORDER BY d.due_at, d.seq LIMIT $most",
            [("$owner", receiver.Owner), ("$receiver", receiver.Host), ("$now", now.ToUnixTimeMilliseconds()), ("$most", most)],
            WebhookRows.Due)];

    /// <summary>When the next call for somebody is due; null where none waits.</summary>
    public DateTimeOffset? NextDue(Receiver receiver)
        => _reader.Read<DateTimeOffset?>(
            $"SELECT d.due_at {Waiting} ORDER BY d.due_at LIMIT 1",
            [("$owner", receiver.Owner), ("$receiver", receiver.Host)],
            row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).FirstOrDefault();

    internal void Tell(IReadOnlyCollection<Receiver> receivers) => CallsStored?.Invoke(receivers);
}
