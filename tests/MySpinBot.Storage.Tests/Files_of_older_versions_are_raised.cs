using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Schema;

namespace MySpinBot.Storage.Tests;

public sealed class Files_of_older_versions_are_raised : IDisposable
{
    // What the first release made of an empty file.
    private const string Version1 = """
        CREATE TABLE jobs (
          seq         INTEGER PRIMARY KEY AUTOINCREMENT,
          id          BLOB NOT NULL UNIQUE,
          owner       TEXT NOT NULL,
          name        TEXT,
          state       INTEGER NOT NULL,
          priority    INTEGER NOT NULL,
          number      REAL NOT NULL,
          attempts    INTEGER NOT NULL,
          accepted_at INTEGER NOT NULL,
          started_at  INTEGER,
          ended_at    INTEGER,
          last_event  INTEGER NOT NULL,
          reason      TEXT,
          suspects    TEXT
        );
        CREATE INDEX jobs_unfinished ON jobs (seq) WHERE state < 2;
        CREATE INDEX jobs_owner ON jobs (owner, seq);
        CREATE INDEX jobs_state ON jobs (state, seq);
        CREATE TABLE submissions (
          seq      INTEGER PRIMARY KEY,
          document BLOB NOT NULL,
          options  BLOB NOT NULL
        );
        CREATE TABLE idempotency (
          owner  TEXT NOT NULL,
          key    TEXT NOT NULL,
          seq    INTEGER NOT NULL,
          digest BLOB NOT NULL,
          PRIMARY KEY (owner, key)
        ) WITHOUT ROWID;
        CREATE INDEX idempotency_seq ON idempotency (seq);
        CREATE TABLE events (
          seq   INTEGER NOT NULL,
          first INTEGER NOT NULL,
          body  BLOB NOT NULL,
          PRIMARY KEY (seq, first)
        ) WITHOUT ROWID;
        CREATE TABLE settings (
          name  TEXT PRIMARY KEY,
          value BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE "__EFMigrationsHistory" (
          "MigrationId"    TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
          "ProductVersion" TEXT NOT NULL
        );
        INSERT INTO "__EFMigrationsHistory" VALUES ('0001_Jobs', '10.0.14');
        PRAGMA user_version = 1;

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task And_the_jobs_in_them_are_there_as_they_were()
    {
        var id = Guid.NewGuid();
        OwnSqlite.Bind();
        using (var connection = new SqliteConnection($"Data Source={Path.Join(_folder.Path, "jobs.db")};Pooling=false"))
        {
            connection.Open();
            using var insert = connection.CreateCommand();
            insert.CommandText = Version1 + "INSERT INTO jobs (id, owner, name, state, priority, number, attempts, accepted_at, last_event) VALUES ($id, 'anna', 'old', 0, 0, 1, 0, 5, 0); INSERT INTO submissions VALUES (1, x'7b7d', x'7b7d')";
            insert.Parameters.AddWithValue("$id", id.ToByteArray());
            insert.ExecuteNonQuery();
        }

        await using var store = JobStore.Open(_folder.Path, TimeProvider.System);
        var job = store.Reader.Find(id).ShouldNotBeNull();
        (job.Name, job.IsKept, job.HasWebhook, job.Batch, job.Labels).ShouldBe(("old", false, false, null, null));
        (await store.StepAsync(job.Step(new JobKept(true)))).Job!.IsKept.ShouldBeTrue();
        (await store.AcceptAsync(Submissions.Of())).Job.Sequence.ShouldBe(2);
        store.Reader.List(new JobFilter { Owner = "anna", IsKept = true }).ShouldHaveSingleItem().Id.ShouldBe(id);
    }
}
