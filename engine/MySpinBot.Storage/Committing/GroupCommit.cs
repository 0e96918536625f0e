using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace MySpinBot.Storage.Committing;

/// <summary>The one thread that writes. What comes in while a transaction is being committed goes into the next one together, so that a flush of the disk is shared
/// by all who wait for it. Whoever wrote is told after the commit, in the order in which it was written.</summary>
internal sealed class GroupCommit : IDisposable
{
    // Beyond this, who writes waits: the disk is slower than the work that comes in.
    private const int MostWaiting = 1 << 16;
    private const int MostInOne = 4096;

    private readonly BlockingCollection<PendingWrite> _waiting = new(MostWaiting);
    private readonly Func<WriteTransaction> _begin;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="begin">Begins a transaction.</param>
    public GroupCommit(Func<WriteTransaction> begin)
    {
        _begin = begin;
        _thread = new Thread(Work) { IsBackground = true, Name = "storage" };
        _thread.Start();
    }

    /// <summary>Writes, and gives what the write gave once it is committed.</summary>
    /// <exception cref="StorageFault">It could not be committed; nothing of it is stored.</exception>
    public Task<T> WriteAsync<T>(Func<WriteTransaction, T> write)
    {
        var pending = new PendingWrite<T>(write);
        try
        {
            _waiting.Add(pending);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(GroupCommit));
        }

        return pending.Task;
    }

    /// <summary>Writes what still waits, and ends the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Work()
    {
        var group = new List<PendingWrite>(MostInOne);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            while (group.Count < MostInOne && _waiting.TryTake(out var next))
            {
                group.Add(next);
            }

            Commit(group);
        }
    }

    private void Commit(List<PendingWrite> group)
    {
        var fault = TryCommit(group);
        if (fault is null)
        {
            group.ForEach(write => write.Complete());
        }
        else if (group.Count == 1 || fault is StorageFault)
        {
            group.ForEach(write => write.Fail(fault));
        }
        else
        {
            // One of them is at fault, and the others are not to suffer for it.
            foreach (var alone in group)
            {
                Commit([alone]);
            }
        }
    }

    private Exception? TryCommit(List<PendingWrite> group)
    {
        try
        {
            using var transaction = _begin();
            foreach (var write in group)
            {
                write.Apply(transaction);
            }

            transaction.Commit();
            return null;
        }
        catch (SqliteException error)
        {
            return SqliteWords.Explain(error) ?? (Exception)error;
        }

        // A write that throws must fail by itself and not end the thread that all others need.
#pragma warning disable CA1031
        catch (Exception error)
        {
            return error;
        }
#pragma warning restore CA1031
    }
}
