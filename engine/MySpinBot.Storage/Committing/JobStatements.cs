using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Committing;

/// <summary>The statements of the writer, prepared once. Used by its thread only.</summary>
internal sealed class JobStatements : IDisposable
{
    private readonly Statement _insertJob, _insertSubmission, _insertKey, _insertEvents, _update, _find, _findKey, _set, _insertLabel, _deleteLabel, _insertBatch, _deleteBatch, _findBatch, _lastBatch;
    private readonly Statement[] _forget;

    public JobStatements(SqliteConnection connection)
    {
        _insertJob = new(connection, $"INSERT INTO jobs ({JobRow.Columns}) VALUES ($seq, $id, $owner, $name, $state, $priority, $number, $attempts, $accepted, $started, $ended, $last, $reason, $suspects, $batch, $labels, $kept, $hooked)");
        _insertSubmission = new(connection, "INSERT INTO submissions (seq, document, options) VALUES ($seq, $document, $options)");
        _insertKey = new(connection, "INSERT INTO idempotency (owner, key, seq, digest) VALUES ($owner, $key, $seq, $digest)");
        _insertEvents = new(connection, "INSERT INTO events (seq, first, body) VALUES ($seq, $first, $body)");
        _update = new(connection, "UPDATE jobs SET state = $state, priority = $priority, number = $number, attempts = $attempts, started_at = $started, ended_at = $ended, last_event = $last, reason = $reason, suspects = $suspects, kept = $kept WHERE seq = $seq");
        _find = new(connection, $"SELECT {JobRow.Columns} FROM jobs WHERE id = $id");
        _findKey = new(connection, $"SELECT {JobRow.Qualified}, k.digest FROM idempotency k JOIN jobs j ON j.seq = k.seq WHERE k.owner = $owner AND k.key = $key");
        _set = new(connection, "INSERT INTO settings (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        _insertLabel = new(connection, "INSERT INTO labels (owner, name, value, seq) VALUES ($owner, $name, $value, $seq)");
        _deleteLabel = new(connection, "DELETE FROM labels WHERE owner = $owner AND name = $name AND value = $value AND seq = $seq");
        _insertBatch = new(connection, "INSERT INTO batches (seq, id, owner, name, jobs, accepted_at) VALUES ($seq, $id, $owner, $name, $jobs, $accepted)");
        _deleteBatch = new(connection, "DELETE FROM batches WHERE id = $id AND NOT EXISTS (SELECT 1 FROM jobs WHERE batch = $id)");
        _findBatch = new(connection, $"SELECT {JobRow.BatchColumns} FROM batches WHERE id = $id");
        _lastBatch = new(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'batches'");
        _forget = [.. new[] { "events", "submissions", "idempotency", "jobs" }.Select(table => new Statement(connection, $"DELETE FROM {table} WHERE seq = $seq"))];
    }

    /// <summary>Makes all of them part of a transaction.</summary>
    public void Join(SqliteTransaction transaction)
    {
        foreach (var statement in All())
        {
            statement.Join(transaction);
        }
    }

    public void Insert(Job job)
        => _insertJob.With("$seq", job.Sequence).With("$id", job.Id.ToByteArray()).With("$owner", job.Owner).With("$name", job.Name)
            .With("$accepted", JobRow.Milliseconds(job.AcceptedAt)).With("$batch", job.Batch?.ToByteArray()).With("$labels", job.Labels).With("$hooked", job.HasWebhook ? 1 : 0).WithStateOf(job).Run();

    public void InsertSubmission(long sequence, JobSubmission submission)
        => _insertSubmission.With("$seq", sequence).With("$document", submission.Document.ToArray()).With("$options", submission.Options.ToArray()).Run();

    public void InsertKey(string owner, string key, long sequence, byte[] digest)
        => _insertKey.With("$owner", owner).With("$key", key).With("$seq", sequence).With("$digest", digest).Run();

    public void InsertEvents(long sequence, long first, byte[] body) => _insertEvents.With("$seq", sequence).With("$first", first).With("$body", body).Run();

    public void Update(Job job) => _update.With("$seq", job.Sequence).WithStateOf(job).Run();

    public void Forget(long sequence) => Array.ForEach(_forget, statement => statement.With("$seq", sequence).Run());

    public void InsertLabel(Job job, string name, string value) => _insertLabel.With("$owner", job.Owner).With("$name", name).With("$value", value).With("$seq", job.Sequence).Run();

    public void DeleteLabel(Job job, string name, string value) => _deleteLabel.With("$owner", job.Owner).With("$name", name).With("$value", value).With("$seq", job.Sequence).Run();

    public void Insert(JobBatch batch)
        => _insertBatch.With("$seq", batch.Sequence).With("$id", batch.Id.ToByteArray()).With("$owner", batch.Owner).With("$name", batch.Name).With("$jobs", batch.Jobs).With("$accepted", JobRow.Milliseconds(batch.AcceptedAt)).Run();

    /// <summary>Removes a batch that has no jobs any more.</summary>
    public void DeleteEmptyBatch(Guid id) => _deleteBatch.With("$id", id.ToByteArray()).Run();

    /// <summary>A batch; null where there is none of this id.</summary>
    public JobBatch? FindBatch(Guid id)
    {
        using var row = _findBatch.With("$id", id.ToByteArray()).Read();
        return row.Read() ? JobRow.Batch(row) : null;
    }

    /// <summary>The greatest sequence that was given to a batch.</summary>
    public long LastBatch()
    {
        using var row = _lastBatch.Read();
        return row.Read() ? row.GetInt64(0) : 0;
    }

    /// <summary>Remembers something beside jobs.</summary>
    public void Set(string name, byte[] value) => _set.With("$name", name).With("$value", value).Run();

    public Job? Find(Guid id)
    {
        using var row = _find.With("$id", id.ToByteArray()).Read();
        return row.Read() ? JobRow.Read(row) : null;
    }

    /// <summary>The job that an owner's key stands for, and the digest of what was handed in.</summary>
    public (Job Job, byte[] Digest)? FindKey(string owner, string key)
    {
        using var row = _findKey.With("$owner", owner).With("$key", key).Read();
        return row.Read() ? (JobRow.Read(row), (byte[])row.GetValue(JobRow.Count)) : null;
    }

    public void Dispose()
    {
        foreach (var statement in All())
        {
            statement.Dispose();
        }
    }

    private IEnumerable<Statement> All() => [_insertJob, _insertSubmission, _insertKey, _insertEvents, _update, _find, _findKey, _set, _insertLabel, _deleteLabel, _insertBatch, _deleteBatch, _findBatch, _lastBatch, .. _forget];
}
