using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Graphs;
using MySpinBot.Storage.Reading;
using MySpinBot.Storage.Schema;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Storage.Jobs;

/// <summary>Jobs and their events in a file of SQLite. What a method says is stored is on disk when its task completes: one thread writes, in groups, with <c>synchronous=FULL</c>.
/// Reading never waits for writing. One process at a time has it open.</summary>
public sealed partial class JobStore : IAsyncDisposable
{
    private readonly DatabaseFile _file;
    private readonly SqliteConnection _connection;
    private readonly JobStatements _statements;
    private readonly WebhookStatements _webhookStatements;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private long _sequence;

    private JobStore(DatabaseFile file, SqliteConnection connection, TimeProvider time)
    {
        (_file, _connection, _time) = (file, connection, time);
        _sequence = DatabaseFile.LastSequence(connection);
        _statements = new JobStatements(connection);
        _webhookStatements = new WebhookStatements(connection);
        _commit = new GroupCommit(() => new WriteTransaction(_connection, _statements, _webhookStatements, receivers => Webhooks!.Tell(receivers)));
        var connections = new ReadConnections(file);
        Reader = new JobReader(connections);
        Graphs = new GraphStore(connection, _commit, connections, time);
        Webhooks = new WebhookStore(_commit, Reader, time);
    }

    /// <summary>What is stored, to be read.</summary>
    public JobReader Reader { get; }

    /// <summary>The graphs that are kept beside the jobs, in the same file, by the same thread.</summary>
    public GraphStore Graphs { get; }

    /// <summary>Whom to call when something becomes of jobs.</summary>
    public WebhookStore Webhooks { get; }

    /// <summary>Opens the file <c>jobs.db</c> of a folder, or makes it.</summary>
    /// <param name="folder">The folder; it is made where it is missing.</param>
    /// <param name="time">Tells when jobs are accepted.</param>
    /// <exception cref="StorageFault">It cannot be opened, another process has it, or it is of a newer version.</exception>
    public static JobStore Open(string folder, TimeProvider time)
    {
        var file = DatabaseFile.Lock(folder);
        try
        {
            return new JobStore(file, file.OpenToWrite(), time);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes a job. When the task completes with <see cref="AcceptanceVerdict.Accepted"/>, the job is on disk.</summary>
    /// <exception cref="StorageFault">It could not be stored; it is not accepted.</exception>
    public Task<Acceptance> AcceptAsync(JobSubmission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var digest = submission.IdempotencyKey is null ? null : Digest(submission);
        return _commit.WriteAsync(transaction => Accept(transaction, submission, digest));
    }

    /// <summary>The job that a submission's key stands for already; null where it has none, or nobody has used it. Looks only.</summary>
    public Acceptance? Known(JobSubmission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submission.IdempotencyKey is { } key && Reader.FindKey(submission.Owner, key) is { } known ? Verdict(known, Digest(submission)) : null;
    }

    /// <summary>Stores what becomes of a job together with what is told of it. Steps are stored in the order in which this is called.</summary>
    /// <exception cref="StorageFault">It could not be stored; nothing of it is.</exception>
    public Task<JobStepResult> StepAsync(JobStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _commit.WriteAsync(transaction => Take(transaction, step));
    }

    /// <summary>Remembers something beside jobs, in place of what stood under this name. Read by <see cref="JobReader.Setting"/>.</summary>
    /// <exception cref="StorageFault">It could not be stored; what stood there before still does.</exception>
    public Task SettingAsync(string name, ReadOnlyMemory<byte> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var bytes = value.ToArray();
        return _commit.WriteAsync(transaction =>
        {
            transaction.Statements.Set(name, bytes);
            return true;
        });
    }

    /// <summary>Writes what still waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_commit.Dispose);
        Reader.Dispose();
        Graphs.Dispose();
        _statements.Dispose();
        _webhookStatements.Dispose();
        _connection.Dispose();
        _file.Dispose();
    }

    private Acceptance Accept(WriteTransaction transaction, JobSubmission submission, byte[]? digest)
    {
        var statements = transaction.Statements;
        if (digest is not null && statements.FindKey(submission.Owner, submission.IdempotencyKey!) is { } known)
        {
            return Verdict(known, digest);
        }

        if (statements.Find(submission.Id) is { } other)
        {
            return new Acceptance(other, AcceptanceVerdict.IdTaken);
        }

        var job = Insert(transaction, submission, batch: null);
        if (digest is not null)
        {
            statements.InsertKey(submission.Owner, submission.IdempotencyKey!, job.Sequence, digest);
        }

        return new Acceptance(job, AcceptanceVerdict.Accepted);
    }

    private Job Insert(WriteTransaction transaction, JobSubmission submission, Guid? batch)
    {
        var sequence = ++_sequence;
        var job = new Job
        {
            Id = submission.Id,
            Sequence = sequence,
            Owner = submission.Owner,
            Name = submission.Name,
            State = JobState.Queued,
            Priority = submission.Priority,
            Number = submission.Number ?? sequence,
            AcceptedAt = Now,
            Batch = batch,
            Labels = JobLabels.Write(submission.Labels),
            IsKept = submission.IsKept,
            HasWebhook = submission.Webhook is not null,
        };
        foreach (var told in submission.Told)
        {
            job = transaction.Add(job, told);
        }

        transaction.Statements.Insert(job);
        transaction.Statements.InsertSubmission(sequence, submission);
        foreach (var (name, value) in submission.Labels)
        {
            transaction.Statements.InsertLabel(job, name, value);
        }

        if (submission.Webhook is { } webhook)
        {
            transaction.Webhooks.Insert(new Webhook { Id = Guid.CreateVersion7(job.AcceptedAt), Owner = job.Owner, Url = webhook.Url, Events = webhook.Events, Secret = webhook.Secret, CreatedAt = job.AcceptedAt }, sequence);
        }

        JobCalls.Tell(transaction, job, _time);
        return job;
    }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());

