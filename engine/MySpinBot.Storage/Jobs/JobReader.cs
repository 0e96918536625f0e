using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Querying;
using MySpinBot.Storage.Reading;

namespace MySpinBot.Storage.Jobs;

/// <summary>Reads what is stored: each call sees the state of one moment, and no call waits for the writer. Safe from any thread.</summary>
public sealed partial class JobReader : IDisposable
{
    private readonly ReadConnections _connections;

    internal JobReader(ReadConnections connections) => _connections = connections;

    /// <summary>A job; null where there is none of this id.</summary>
    public Job? Find(Guid id) => Read($"SELECT {JobRow.Columns} FROM jobs WHERE id = $id", [("$id", id.ToByteArray())], JobRow.Read).FirstOrDefault();

    /// <summary>A job by its place in the order of acceptance; null where there is none.</summary>
    public Job? At(long sequence) => Read($"SELECT {JobRow.Columns} FROM jobs WHERE seq = $seq", [("$seq", sequence)], JobRow.Read).FirstOrDefault();

    /// <summary>The job that an owner's key stands for, and the digest of what was handed in; null where he has not used it.</summary>
    internal (Job Job, byte[] Digest)? FindKey(string owner, string key)
        => Read<(Job, byte[])?>(
            $"SELECT {JobRow.Qualified}, k.digest FROM idempotency k JOIN jobs j ON j.seq = k.seq WHERE k.owner = $owner AND k.key = $key",
            [("$owner", owner), ("$key", key)],
            row => (JobRow.Read(row), (byte[])row.GetValue(JobRow.Count))).FirstOrDefault();

    /// <summary>All jobs that have not ended, in the order of their acceptance.</summary>
    public ImmutableArray<Job> Unfinished() => [.. Read($"SELECT {JobRow.Columns} FROM jobs WHERE state < 2 ORDER BY seq", [], JobRow.Read)];

    /// <summary>A page of jobs. The latest of an owner or of states are what clients ask for all the time, and are read without more ado; whatever narrows them further is a search.</summary>
    public ImmutableArray<Job> List(JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsSearch ? On(connection => JobSearch.List(connection, filter)) : Latest(filter);
    }

    /// <summary>How many jobs a list would have that is neither paged nor bounded.</summary>
    public int Count(JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.IsSearch)
        {
            return On(connection => JobSearch.Count(connection, filter));
        }

        var (where, values) = Where(filter);
        return Read($"SELECT count(*) FROM jobs WHERE {where}", values, row => row.GetInt32(0))[0];
    }

    /// <summary>What was handed in; null where there is no such job.</summary>
    public (ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Options)? Submission(Guid id)
        => Read<(ReadOnlyMemory<byte>, ReadOnlyMemory<byte>)?>(
            "SELECT s.document, s.options FROM jobs j JOIN submissions s ON s.seq = j.seq WHERE j.id = $id",
            [("$id", id.ToByteArray())],
            row => ((byte[])row.GetValue(0), (byte[])row.GetValue(1))).FirstOrDefault();

    /// <summary>Events of a job after a number, in order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The number of the last one known; 0 for all.</param>
    /// <param name="most">The most that are given; a caller asks again for the rest.</param>
    public ImmutableArray<StoredEvent> Events(Guid id, long after, int most)
    {
        var events = ImmutableArray.CreateBuilder<StoredEvent>();
        var rows = Read(
            "SELECT e.first, e.body FROM jobs j JOIN events e ON e.seq = j.seq WHERE j.id = $id "
            + "AND e.first >= coalesce((SELECT max(first) FROM events WHERE seq = j.seq AND first <= $after + 1), 0) ORDER BY e.first LIMIT $most",
            [("$id", id.ToByteArray()), ("$after", after), ("$most", most)],
            row => (First: row.GetInt64(0), Body: (byte[])row.GetValue(1)));
        foreach (var (first, body) in rows)
        {
            var number = first;
            foreach (var range in body.AsSpan().Split((byte)'\n'))
            {
                if (number > after && events.Count < most)
                {
                    events.Add(new StoredEvent(number, body.AsMemory(range)));
                }

                number++;
            }
        }

        return events.ToImmutable();
    }

    /// <summary>The events of all jobs, as they are stored: some rows, in the order of jobs and numbers.</summary>
    /// <param name="sequence">The job of the last row that is known; 0 to begin.</param>
    /// <param name="first">The number with which that row begins.</param>
    /// <param name="most">The most rows that are given.</param>
    public ImmutableArray<(long Sequence, long First, byte[] Body)> EventBodies(long sequence, long first, int most)
        => [.. Read(
            "SELECT seq, first, body FROM events WHERE (seq, first) > ($seq, $first) ORDER BY seq, first LIMIT $most",
            [("$seq", sequence), ("$first", first), ("$most", most)],
            row => (row.GetInt64(0), row.GetInt64(1), (byte[])row.GetValue(2)))];

    /// <summary>What was remembered under a name with <see cref="JobStore.SettingAsync"/>; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Setting(string name)
        => Read<ReadOnlyMemory<byte>?>("SELECT value FROM settings WHERE name = $name", [("$name", name)], row => (byte[])row.GetValue(0)).FirstOrDefault();

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _connections.Dispose();

    private ImmutableArray<Job> Latest(JobFilter filter)
    {
        var (where, values) = Where(filter);
        return [.. Read($"SELECT {JobRow.Columns} FROM jobs WHERE {where} AND seq < $before ORDER BY seq DESC LIMIT $most", [.. values, ("$before", filter.Before ?? long.MaxValue), ("$most", filter.Most)], JobRow.Read)];
    }

    private static (string Where, List<(string, object)> Values) Where(JobFilter filter)
    {
        var where = new StringBuilder("true");
        List<(string, object)> values = [];
        if (filter.Owner is { } owner)
        {
            where.Append(" AND owner = $owner");
            values.Add(("$owner", owner));
        }

        if (!filter.States.IsDefaultOrEmpty)
        {
            where.Append(" AND state IN (").AppendJoin(", ", filter.States.Select(state => (int)state)).Append(')');
        }

        return (where.ToString(), values);
    }

    internal List<T> Read<T>(string sql, IEnumerable<(string Name, object Value)> values, Func<SqliteDataReader, T> read) => _connections.Read(sql, values, read);

    private T On<T>(Func<SqliteConnection, T> ask) => _connections.On(ask);
}

/// <summary>An event as it is stored.</summary>
/// <param name="Number">Its number in its job, from 1.</param>
/// <param name="Json">The event.</param>
public sealed record StoredEvent(long Number, ReadOnlyMemory<byte> Json);
