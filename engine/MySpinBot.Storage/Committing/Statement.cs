using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Committing;

/// <summary>A prepared statement whose parameters are set by name.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private bool _prepared;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public void Join(SqliteTransaction transaction) => _command.Transaction = transaction;

    public Statement With(string name, object? value)
    {
        var at = _command.Parameters.IndexOf(name);
        if (at < 0)
        {
            _command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
        }
        else
        {
            _command.Parameters[at].Value = value ?? DBNull.Value;
        }

        return this;
    }

    /// <summary>Sets what changes of a job.</summary>
    public Statement WithStateOf(Job job)
        => With("$state", (int)job.State).With("$priority", job.Priority).With("$number", job.Number).With("$attempts", job.Attempts)
            .With("$started", JobRow.Milliseconds(job.StartedAt)).With("$ended", JobRow.Milliseconds(job.EndedAt)).With("$last", job.LastEvent).With("$reason", job.Reason).With("$suspects", JobRow.Suspects(job)).With("$kept", job.IsKept ? 1 : 0);

    /// <summary>Does it.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run() => Ready().ExecuteNonQuery();

    public SqliteDataReader Read() => Ready().ExecuteReader();

    public void Dispose() => _command.Dispose();

    // The types of the parameters are known once they have values.
    private SqliteCommand Ready()
    {
        if (!_prepared)
        {
            _command.Prepare();
            _prepared = true;
        }

        return _command;
    }
}
