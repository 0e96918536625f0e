using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class What_is_asked_of_jobs
{
    [Fact]
    public async Task One_that_waits_is_cancelled_at_once_and_one_that_runs_when_it_stops()
    {
        await using var office = new Office(jobsAtOnce: 1);
        var (running, waiting) = (await office.SubmitAsync(), await office.SubmitAsync());

        (await office.Desk.CancelAsync(waiting, "No more.")).ShouldBeTrue();
        office.Reader.Find(waiting)!.State.ShouldBe(JobState.Cancelled);
        office.Told(waiting).ShouldBe("job_queued job_finished");

        (await office.Desk.CancelAsync(running, "No more.")).ShouldBeTrue();
        office.Worker.Commands[^1].ShouldBe(new CancelJob(running));
        office.Desk.Find(running, null)!.State.ShouldBe(JobState.Running);
        office.Worker.End(running, RunOutcome.Cancelled);
        (await office.WhenAsync(running, JobState.Cancelled)).Reason.ShouldBe("No more.");

        (await office.Desk.CancelAsync(running, "No more.")).ShouldBeFalse();
        (await office.Desk.CancelAsync(Guid.NewGuid(), "No more.")).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_ends_well_while_it_is_told_to_stop_has_ended_well()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        await office.Desk.CancelAsync(id, "No more.");
        office.Worker.End(id);
        await office.WhenAsync(id, JobState.Succeeded);
    }

    [Fact]
    public async Task One_that_was_cancelled_while_it_ran_does_not_run_again_though_the_server_is_started_anew()
    {
        await using var office = new Office();
        var (unwanted, wanted) = (await office.SubmitAsync(), await office.SubmitAsync());
        (await office.Desk.CancelAsync(unwanted, "Anna does not want it.")).ShouldBeTrue();
        office.Reader.Find(unwanted)!.State.ShouldBe(JobState.Running);

        await office.RestartAsync();
        office.Worker.Ready();

        (await office.WhenAsync(unwanted, JobState.Cancelled)).Reason.ShouldBe("Anna does not want it.");
        office.Told(unwanted).ShouldBe("job_queued job_began job_finished");
        office.Worker.Started.Single().Job.ShouldBe(wanted);
        (await office.Desk.RetryAsync(unwanted)).ShouldNotBeNull().Reason.ShouldBeNull();
        await Office.UntilAsync(() => office.Worker.Started.Count() == 2);
        office.Worker.End(unwanted);
        await office.WhenAsync(unwanted, JobState.Succeeded);
    }

    [Fact]
    public async Task One_whose_worker_does_not_say_that_it_stopped_ends_with_its_worker()
    {
        await using var office = new Office(patience: TimeSpan.FromMilliseconds(50));
        var (deaf, good) = (await office.SubmitAsync(), await office.SubmitAsync());
        await office.Desk.CancelAsync(good, "No more.");
        office.Worker.End(good, RunOutcome.Cancelled);
        await office.WhenAsync(good, JobState.Cancelled);

        await office.Desk.CancelAsync(deaf, "No more.");
        await Office.UntilAsync(() => office.Worker.Replaced.Count > 0);
        office.Worker.Replaced.ShouldBe(["a job that was told to stop did not end"]);
        office.Worker.Lose(new("was replaced: a job that was told to stop did not end", IsAccident: false, []));
        (await office.WhenAsync(deaf, JobState.Cancelled)).Reason.ShouldBe("No more.");
    }

    [Fact]
    public async Task One_that_failed_runs_again_and_one_that_did_well_does_not()
    {
        await using var office = new Office();
        var (bad, good) = (await office.SubmitAsync(), await office.SubmitAsync());
        office.Worker.End(bad, RunOutcome.Failed, "The disk was full.");
        office.Worker.End(good);
        await office.WhenAsync(bad, JobState.Failed);
        await office.WhenAsync(good, JobState.Succeeded);

        var again = (await office.Desk.RetryAsync(bad)).ShouldNotBeNull();
        again.State.ShouldBe(JobState.Queued);
        (await office.Desk.RetryAsync(good)).ShouldBeNull();
        (await office.Desk.RetryAsync(bad)).ShouldBeNull();
        await Office.UntilAsync(() => office.Worker.Started.Count(start => start.Job == bad) == 2);
        office.Worker.End(bad);
        (await office.WhenAsync(bad, JobState.Succeeded)).Reason.ShouldBeNull();
        office.Told(bad).ShouldBe("job_queued job_began job_finished job_queued job_began job_finished");
    }

    [Fact]
    public async Task Whoever_hears_that_a_job_failed_may_have_it_run_again_at_once()
    {
        await using var office = new Office();
        var retried = new TaskCompletionSource<Job?>();
        using var listening = office.Desk.Feeds.Listen((job, news) =>
        {
            if (job.State == JobState.Failed)
            {
                _ = Task.Run(async () => retried.TrySetResult(await office.Desk.RetryAsync(job.Id)));
            }
        });
        var id = await office.SubmitAsync();
        office.Worker.End(id, RunOutcome.Failed, "No.");
        (await retried.Task.WaitAsync(Office.Patience)).ShouldNotBeNull().Id.ShouldBe(id);
        await Office.UntilAsync(() => office.Worker.Started.Count() == 2);
        office.Desk.Unfinished.ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_are_put_before_behind_and_between_others_and_stay_there_after_a_restart()
    {
        await using var office = new Office(ready: false);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await office.SubmitAsync());
        }

        await office.Desk.MoveAsync(ids[3], 0, office.Desk.NumberFor(JobSpot.Front, null));
        await office.Desk.MoveAsync(ids[0], 0, office.Desk.NumberFor(JobSpot.Behind, ids[1]));
        (await office.Desk.MoveAsync(ids[2], 1, 0)).ShouldNotBeNull().Priority.ShouldBe(1);
        office.Desk.Waiting.Select(job => job.Id).ShouldBe([ids[2], ids[3], ids[1], ids[0]]);

        await office.RestartAsync();
        office.Desk.Waiting.Select(job => job.Id).ShouldBe([ids[2], ids[3], ids[1], ids[0]]);
        (await office.Desk.MoveAsync(Guid.NewGuid(), 0, 0)).ShouldBeNull();
        (await Should.ThrowAsync<ServerRefusal>(() => office.Desk.MoveAsync(ids[0], 0, double.NaN))).Kind.ShouldBe(RefusalKind.Wrong);
    }

    [Fact]
    public async Task A_paused_queue_gives_no_turns_and_is_paused_still_after_a_restart()
    {
        await using var office = new Office();
        await office.Desk.PauseAsync(true);
        var id = await office.SubmitAsync();
        office.Worker.Started.ShouldBeEmpty();
        await office.RestartAsync();
        office.Desk.IsPaused.ShouldBeTrue();
        office.Worker.Ready();
        office.Worker.Started.ShouldBeEmpty();
        await office.Desk.PauseAsync(false);
        office.Worker.Started.Single().Job.ShouldBe(id);
    }

    [Fact]
    public async Task Only_what_has_ended_is_forgotten_and_then_nothing_is_left()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        (await office.Desk.ForgetAsync(id)).ShouldBeFalse();
        office.Worker.End(id);
        await office.WhenAsync(id, JobState.Succeeded);
        office.Desk.Record(id).ShouldNotBeNull();
        (await office.Desk.ForgetAsync(id)).ShouldBeTrue();
        office.Desk.Find(id, null).ShouldBeNull();
        office.Desk.Record(id).ShouldBeNull();
        office.Desk.Content(id).ShouldBeNull();
        (await office.Desk.ForgetAsync(id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Ten_thousand_jobs_are_listed_with_their_places_and_cancelled_in_good_time()
    {
        await using var office = new Office(ready: false);
        var ids = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => office.SubmitAsync(owner: $"owner{i % 7}")));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var places = office.Desk.Waiting.Select(job => office.Desk.PlaceOf(job.Id)!.Position).ToList();
        places.ShouldBe(Enumerable.Range(1, 10_000));
        (await Task.WhenAll(ids.Select(id => office.Desk.CancelAsync(id, "All of them.")))).ShouldAllBe(done => done);
        office.Desk.Unfinished.ShouldBe(0);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
