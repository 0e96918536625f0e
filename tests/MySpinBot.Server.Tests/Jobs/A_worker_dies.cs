using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class A_worker_dies
{
    [Fact]
    public async Task Its_jobs_go_on_in_the_next_one_and_the_calls_that_it_was_in_are_suspected()
    {
        await using var office = new Office();
        var (guilty, other) = (await office.SubmitAsync(), await office.SubmitAsync());
        office.Worker.Tell(guilty, Finished("1"));

        office.Worker.Die((guilty, "2", 0));
        office.Desk.Running.ShouldBeEmpty();
        office.Desk.Waiting.Select(job => job.Id).ShouldBe([guilty, other]);
        office.Worker.Ready();

        var sent = office.Worker.Started.TakeLast(2).ToDictionary(start => start.Job);
        sent[guilty].Suspects.ShouldBe([new SuspectCall("2", 0, 1)]);
        sent[other].Suspects.ShouldBeEmpty();
        office.Worker.End(other);
        (await office.WhenAsync(other, JobState.Succeeded)).Attempts.ShouldBe(1, "The others are not to blame.");

        office.Worker.Die((guilty, "2", 0));
        office.Worker.Ready();
        office.Worker.Started.Last().Suspects.ShouldBe([new SuspectCall("2", 0, 2)]);
        office.Worker.End(guilty, RunOutcome.Failed, "The node '2' ended its worker twice.");
        (await office.WhenAsync(guilty, JobState.Failed)).Attempts.ShouldBe(3);
        office.Told(guilty).ShouldBe("job_queued job_began node_finished worker_lost job_began worker_lost job_began job_finished");
    }

    [Fact]
    public async Task A_suspect_that_ends_well_is_above_suspicion()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        office.Worker.Die((id, "1", 0), (id, "2", 3));
        office.Worker.Ready();
        office.Worker.Tell(id, Finished("1"));
        office.Worker.Die((id, "3", 0));
        office.Worker.Ready();
        office.Worker.Started.Last().Suspects.ShouldBe([new SuspectCall("2", 3, 1), new SuspectCall("3", 0, 1)]);
        await Office.UntilAsync(() => office.Reader.Find(id)!.Suspects.Length == 2);
    }

    [Fact]
    public async Task Where_no_call_can_be_blamed_it_goes_on_so_often_and_no_further()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        for (var i = 0; i < 10; i++)
        {
            office.Worker.Started.Count().ShouldBe(i + 1);
            office.Worker.Die();
            office.Worker.Ready();
        }

        (await office.WhenAsync(id, JobState.Failed)).Reason!.ShouldStartWith("10 workers ended while they had this job");
        office.Worker.Started.Count().ShouldBe(10);
    }

    [Fact]
    public async Task One_that_was_cancelled_ends_then()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        (await office.Desk.CancelAsync(id, "Anna does not want it.")).ShouldBeTrue();
        office.Worker.Die((id, "1", 0));
        var job = await office.WhenAsync(id, JobState.Cancelled);
        job.Reason.ShouldBe("Anna does not want it.");
        office.Worker.Ready();
        office.Worker.Started.Count().ShouldBe(1);
    }

    [Fact]
    public async Task One_that_was_cancelled_on_its_way_to_a_worker_that_is_gone_leaves_its_place_once()
    {
        await using var office = new Office(jobsAtOnce: 1, ready: false);
        var ids = new List<Guid> { await office.SubmitAsync(), await office.SubmitAsync(), await office.SubmitAsync() };
        office.Worker.OnStart = start =>
        {
            office.Worker.OnStart = null;
            office.Worker.Vanish();
            _ = office.Desk.CancelAsync(start.Job, "No more.");
        };
        office.Worker.Ready();
        await office.WhenAsync(ids[0], JobState.Cancelled);

        office.Worker.Ready();

        office.Worker.Started.Select(start => start.Job).ShouldBe(ids[..2]);
        office.Desk.Running.Single().Id.ShouldBe(ids[1]);
    }

    [Fact]
    public async Task One_that_lost_its_worker_on_the_way_goes_to_the_next_and_the_next_is_ready()
    {
        await using var office = new Office(jobsAtOnce: 2, ready: false);
        var ids = new List<Guid> { await office.SubmitAsync(), await office.SubmitAsync() };
        office.Worker.OnStart = _ =>
        {
            // All of it before the sender hears that nobody took the job.
            office.Worker.OnStart = null;
            office.Worker.Die();
            office.Worker.Ready();
            office.Worker.Vanish();
        };
        office.Worker.Ready();
        office.Worker.Started.Skip(1).Select(start => start.Job).ShouldBe(ids, ignoreOrder: true);
        office.Desk.Running.Select(job => job.Id).ShouldBe(ids, ignoreOrder: true);
        office.Desk.Waiting.ShouldBeEmpty();
        await office.WhenAsync(ids[0], JobState.Running);
    }

    [Fact]
    public async Task The_next_one_is_not_replaced_for_what_was_left_behind_in_the_last()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        using var listening = office.Desk.Feeds.Listen((job, _) =>
        {
            if (job.State == JobState.Cancelled)
            {
                office.Worker.Lose(new("was killed by signal 9 (SIGKILL)", IsAccident: true, []));
                office.Worker.Ready();
            }
        });
        await office.Desk.CancelAsync(id, "No more.");
        office.Worker.End(id, RunOutcome.Cancelled, leftBehind: true);
        await Office.UntilAsync(() => office.Desk.Unfinished == 0);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        office.Worker.Replaced.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suspect_whose_name_is_too_long_to_be_noted_is_cleared_too()
    {
        await using var office = new Office();
        var (id, name) = (await office.SubmitAsync(), new string('n', 400));
        office.Worker.Die((id, RunningCalls.IdOf(name), 0));
        office.Worker.Ready();
        office.Worker.Started.Last().Suspects.Single().Strikes.ShouldBe(1);
        office.Worker.Tell(id, Finished(name));
        office.Worker.Die((id, "2", 0));
        office.Worker.Ready();
        office.Worker.Started.Last().Suspects.ShouldBe([new SuspectCall("2", 0, 1)]);
    }

    [Fact]
    public async Task The_server_itself_ended_and_what_ran_runs_again_without_counting()
    {
        await using var office = new Office();
        var (first, second) = (await office.SubmitAsync(), await office.SubmitAsync());
        office.Worker.End(first);
        await office.WhenAsync(first, JobState.Succeeded);
        await Office.UntilAsync(() => office.Reader.Find(second)!.State == JobState.Running);

        await office.RestartAsync();

        office.Desk.Unfinished.ShouldBe(1);
        office.Desk.Waiting.Single().Id.ShouldBe(second);
        office.Worker.Ready();
        office.Worker.End(second);
        (await office.WhenAsync(second, JobState.Succeeded)).Attempts.ShouldBe(1);
        office.Told(second).ShouldBe("job_queued job_began job_queued job_began job_finished");
    }
}
