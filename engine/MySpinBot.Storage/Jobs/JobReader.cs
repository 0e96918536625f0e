using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Schema;

namespace MySpinBot.Storage.Jobs;

/// <summary>Reads what is stored: each call sees the state of one moment, and no call waits for the writer. Safe from any thread.</summary>
public sealed class JobReader : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly DatabaseFile _file;
    private volatile bool _closed;

    internal JobReader(DatabaseFile file) => _file = file;

    /// <summary>A job; null where there is none of this id.</summary>
    public Job? Find(Guid id) => Read($"SELECT {JobRow.Columns} FROM jobs WHERE id = $id", [("$id", id.ToByteArray())], JobRow.Read).FirstOrDefault();

    /// <summary>All jobs that have not ended, in the order of their acceptance.</summary>
    public ImmutableArray<Job> Unfinished() => [.. Read($"SELECT {JobRow.Columns} FROM jobs WHERE state < 2 ORDER BY seq", [], JobRow.Read)];

    /// <summary>A page of jobs, the latest first.</summary>
    public ImmutableArray<Job> List(JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = new StringBuilder("seq < $before");
        List<(string, object)> values = [("$before", filter.Before ?? long.MaxValue), ("$most", filter.Most)];
        if (filter.Owner is { } owner)
        {
            where.Append(" AND owner = $owner");
            values.Add(("$owner", owner));
        }

        if (!filter.States.IsDefaultOrEmpty)
        {
            where.Append(" AND state IN (").AppendJoin(", ", filter.States.Select(state => (int)state)).Append(')');
        }

        if (filter.NameContains is { } name)
        {
            where.Append(" AND instr(lower(name), lower($name)) > 0");
            values.Add(("$name", name));
        }

        if (filter.Since is { } since)
        {
            where.Append(" AND accepted_at >= $since");
            values.Add(("$since", since.ToUnixTimeMilliseconds()));
        }

        if (filter.Until is { } until)
        {
            where.Append(" AND accepted_at < $until");
            values.Add(("$until", until.ToUnixTimeMilliseconds()));
        }

        return [.. Read($"SELECT {JobRow.Columns} FROM jobs WHERE {where} ORDER BY seq DESC LIMIT $most", values, JobRow.Read)];
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
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private List<T> Read<T>(string sql, IEnumerable<(string Name, object Value)> values, Func<SqliteDataReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_idle.TryTake(out var connection))
        {
            connection = _file.OpenToRead();
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }

            using var row = command.ExecuteReader();
            var found = new List<T>();
            while (row.Read())
            {
                found.Add(read(row));
            }

            return found;
        }
        catch (SqliteException error) when (SqliteWords.Explain(error) is { } fault)
        {
            throw fault;
        }
        finally
        {
            _idle.Add(connection);
            if (_closed)
            {
                Dispose();
            }
        }
    }
}

/// <summary>Which jobs a list has.</summary>
public sealed record JobFilter
{
    /// <summary>Only this owner's; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those in one of these states; none for all.</summary>
    public ImmutableArray<JobState> States { get; init; } = [];

    /// <summary>Only those whose name has this text in it, capitals or not; null for all.</summary>
    public string? NameContains { get; init; }

    /// <summary>Only those that were accepted then or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that were accepted earlier; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those that were accepted before the one with this sequence: where the page before ended.</summary>
    public long? Before { get; init; }

    /// <summary>The most that are given.</summary>
    public int Most { get; init; } = 100;
}

/// <summary>An event as it is stored.</summary>
/// <param name="Number">Its number in its job, from 1.</param>
/// <param name="Json">The event.</param>
public sealed record StoredEvent(long Number, ReadOnlyMemory<byte> Json);
