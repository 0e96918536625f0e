using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Schema;

namespace MySpinBot.Storage.Reading;

/// <summary>The connections that read. Each is lent to one who asks at a time; there are as many as ever asked at once. Safe from any thread.</summary>
internal sealed class ReadConnections(DatabaseFile file) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _closed;

    /// <summary>What a query gives, row by row.</summary>
    public List<T> Read<T>(string sql, IEnumerable<(string Name, object Value)> values, Func<SqliteDataReader, T> read) => On(connection => Read(connection, sql, values, read));

    /// <summary>The same on a connection that one has.</summary>
    public static List<T> Read<T>(SqliteConnection connection, string sql, IEnumerable<(string Name, object Value)> values, Func<SqliteDataReader, T> read)
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

    /// <summary>Asks something of a connection.</summary>
    /// <exception cref="StorageFault">The file cannot be read.</exception>
    public T On<T>(Func<SqliteConnection, T> ask)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_idle.TryTake(out var connection))
        {
            connection = file.OpenToRead();
        }

        try
        {
            return ask(connection);
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

    /// <summary>Closes them.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
