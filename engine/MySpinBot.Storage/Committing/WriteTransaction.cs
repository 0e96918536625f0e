using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Committing;

/// <summary>One transaction of the writer. Events are gathered and stored at its end, those of one job in one row.</summary>
internal sealed class WriteTransaction : IDisposable
{
    private readonly JobStatements _statements;
    private readonly SqliteTransaction _transaction;
    private readonly Dictionary<long, EventRow> _events = [];

    public WriteTransaction(SqliteConnection connection, JobStatements statements)
    {
        (_statements, _transaction) = (statements, connection.BeginTransaction());
        statements.Join(_transaction);
    }

    /// <summary>The statements, as part of this transaction.</summary>
    public JobStatements Statements => _statements;

    /// <summary>The transaction itself, for statements of others that join it when they are needed.</summary>
    public SqliteTransaction Transaction => _transaction;

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
    }

    public void Dispose() => _transaction.Dispose();

    private readonly record struct EventRow(long First, MemoryStream Body);
}