    private static Acceptance Verdict((Job Job, byte[] Digest) known, byte[] digest)
        => new(known.Job, known.Digest.AsSpan().SequenceEqual(digest) ? AcceptanceVerdict.Known : AcceptanceVerdict.KeyTaken);

    private JobStepResult Take(WriteTransaction transaction, JobStep step)
    {
        if (transaction.Statements.Find(step.Job) is not { } job)
        {
            return new JobStepResult(null, Applied: false, 0);
        }

        if ((step.Change is null ? job : job.After(step.Change)) is not { } changed)
        {
            return new JobStepResult(job, Applied: false, 0);
        }

        if (step.Change is JobForgotten)
        {
            transaction.Drop(job);
            Forget(transaction.Statements, job);
            return new JobStepResult(changed, Applied: true, 0);
        }

        foreach (var told in step.Events)
        {
            changed = transaction.Add(changed, told);
        }

        transaction.Statements.Update(changed);
        if (changed.State != job.State)
        {
            JobCalls.Tell(transaction, changed, _time);
        }

        return new JobStepResult(changed, Applied: true, job.LastEvent + 1);
    }

    private static void Forget(JobStatements statements, Job job)
    {
        foreach (var (name, value) in JobLabels.Read(job.Labels))
        {
            statements.DeleteLabel(job, name, value);
        }

        statements.Forget(job.Sequence);
        if (job.Batch is { } batch)
        {
            statements.DeleteEmptyBatch(batch);
        }
    }

    private static byte[] Digest(JobSubmission submission)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, submission);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, JobSubmission submission)
    {
        hash.AppendData(BitConverter.GetBytes(submission.Document.Length));
        hash.AppendData(submission.Document.Span);
        hash.AppendData(submission.Options.Span);
        if (JobLabels.Write(submission.Labels) is { } labels)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(labels));
        }

        if (submission.Webhook is { } webhook)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{webhook.Url.AbsoluteUri} {(int)webhook.Events} "));
            hash.AppendData(webhook.Secret is { } secret ? secret.Span : default);
        }
    }
}
