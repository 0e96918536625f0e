using Microsoft.Data.Sqlite;

namespace MySpinBot.Storage.Committing;

/// <summary>What SQLite's error codes mean for people. Codes: https://sqlite.org/rescode.html.</summary>
internal static class SqliteWords
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The fault of the store that an error tells of; null where it is none of the store's.</summary>
    public static StorageFault? Explain(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => new("The disk that holds the jobs is full, so nothing new can be taken; make room.", error, isFull: true),
        Busy or Locked => new("Another program is writing to the file of the jobs, and did not let go of it; end that program, and leave the file to this one.", error),
        ReadOnly => new("The folder of the jobs cannot be written; make it and its files writable for this user.", error),
        InputOutput => new($"The disk that holds the jobs failed ({error.Message.TrimEnd('.')}); see to the disk, then start again.", error),
        Corrupt or NotADatabase => new("The file of the jobs is damaged; put a copy in its place, or move it away to begin with an empty one.", error),
        CannotOpen => new("The file of the jobs cannot be opened; see that its folder is there and may be written.", error),
        _ => null,
    };
}
