using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MySpinBot.Storage.Querying;

namespace MySpinBot.Storage.Schema.Migrations;

/// <summary>Version 1: jobs, what was handed in, keys, events, settings.</summary>
[DbContext(typeof(JobsContext))]
[Migration("0001_Jobs")]
internal sealed class Migration0001 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        CreateJobs(migrationBuilder);
        migrationBuilder.CreateTable(
            "submissions",
            table => new
            {
                seq = table.Column<long>("INTEGER"),
                document = table.Column<byte[]>("BLOB"),
                options = table.Column<byte[]>("BLOB"),
            },
            constraints: table => table.PrimaryKey("submissions_key", row => row.seq));

        // Entity Framework has no word for tables without row ids.
        migrationBuilder.Sql("CREATE TABLE idempotency (owner TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID");
        migrationBuilder.CreateIndex("idempotency_seq", "idempotency", "seq");
        migrationBuilder.Sql("CREATE TABLE events (seq INTEGER NOT NULL, first INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (seq, first)) WITHOUT ROWID");
        migrationBuilder.Sql("CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
        migrationBuilder.Sql("PRAGMA user_version = 1");
    }

    private static void CreateJobs(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "jobs",
            table => new
            {
                seq = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                id = table.Column<byte[]>("BLOB"),
                owner = table.Column<string>("TEXT"),
                name = table.Column<string>("TEXT", nullable: true),
                state = table.Column<int>("INTEGER"),
                priority = table.Column<int>("INTEGER"),
                number = table.Column<double>("REAL"),
                attempts = table.Column<int>("INTEGER"),
                accepted_at = table.Column<long>("INTEGER"),
                started_at = table.Column<long>("INTEGER", nullable: true),
                ended_at = table.Column<long>("INTEGER", nullable: true),
                last_event = table.Column<long>("INTEGER"),
                reason = table.Column<string>("TEXT", nullable: true),
                suspects = table.Column<string>("TEXT", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("jobs_key", row => row.seq);
                table.UniqueConstraint("jobs_id", row => row.id);
            });
        migrationBuilder.CreateIndex("jobs_unfinished", "jobs", "seq", filter: "state < 2");
        migrationBuilder.CreateIndex("jobs_owner", "jobs", ["owner", "seq"]);
        migrationBuilder.CreateIndex("jobs_state", "jobs", ["state", "seq"]);
    }
}
