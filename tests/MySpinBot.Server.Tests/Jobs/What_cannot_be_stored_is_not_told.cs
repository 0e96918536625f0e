using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class What_cannot_be_stored_is_not_told
{
    [Fact]
    public async Task A_full_disk_refuses_new_jobs_keeps_those_that_run_and_everything_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.OrSkip(8192);
        await using var office = new Office(jobsAtOnce: 2, folder: disk.Path);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await office.SubmitAsync());
        }

        await Office.UntilAsync(() => ids[..2].TrueForAll(id => office.Reader.Find(id)!.State == JobState.Running));
        var told = new List<JobNews>();
        using var listening = office.Desk.Feeds.Listen((job, news) =>
        {
            lock (told)
            {
                told.AddRange(news);
            }
        });
        disk.Fill();

        // More than any room that the database has left for itself.
        office.Worker.Tell(ids[0], new NodeBlocked("1", new string('x', 1 << 20)));
        await Office.UntilAsync(() => !office.Reports.IsEmpty);
        office.Worker.End(ids[0]);
        office.Worker.End(ids[1]);

        told.ShouldBeEmpty();
        office.Desk.Find(ids[0], null)!.State.ShouldBe(JobState.Running);
        office.Worker.Started.Count().ShouldBe(2, "Nothing new begins.");
        var refusal = await Should.ThrowAsync<ServerRefusal>(() => office.SubmitAsync(document: new string('x', 1 << 20)));
        refusal.Kind.ShouldBe(RefusalKind.DiskFull);
        (await Should.ThrowAsync<ServerRefusal>(() => office.Desk.CancelAsync(ids[2], "No."))).Kind.ShouldBe(RefusalKind.Unavailable);
        office.Desk.Waiting.Select(job => job.Id).ShouldBe(ids[2..]);

        File.Delete(Path.Join(disk.Path, "filler"));
        await office.WhenAsync(ids[0], JobState.Succeeded);
        await office.WhenAsync(ids[1], JobState.Succeeded);
        office.Told(ids[0]).ShouldBe("job_queued job_began node_blocked job_finished");
        await Office.UntilAsync(() => office.Worker.Started.Count() == 4);
        office.Worker.Started.Select(start => start.Job).ShouldBe(ids);
        lock (told)
        {
            told.OfType<StoredNews>().Where(news => news.Job == ids[0]).Select(news => news.Number).ShouldBe([3, 4]);
        }

    }

    [Fact]
    public async Task What_tells_more_than_can_be_held_meanwhile_runs_again_unless_it_was_cancelled()
    {
        using var disk = SmallDisk.OrSkip(64 << 10);
        await using var office = new Office(folder: disk.Path);
        var (loud, unwanted) = (await office.SubmitAsync(), await office.SubmitAsync());
        await office.WhenAsync(loud, JobState.Running);
        await office.WhenAsync(unwanted, JobState.Running);
        disk.Fill();
        var text = new string('x', 4 << 20);
        foreach (var id in new[] { loud, unwanted })
        {
            for (var i = 0; i < 40 && !office.Worker.Commands.Contains(new CancelJob(id)); i++)
            {
                office.Worker.Tell(id, new NodeBlocked("1", text));
            }

            office.Worker.Commands.ShouldContain(new CancelJob(id));
        }

        (await office.Desk.CancelAsync(unwanted, "No more.")).ShouldBeTrue();
        office.Worker.End(loud, RunOutcome.Cancelled);
        office.Worker.End(unwanted);
        File.Delete(Path.Join(disk.Path, "filler"));

        (await office.WhenAsync(unwanted, JobState.Cancelled)).Reason.ShouldBe("No more.");
        await Office.UntilAsync(() => office.Worker.Started.Count(start => start.Job == loud) == 2);
        office.Worker.End(loud, events: ScriptedWorker.Finished("1"));
        (await office.WhenAsync(loud, JobState.Succeeded)).Attempts.ShouldBe(1);
        office.Told(loud).ShouldEndWith("job_began node_finished job_finished");
        office.Worker.Started.Count(start => start.Job == unwanted).ShouldBe(1);
    }

    [Fact]
    public async Task A_disk_with_less_than_its_reserve_refuses_before_it_is_full()
    {
        await using var office = new Office(new ServerLimits { FreeDiskBytes = long.MaxValue });
        var refusal = await Should.ThrowAsync<ServerRefusal>(() => office.SubmitAsync());
        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.DiskFull, "disk_full"));
        refusal.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_stops_takes_nothing_and_loses_nothing()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        await office.Desk.StopAsync();
        (await Should.ThrowAsync<ServerRefusal>(() => office.SubmitAsync())).Code.ShouldBe("stopping");
        office.Worker.Die((id, "1", 0));
        await office.RestartAsync();
        office.Worker.Ready();
        office.Worker.Started.Single().Suspects.ShouldBeEmpty();
        office.Worker.End(id);
        (await office.WhenAsync(id, JobState.Succeeded)).Attempts.ShouldBe(1);
    }
}
