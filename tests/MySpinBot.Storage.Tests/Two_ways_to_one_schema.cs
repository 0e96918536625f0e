using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Querying;
using MySpinBot.Storage.Schema;
using MySpinBot.Storage.Schema.Migrations;

namespace MySpinBot.Storage.Tests;

public sealed class Two_ways_to_one_schema : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_is_what_the_migrations_make_of_an_empty_one()
    {
        await JobStore.Open(_folder.Sub("fast"), TimeProvider.System).DisposeAsync();
        using var fast = Connect("fast");
        Directory.CreateDirectory(_folder.Sub("raised"));
        using var raised = Connect("raised");

        OlderFiles.Raise(raised);

        var schema = Schema(raised);
        schema.ShouldBe(Schema(fast));
        schema.ShouldContain("events 3 columns, events|1|0");
        Rows(fast, "PRAGMA user_version").ShouldBe([$"{DatabaseFile.Version}"]);
        Rows(raised, "PRAGMA user_version").ShouldBe([$"{DatabaseFile.Version}"]);
        Rows(raised, "SELECT * FROM \"__EFMigrationsHistory\"").ShouldBe(Rows(fast, "SELECT * FROM \"__EFMigrationsHistory\""));
    }

    [Fact]
    public async Task The_migrations_leave_a_new_file_as_it_is()
    {
        Job job;
        await using (var store = JobStore.Open(_folder.Sub("fast"), TimeProvider.System))
        {
            job = (await store.AcceptAsync(Submissions.Of())).Job;
        }

        using (var connection = Connect("fast"))
        {
            var before = Schema(connection);

            // As a process leaves it that is killed while it raises a file.
            Rows(connection, "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
            Rows(connection, "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01 00:00:00')");
            OlderFiles.Raise(connection);
            Schema(connection).ShouldBe(before);
        }

        await using var again = JobStore.Open(_folder.Sub("fast"), TimeProvider.System);
        again.Reader.Find(job.Id).ShouldBe(job);
    }

    [Fact]
    public async Task A_file_of_version_1_is_raised_with_all_that_is_in_it()
    {
        Directory.CreateDirectory(_folder.Sub("old"));
        using (var connection = Connect("old"))
        {
            using var context = new JobsContext(connection);
            foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(new Migration0001().UpOperations).Select(command => command.CommandText)
                .Append(context.GetService<IHistoryRepository>().GetCreateScript()).Append(context.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow("0001_Jobs", "10.0.14"))))
            {
                Rows(connection, command);
            }

            Rows(connection, "PRAGMA user_version").ShouldBe(["1"]);
            Rows(connection, "INSERT INTO jobs (seq, id, owner, state, priority, number, attempts, accepted_at, last_event) VALUES (7, x'00112233445566778899aabbccddeeff', 'anna', 2, 0, 7, 1, 5, 0)");
        }

        await using var store = JobStore.Open(_folder.Sub("old"), TimeProvider.System);

        store.Reader.List(new JobFilter { Owner = "anna" }).Single().Sequence.ShouldBe(7);
        (await store.AcceptAsync(Submissions.Of())).Job.Sequence.ShouldBe(8);
        (await Graphs.Drawn.CreateAsync(store)).Head.Number.ShouldBe(1);
    }

    [Fact]
    public async Task The_classes_of_the_tables_have_their_columns()
    {
        await JobStore.Open(_folder.Sub("fast"), TimeProvider.System).DisposeAsync();
        using var connection = Connect("fast");
        using var context = new JobsContext(connection);

        foreach (var type in context.Model.GetEntityTypes())
        {
            var table = type.GetTableName()!;
            var columns = type.GetProperties().OrderBy(property => property.GetColumnName(), StringComparer.Ordinal)
                .Select(property => $"{property.GetColumnName()}|{property.GetColumnType()}|{(property.IsPrimaryKey() || !property.IsNullable ? 1 : 0)}|{KeyPlace(type, property)}");
            columns.ShouldBe(Rows(connection, $"SELECT name, type, [notnull] OR pk > 0, pk FROM pragma_table_info('{table}') ORDER BY name"), table);
        }

        context.Model.GetEntityTypes().Select(type => type.GetTableName()!).Order(StringComparer.Ordinal)
            .ShouldBe(Rows(connection, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY name"));
    }

    [Fact]
    public async Task The_start_and_what_happens_with_every_job_do_without_Entity_Framework()
    {
        using var child = Child.Start(_folder.Path, "assemblies");
        var loaded = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        loaded.ShouldContain("before: Microsoft.Data.Sqlite");
        loaded.ShouldNotContain("before: Microsoft.EntityFrameworkCore");
        loaded.ShouldContain("after a search: Microsoft.EntityFrameworkCore");
    }

    private static int KeyPlace(IEntityType type, IProperty property) => type.FindPrimaryKey()!.Properties.ToList().IndexOf(property) + 1;

    // Whatever matters of tables and indexes, and not how it was written down.
    private static string Schema(SqliteConnection connection)
    {
        var text = new System.Text.StringBuilder();
        foreach (var table in Rows(connection, "SELECT name || '|' || wr || '|' || strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema' ORDER BY name"))
        {
            var name = table.Split('|')[0];
            var columns = Rows(connection, $"SELECT name, type, [notnull] OR pk > 0, dflt_value, pk, hidden FROM pragma_table_xinfo('{name}') ORDER BY cid");
            text.AppendLine($"{name} {columns.Count} columns, {table}, autoincrement {Rows(connection, $"SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema WHERE name = '{name}'").FirstOrDefault()}");
            columns.ForEach(column => text.AppendLine($"  {column}"));
            foreach (var index in Rows(connection, $"SELECT CASE origin WHEN 'c' THEN name ELSE origin END, [unique], partial, (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i), (SELECT substr(sql, instr(sql, 'WHERE')) FROM sqlite_schema WHERE name = l.name AND l.partial) FROM pragma_index_list('{name}') l ORDER BY 1"))
            {
                text.AppendLine($"  index {index}");
            }
        }

        return text.ToString();
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? "" : row.GetString(column))));
        }

        return rows;
    }

    private SqliteConnection Connect(string folder)
    {
        var connection = new SqliteConnection($"Data Source={_folder.Sub(folder, "jobs.db")};Pooling=false");
        connection.Open();
        return connection;
    }
}
