using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class A_job_is_seen_to_its_end
{
    [Fact]
    public async Task What_is_accepted_is_on_disk_is_started_at_once_and_ends_as_the_worker_says()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        office.Reader.Find(id).ShouldNotBeNull();
        await Office.UntilAsync(() => office.Worker.Started.Any());
        office.Desk.Running.Single().Id.ShouldBe(id);
        office.Desk.Unfinished.ShouldBe(1);

        office.Worker.Tell(id, new NodeStarted("1", "Toy", "Toy", 1, RunReason.NotKnown));
        office.Worker.End(id, events: Finished("1"));

        var job = await office.WhenAsync(id, JobState.Succeeded);
        office.Told(id).ShouldBe("job_queued job_began node_started node_finished job_finished");
        job.LastEvent.ShouldBe(5);
        job.Attempts.ShouldBe(1);
        job.EndedAt.ShouldNotBeNull();
        await Office.UntilAsync(() => office.Desk.Running.IsEmpty);
        office.Desk.Unfinished.ShouldBe(0);
        office.Desk.Record(id)!.Nodes.Single().State.ShouldBe("finished");
        office.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_has_its_reason_and_another_owner_sees_nothing_of_the_job()
    {
        await using var office = new Office();
        var id = await office.SubmitAsync();
        office.Worker.End(id, RunOutcome.Failed, "The node '1' failed: there is no such file.");
        (await office.WhenAsync(id, JobState.Failed)).Reason.ShouldBe("The node '1' failed: there is no such file.");
        office.Desk.Find(id, "anna").ShouldNotBeNull();
        office.Desk.Find(id, "bert").ShouldBeNull();
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_may_and_the_next_begins_when_one_ends()
    {
        await using var office = new Office(jobsAtOnce: 2);
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await office.SubmitAsync());
        }

        office.Worker.Started.Select(start => start.Job).ShouldBe(ids[..2]);
        office.Desk.Waiting.Select(job => job.Id).ShouldBe(ids[2..]);
        office.Desk.PlaceOf(ids[4])!.Position.ShouldBe(3);
        office.Desk.PlaceOf(ids[0]).ShouldBeNull();

        office.Worker.End(ids[1]);
        office.Worker.Started.Select(start => start.Job).ShouldBe(ids[..3]);
        ids.ForEach(id => office.Worker.End(id));
        ids.ForEach(id => office.Worker.End(id));
        await Office.UntilAsync(() => office.Desk.Unfinished == 0);
        ids.ShouldAllBe(id => office.Reader.Find(id)!.State == JobState.Succeeded);
    }

    [Fact]
    public async Task Jobs_wait_for_a_worker_and_what_was_too_much_for_memory_is_read_from_disk()
    {
        await using var office = new Office(ready: false);
        var big = """{"1":{"class_type":"Toy","inputs":{"text":"LONG"}}}""".Replace("LONG", new string('x', 30 << 20));
        var ids = new List<Guid> { await office.SubmitAsync(document: big), await office.SubmitAsync(document: big), await office.SubmitAsync() };
        office.Worker.Started.ShouldBeEmpty();

        office.Worker.Ready();

        await Office.UntilAsync(() => office.Worker.Started.Count() == 3);
        office.Worker.Started.Select(start => start.Job).ShouldBe(ids);
        office.Desk.Content(ids[1])!.Document.Length.ShouldBe(big.Length);
    }

    [Fact]
    public async Task One_key_is_one_job_and_a_full_queue_refuses()
    {
        await using var office = new Office(new ServerLimits { QueuedJobs = 2 }, ready: false);
        var first = await office.TakeAsync(key: "k");
        var again = await office.TakeAsync(key: "k");
        again.Verdict.ShouldBe(AcceptanceVerdict.Known);
        again.Job.Id.ShouldBe(first.Job.Id);
        await office.SubmitAsync();

        var refusal = await Should.ThrowAsync<ServerRefusal>(() => office.TakeAsync());
        refusal.Kind.ShouldBe(RefusalKind.TooMany);
        refusal.Code.ShouldBe("queue_full");
        refusal.RetryAfter.ShouldNotBeNull();
        office.Desk.Unfinished.ShouldBe(2);

        // Who did not hear the answer asks again, and has his place already.
        (await office.TakeAsync(key: "k")).ShouldSatisfyAllConditions(known => known.Verdict.ShouldBe(AcceptanceVerdict.Known), known => known.Job.Id.ShouldBe(first.Job.Id));
        (await office.TakeAsync(key: "k", document: "{}")).Verdict.ShouldBe(AcceptanceVerdict.KeyTaken);
        await Should.ThrowAsync<ServerRefusal>(() => office.TakeAsync(key: "another"));
    }

    [Fact]
    public async Task One_that_tells_too_much_fails_with_that_sentence()
    {
        await using var office = new Office(new ServerLimits { EventsOfAJob = 100 });
        var id = await office.SubmitAsync();
        office.Worker.Tell(id, [.. Enumerable.Range(0, 200).Select(i => Finished($"{i}"))]);
        office.Worker.Commands[^1].ShouldBe(new CancelJob(id));
        office.Worker.Tell(id, Finished("x"));
        office.Worker.End(id, RunOutcome.Cancelled);

        (await office.WhenAsync(id, JobState.Failed)).Reason.ShouldBe("The job told more than 100 events, which is more than are kept; split it into smaller ones.");
        office.Reader.Find(id)!.LastEvent.ShouldBeLessThanOrEqualTo(101);
    }

    [Fact]
    public async Task What_the_worker_says_of_a_job_that_is_not_its_own_is_passed_over()
    {
        await using var office = new Office();
        office.Worker.End(Guid.NewGuid());
        var id = await office.SubmitAsync();
        office.Worker.End(id);
        office.Worker.End(id, RunOutcome.Failed, "again");
        (await office.WhenAsync(id, JobState.Succeeded)).LastEvent.ShouldBe(3);
    }

    [Fact]
    public async Task A_step_that_would_not_stop_costs_the_worker_once_its_job_is_stored_as_ended()
    {
        await using var office = new Office();
        var (stuck, other) = (await office.SubmitAsync(), await office.SubmitAsync());
        (await office.Desk.CancelAsync(stuck, "Anna does not want it.")).ShouldBeTrue();
        office.Worker.End(stuck, RunOutcome.Cancelled, leftBehind: true);
        await Office.UntilAsync(() => office.Worker.Replaced.Count == 1);
        office.Reader.Find(stuck)!.State.ShouldBe(JobState.Cancelled);

        office.Worker.Lose(new("was replaced: a step did not stop", IsAccident: false, []));
        office.Worker.Ready();
        await Office.UntilAsync(() => office.Worker.Started.Count(start => start.Job == other) == 2);
        office.Worker.End(other);
        var ended = await office.WhenAsync(other, JobState.Succeeded);
        ended.Attempts.ShouldBe(1);
        ended.Suspects.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_it_may_begin_is_learnt_from_runs_before_even_over_a_restart()
    {
        await using var office = new Office(jobsAtOnce: 1);
        var first = await office.SubmitAsync();
        office.Worker.End(first);
        await office.WhenAsync(first, JobState.Succeeded);
        await office.RestartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await office.SubmitAsync());
        }

        var places = ids.ConvertAll(id => office.Desk.PlaceOf(id)!);
        places.ConvertAll(place => place.Position).ShouldBe([1, 2, 3]);
        places[0].StartsIn.ShouldBe(TimeSpan.Zero);
        places[1].StartsIn!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        places[2].StartsIn!.Value.ShouldBe(places[1].EndsIn!.Value, TimeSpan.FromMicroseconds(1));
        places[2].StartsIn!.Value.ShouldBe(places[1].StartsIn!.Value * 2, TimeSpan.FromMicroseconds(1));
    }
}
