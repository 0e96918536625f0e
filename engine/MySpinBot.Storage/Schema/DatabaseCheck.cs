using Microsoft.Data.Sqlite;
using MySpinBot.Storage.Committing;
using MySpinBot.Storage.Schema;

namespace MySpinBot.Storage;

/// <summary>Looks whether the jobs of a folder are whole. Takes no lock and changes nothing, so a server may be using them; not to be called in its own process.</summary>
public static class DatabaseCheck
{
    private const int MostFaults = 20;

    /// <summary>What is wrong with <c>jobs.db</c>, as SQLite says it; none where it is whole.</summary>
    /// <param name="folder">The data folder, in which there is one.</param>
    /// <exception cref="StorageFault">It cannot be opened.</exception>
    public static IReadOnlyList<string> Run(string folder)
    {
        OwnSqlite.Bind();
        var source = new SqliteConnectionStringBuilder { DataSource = Path.Join(folder, "jobs.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        try
        {
            using var connection = new SqliteConnection(source.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA quick_check({MostFaults})";
            using var row = command.ExecuteReader();
            List<string> said = [];
            while (row.Read())
            {
                said.Add(row.GetString(0));
            }

            return said is ["ok"] ? [] : said;
        }
        catch (SqliteException error)
        {
            throw SqliteWords.Explain(error) ?? new StorageFault($"The jobs in '{folder}' cannot be read: {error.Message}", error);
        }
    }
}
