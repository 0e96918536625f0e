using System.Net;
using Microsoft.Data.Sqlite;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest;

public sealed class What_cannot_be_stored_is_refused
{
    [Fact]
    public async Task On_a_full_disk_with_507_and_taken_when_there_is_room_again()
    {
        using var disk = SmallDisk.OrSkip(16 << 10);
        await using var server = await StartAsync(new ServerLimits { FreeDiskBytes = 0 }, disk.Path);
        var before = await server.SubmitAsync();
        await server.UntilAsync(before, "succeeded");
        disk.Fill();
        var big = Graph.Replace("hello", new string('x', 1 << 20));

        using (var answer = await server.PostAsync("/api/v1/jobs", big, ("Idempotency-Key", "k")))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
            answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            body.ShouldContain("disk_full");
            body.ShouldContain("make room");
        }

        await server.UntilAsync(before, "succeeded");
        File.Delete(Path.Join(disk.Path, "filler"));
        await server.UntilAsync(await server.SubmitAsync(big, ("Idempotency-Key", "k")), "succeeded");
        (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task While_another_program_holds_the_file_with_503_and_taken_when_it_lets_go()
    {
        await using var server = await StartAsync();
        using (var other = new SqliteConnection($"Data Source={Path.Join(server.Options.DataFolder, "jobs.db")};Pooling=false"))
        {
            other.Open();
            using var held = other.BeginTransaction();
            using var answer = await server.PostAsync("/api/v1/jobs", Graph);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Another program");
            (await JsonAsync(server.GetAsync("/api/v1/jobs"))).GetProperty("jobs").GetArrayLength().ShouldBe(0);
        }

        await server.UntilAsync(await server.SubmitAsync(), "succeeded");
    }

    [Fact]
    public async Task On_a_disk_that_may_not_be_written_by_not_starting_at_all()
    {
        using var disk = SmallDisk.OrSkip(8 << 10);
        using var folder = new TemporaryFolder();
        await using (JobStore.Open(disk.Path, TimeProvider.System))
        {
        }

        disk.Protect();
        var options = new ServerOptions
        {
            DataFolder = disk.Path,
            InputFolder = folder.Sub("input"),
            OutputFolder = folder.Sub("output"),
            TempFolder = folder.Sub("temp"),
            Port = 0,
            Worker = new WorkerLaunch("none", [], folder.Sub("running.calls")),
        };
        (await Should.ThrowAsync<StorageFault>(() => ServerHost.StartAsync(options, TestContext.Current.CancellationToken))).Message.ShouldContain(disk.Path);
    }
}
