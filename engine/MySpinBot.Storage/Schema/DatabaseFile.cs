using System.Globalization;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Committing;

namespace MySpinBot.Storage.Schema;

/// <summary>The file of the database and the right to write it: a lock that the system lets go of when the process ends, however it ends.</summary>
internal sealed class DatabaseFile : IDisposable
{
    /// <summary>The version of the schema that this program writes.</summary>
    public const int Version = 3;

    // So long a lock of another program is waited for: everybody's work stands still meanwhile.
    private const int SecondsForOthers = 5;

    private readonly FileStream _lock;
    private readonly string _path;

    private DatabaseFile(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Takes the folder's lock.</summary>
    /// <exception cref="StorageFault">Another process has it, or the folder cannot be written.</exception>
    public static DatabaseFile Lock(string folder)
    {
        OwnSqlite.Bind();
        try
        {
            Directory.CreateDirectory(folder);
            return new DatabaseFile(Path.Join(folder, "jobs.db"), new FileStream(Path.Join(folder, "jobs.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageFault($"'{folder}' cannot be written; choose a folder that may be written.", error);
        }
        catch (IOException error)
        {
            throw new StorageFault($"'{folder}' cannot be used for jobs: {error.Message} If another MySpinBot runs on it, end that one first or give this one a folder of its own.", error);
        }
    }

    /// <summary>Opens the one connection that writes, and brings the schema about.</summary>
    /// <exception cref="StorageFault">The file cannot be opened, or is of a newer version.</exception>
    public SqliteConnection OpenToWrite()
    {
        var connection = Connect(SqliteOpenMode.ReadWriteCreate);
        try
        {
            // In this order: a checkpoint must be flushed as the commits are.
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, "PRAGMA temp_store = MEMORY");
            Migrate(connection);
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteWords.Explain(error) ?? (Exception)error;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads.</summary>
    public SqliteConnection OpenToRead() => Connect(SqliteOpenMode.ReadOnly);

    /// <summary>The greatest sequence that was ever given to a job.</summary>
    public static long LastSequence(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq FROM sqlite_sequence WHERE name = 'jobs'";
        return command.ExecuteScalar() is long last ? last : 0;
    }

    public void Dispose() => _lock.Dispose();

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        // Pools outlive those who use them; whoever opens a connection here keeps it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = mode, Pooling = false, DefaultTimeout = SecondsForOthers }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw SqliteWords.Explain(error) ?? (Exception)error;
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > Version)
        {
            throw new StorageFault($"The jobs are of version {version} and this program knows versions up to {Version}; use the program that wrote them, or a newer one.", new NotSupportedException());
        }

        if (version == 0)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, Script());
            transaction.Commit();
        }
        else if (version < Version)
        {
            OlderFiles.Raise(connection);
        }
    }

    private static string Script()
    {
        using var reader = new StreamReader(typeof(DatabaseFile).Assembly.GetManifestResourceStream("schema.sql")!);
        return reader.ReadToEnd();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
