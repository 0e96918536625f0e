using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySpinBot.Storage.Querying;

namespace MySpinBot.Storage.Schema;

/// <summary>Raises files of older versions by the migrations that they lack.</summary>
internal static class OlderFiles
{
    /// <summary>Raises a file to the version that this program writes. Each migration is stored whole or not at all.</summary>
    public static void Raise(SqliteConnection connection)
    {
        // Whoever raises a file has the folder's lock. Entity Framework's own is a row, which outlives a process that is killed, and would be waited for without end.
        Unlock(connection);
        using (var context = new JobsContext(connection))
        {
            context.Database.Migrate();
        }

        Unlock(connection);
    }

    private static void Unlock(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";
        command.ExecuteNonQuery();
    }
}
