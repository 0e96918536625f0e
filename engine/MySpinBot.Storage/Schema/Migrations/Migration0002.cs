using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MySpinBot.Storage.Querying;

namespace MySpinBot.Storage.Schema.Migrations;

/// <summary>Version 2: graphs and their revisions.</summary>
[DbContext(typeof(JobsContext))]
[Migration("0002_Graphs")]
internal sealed class Migration0002 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        CreateGraphs(migrationBuilder);
        CreateRevisions(migrationBuilder);
        migrationBuilder.Sql("PRAGMA user_version = 2");
    }

    private static void CreateGraphs(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "graphs",
            table => new
            {
                seq = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                id = table.Column<byte[]>("BLOB"),
                owner = table.Column<string>("TEXT"),
                name = table.Column<string>("TEXT"),
                description = table.Column<string>("TEXT"),
                tags = table.Column<string>("TEXT"),
                types = table.Column<string>("TEXT"),
                words = table.Column<string>("TEXT"),
                template = table.Column<bool>("INTEGER"),
                created_at = table.Column<long>("INTEGER"),
                changed_at = table.Column<long>("INTEGER"),
                deleted_at = table.Column<long>("INTEGER", nullable: true),
                head = table.Column<long>("INTEGER"),
            },
            constraints: table =>
            {
                table.PrimaryKey("graphs_key", row => row.seq);
                table.UniqueConstraint("graphs_id", row => row.id);
            });
        migrationBuilder.CreateIndex("graphs_changed", "graphs", ["owner", "changed_at"]);
    }

    private static void CreateRevisions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "revisions",
            table => new
            {
                seq = table.Column<long>("INTEGER"),
                graph = table.Column<long>("INTEGER"),
                number = table.Column<long>("INTEGER"),
                made_at = table.Column<long>("INTEGER"),
                kind = table.Column<int>("INTEGER"),
                client = table.Column<string>("TEXT", nullable: true),
                label = table.Column<string>("TEXT", nullable: true),
                note = table.Column<string>("TEXT", nullable: true),
                restored_from = table.Column<long>("INTEGER", nullable: true),
                nodes = table.Column<int>("INTEGER"),
                length = table.Column<int>("INTEGER"),
                digest = table.Column<byte[]>("BLOB"),
                @base = table.Column<long>("INTEGER", nullable: true),
                body = table.Column<byte[]>("BLOB"),
            },
            constraints: table => table.PrimaryKey("revisions_key", row => row.seq));
        migrationBuilder.CreateIndex("revisions_number", "revisions", ["graph", "number"], unique: true);
    }
}
