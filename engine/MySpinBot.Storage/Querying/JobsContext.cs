using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MySpinBot.Storage.Querying;

/// <summary>The tables as Entity Framework sees them: for searches and for raising older files. Nothing that happens with every job, and nothing at the start, goes through it.</summary>
/// <param name="connection">An open connection of somebody who keeps it.</param>
internal sealed class JobsContext(SqliteConnection connection) : DbContext
{
    public DbSet<JobTable> Jobs => Set<JobTable>();

    public DbSet<LabelTable> Labels => Set<LabelTable>();

    protected override void OnConfiguring(DbContextOptionsBuilder options)
        => options.UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)

            // Migrations are written by hand, since Entity Framework knows no tables without row ids. That they and the classes fit is a test and not a snapshot.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void OnModelCreating(ModelBuilder model)
    {
        // What is called Id is taken for the key first, and for something that may be missing once it is not.
        model.Entity<JobTable>().Property(row => row.Id).IsRequired();
        model.Entity<SubmissionTable>().Property(row => row.Sequence).ValueGeneratedNever();
        model.Entity<KeyTable>();
        model.Entity<EventTable>();
        model.Entity<SettingTable>();
        model.Entity<GraphTable>().Property(row => row.Id).IsRequired();
        model.Entity<RevisionTable>();
        model.Entity<LabelTable>();
        model.Entity<BatchTable>().Property(row => row.Id).IsRequired();
        model.Entity<WebhookTable>().Property(row => row.Id).IsRequired();
        model.Entity<DeliveryTable>().Property(row => row.Id).IsRequired();
    }
}
