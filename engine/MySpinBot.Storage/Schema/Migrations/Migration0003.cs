using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MySpinBot.Storage.Querying;

namespace MySpinBot.Storage.Schema.Migrations;

/// <summary>Version 3: batches and labels of jobs, those that are kept, webhooks and their calls.</summary>
[DbContext(typeof(JobsContext))]
[Migration("0003_Webhooks")]
internal sealed class Migration0003 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<byte[]>("batch", "jobs", "BLOB", nullable: true);
        migrationBuilder.AddColumn<string>("labels", "jobs", "TEXT", nullable: true);
        migrationBuilder.AddColumn<int>("kept", "jobs", "INTEGER", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<int>("hooked", "jobs", "INTEGER", nullable: false, defaultValue: 0);
        migrationBuilder.CreateIndex("jobs_batch", "jobs", ["batch", "seq"], filter: "batch IS NOT NULL");
        CreateBatches(migrationBuilder);
        CreateWebhooks(migrationBuilder);
        CreateDeliveries(migrationBuilder);
        migrationBuilder.Sql("PRAGMA user_version = 3");
    }

    private static void CreateBatches(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "batches",
            table => new
            {
                seq = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                id = table.Column<byte[]>("BLOB"),
                owner = table.Column<string>("TEXT"),
                name = table.Column<string>("TEXT", nullable: true),
                jobs = table.Column<int>("INTEGER"),
                accepted_at = table.Column<long>("INTEGER"),
            },
            constraints: table =>
            {
                table.PrimaryKey("batches_key", row => row.seq);
                table.UniqueConstraint("batches_id", row => row.id);
            });
        migrationBuilder.CreateIndex("batches_owner", "batches", ["owner", "seq"]);
        migrationBuilder.Sql("CREATE TABLE labels (owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (owner, name, value, seq)) WITHOUT ROWID");
    }

    private static void CreateWebhooks(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "webhooks",
            table => new
            {
                seq = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                id = table.Column<byte[]>("BLOB"),
                owner = table.Column<string>("TEXT"),
                job = table.Column<long>("INTEGER", nullable: true),
                name = table.Column<string>("TEXT", nullable: true),
                url = table.Column<string>("TEXT"),
                events = table.Column<int>("INTEGER"),
                secret = table.Column<byte[]>("BLOB", nullable: true),
                active = table.Column<int>("INTEGER"),
                created_at = table.Column<long>("INTEGER"),
            },
            constraints: table =>
            {
                table.PrimaryKey("webhooks_key", row => row.seq);
                table.UniqueConstraint("webhooks_id", row => row.id);
            });
        migrationBuilder.CreateIndex("webhooks_standing", "webhooks", "owner", filter: "job IS NULL");
        migrationBuilder.CreateIndex("webhooks_job", "webhooks", "job", filter: "job IS NOT NULL");
    }

    private static void CreateDeliveries(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "deliveries",
            table => new
            {
                seq = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                id = table.Column<byte[]>("BLOB"),
                webhook = table.Column<long>("INTEGER"),
                owner = table.Column<string>("TEXT"),
                receiver = table.Column<string>("TEXT"),
                @event = table.Column<string>("TEXT", name: "event"),
                job_id = table.Column<byte[]>("BLOB", nullable: true),
                job = table.Column<byte[]>("BLOB", nullable: true),
                state = table.Column<int>("INTEGER"),
                attempts = table.Column<int>("INTEGER"),
                created_at = table.Column<long>("INTEGER"),
                due_at = table.Column<long>("INTEGER"),
                tries = table.Column<string>("TEXT", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("deliveries_key", row => row.seq);
                table.UniqueConstraint("deliveries_id", row => row.id);
            });
        migrationBuilder.CreateIndex("deliveries_due", "deliveries", ["owner", "receiver", "due_at"], filter: "state = 0");
        migrationBuilder.CreateIndex("deliveries_line", "deliveries", ["webhook", "job_id", "seq"], filter: "state = 0");
        migrationBuilder.CreateIndex("deliveries_owner", "deliveries", ["owner", "seq"]);
        migrationBuilder.CreateIndex("deliveries_webhook", "deliveries", ["webhook", "seq"]);
        migrationBuilder.CreateIndex("deliveries_job", "deliveries", ["job_id", "seq"], filter: "job_id IS NOT NULL");
    }
}
