using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Storage.Committing;

/// <summary>One transaction of the writer. Events are gathered and stored at its end, those of one job in one row.</summary>
internal sealed class WriteTransaction : IDisposable
{
    private readonly JobStatements _statements;
    private readonly SqliteTransaction _transaction;
    private readonly Dictionary<long, EventRow> _events = [];
    private readonly WebhookStatements _webhooks;
    private readonly Action<IReadOnlyCollection<Receiver>> _called;
    private HashSet<Receiver>? _receivers;
    private bool _hasWebhooks;

    public WriteTransaction(SqliteConnection connection, JobStatements statements, WebhookStatements webhooks, Action<IReadOnlyCollection<Receiver>> called)
    {
        (_statements, _webhooks, _called, _transaction) = (statements, webhooks, called, connection.BeginTransaction());
        statements.Join(_transaction);
    }

    /// <summary>The statements, as part of this transaction.</summary>
    public JobStatements Statements => _statements;

    /// <summary>The transaction itself, for statements of others that join it when they are needed.</summary>
    public SqliteTransaction Transaction => _transaction;

    /// <summary>The statements about webhooks, as part of this transaction.</summary>
    public WebhookStatements Webhooks
    {
        get
        {
            if (!_hasWebhooks)
            {
                _webhooks.Join(_transaction);
                _hasWebhooks = true;
            }

            return _webhooks;
        }
    }

    /// <summary>Whether somebody may be to be called for a job. Costs nothing where nobody is.</summary>
    public bool MayConcernWebhooks(Job job) => _webhooks.MayConcern(job);

    /// <summary>Stores a call, and has it made after the commit.</summary>
    public void Call(Guid id, long webhook, Receiver receiver, string what, Job? job, DateTimeOffset now)
    {
        Webhooks.InsertCall(id, webhook, receiver, what, job, now);
        Called(receiver);
    }

    /// <summary>There is somebody to be called after the commit.</summary>
    public void Called(Receiver receiver) => (_receivers ??= []).Add(receiver);

    /// <summary>Adds an event to a job.</summary>
    /// <param name="job">The job before the event.</param>
    /// <param name="json">The event, on one line.</param>
    /// <returns>The job with the event.</returns>
    public Job Add(Job job, ReadOnlyMemory<byte> json)
    {
        var number = job.LastEvent + 1;
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_events, job.Sequence, out var exists);
        row = exists ? row : new EventRow(number, new MemoryStream());
        if (row.Body.Length > 0)
        {
            row.Body.WriteByte((byte)'\n');
        }

        row.Body.Write(json.Span);
        return job with { LastEvent = number };
    }

    /// <summary>Forgets what was gathered for a job that is removed.</summary>
    public void Drop(Job job) => _events.Remove(job.Sequence);

    public void Commit()
    {
        foreach (var (sequence, row) in _events)
        {
            _statements.InsertEvents(sequence, row.First, row.Body.ToArray());
        }

        _transaction.Commit();
        if (_receivers is not null)
        {
            _called(_receivers);
        }
    }

    public void Dispose() => _transaction.Dispose();

    private readonly record struct EventRow(long First, MemoryStream Body);
}
