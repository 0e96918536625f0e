using Microsoft.Data.Sqlite;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Storage.Tests;

public sealed class What_cannot_be_stored_is_said
{
    [Fact]
    public async Task A_full_disk_refuses_new_jobs_keeps_the_old_and_takes_jobs_again_when_there_is_room()
    {
        using var disk = SmallDisk.OrSkip(4096);
        await using var store = JobStore.Open(disk.Path, TimeProvider.System);
        var kept = (await store.AcceptAsync(Submissions.Of())).Job;
        disk.Fill();

        var big = new string('x', 1 << 20);
        var fault = await Should.ThrowAsync<StorageFault>(() => store.AcceptAsync(Submissions.Of(big)));

        fault.IsFull.ShouldBeTrue();
        fault.Message.ShouldBe("The disk that holds the jobs is full, so nothing new can be taken; make room.");
        store.Reader.Find(kept.Id).ShouldBe(kept);
        File.Delete(Path.Join(disk.Path, "filler"));
        (await store.AcceptAsync(Submissions.Of(big))).Verdict.ShouldBe(AcceptanceVerdict.Accepted);
    }

    [Fact]
    public async Task A_disk_that_becomes_read_only_refuses_and_is_still_read()
    {
        using var disk = SmallDisk.OrSkip(8192);
        Job kept;
        await using (var store = JobStore.Open(disk.Path, TimeProvider.System))
        {
            kept = (await store.AcceptAsync(Submissions.Of())).Job;
        }

        disk.Protect();
        Should.Throw<StorageFault>(() => JobStore.Open(disk.Path, TimeProvider.System)).Message.ShouldContain("jobs");
        kept.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Two_processes_do_not_share_a_folder()
    {
        using var folder = new TemporaryFolder();
        await using var store = JobStore.Open(folder.Path, TimeProvider.System);
        Should.Throw<StorageFault>(() => JobStore.Open(folder.Path, TimeProvider.System)).Message.ShouldContain("end that one first");
    }

    [Fact]
    public void A_damaged_file_and_one_of_a_newer_version_are_not_touched()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Join(folder.Path, "jobs.db"), new string('?', 8192));
        Should.Throw<StorageFault>(() => JobStore.Open(folder.Path, TimeProvider.System)).Message.ShouldContain("damaged");
        File.ReadAllText(Path.Join(folder.Path, "jobs.db")).ShouldBe(new string('?', 8192));

        File.Delete(Path.Join(folder.Path, "jobs.db"));
        using (var connection = new SqliteConnection($"Data Source={Path.Join(folder.Path, "jobs.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 7";
            command.ExecuteNonQuery();
        }

        Should.Throw<StorageFault>(() => JobStore.Open(folder.Path, TimeProvider.System)).Message.ShouldContain("version 7");
    }
}
