using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Jobs;
using MySpinBot.Storage.Jobs;
using static MySpinBot.Server.Tests.Jobs.ScriptedWorker;

namespace MySpinBot.Server.Tests.Jobs;

/// <summary>Clocks are set, and machines wake up in another year. Nothing depends on what the clock says but what people read.</summary>
public sealed class The_clock_on_the_wall_jumps
{
    private static readonly int[] Years = [0, -30, 40, -7, 12, 0];

    [Fact]
    public async Task And_jobs_keep_their_turns_their_numbers_and_their_end()
    {
        var clock = new JumpingClock();
        await using var office = new Office(jobsAtOnce: 1, time: clock);
        var ids = new List<Guid>();
        foreach (var years in Years)
        {
            clock.Jump(years);
            ids.Add(await office.SubmitAsync());
        }

        office.Desk.Waiting.Select(job => job.Id).ShouldBe(ids[1..]);
        var reading = NumbersAsync(office, ids[0]);
        for (var i = 0; i < ids.Count; i++)
        {
            if (i == 3)
            {
                clock.Jump(-20);
                await office.RestartAsync();
                office.Worker.Ready();
            }

            await office.WhenAsync(ids[i], JobState.Running);
            foreach (var job in office.Desk.Waiting)
            {
                var place = office.Desk.PlaceOf(job.Id).ShouldNotBeNull();
                (place.StartsIn ?? TimeSpan.Zero).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
                (place.EndsIn ?? TimeSpan.Zero).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
            }

            clock.Jump(-Years[i] - 1);
            office.Worker.Tell(ids[i], Finished("1"));
            office.Worker.Progress(ids[i], "1", 1);
            clock.Jump(Years[i] + 1);
            office.Worker.End(ids[i]);
            await office.WhenAsync(ids[i], JobState.Succeeded);
            var events = office.Reader.Events(ids[i], 0, 100);
            events.Select(told => told.Number).ShouldBe(Enumerable.Range(1, events.Length).Select(number => (long)number));
        }

        (await reading.WaitAsync(Office.Patience)).ShouldBe([1, 2, 3, 4]);
        office.Desk.List(new JobFilter()).Select(job => job.Id).ShouldBe(Enumerable.Reverse(ids));
        office.Desk.Unfinished.ShouldBe(0);
        office.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task And_a_worker_that_dies_meanwhile_costs_an_attempt_and_no_more()
    {
        var clock = new JumpingClock();
        await using var office = new Office(time: clock);
        var id = await office.SubmitAsync();
        clock.Jump(-30);
        office.Worker.Die((id, "1", 0));
        clock.Jump(30);
        office.Worker.Ready();
        office.Worker.Started.Last().Suspects.ShouldBe([new SuspectCall("1", 0, 1)]);
        clock.Jump(-1);
        (await office.Desk.CancelAsync(id, "No more.")).ShouldBeTrue();
        office.Worker.End(id, RunOutcome.Cancelled);
        var job = await office.WhenAsync(id, JobState.Cancelled);
        job.Attempts.ShouldBe(2);
        clock.Jump(1);
        (await office.Desk.RetryAsync(id)).ShouldNotBeNull();
    }

    private static async Task<List<long>> NumbersAsync(Office office, Guid id)
    {
        var numbers = new List<long>();
        await foreach (var news in office.Desk.Feeds.Watch(id, 0, TestContext.Current.CancellationToken))
        {
            if (news is StoredNews stored)
            {
                numbers.Add(stored.Number);
            }
        }

        return numbers;
    }

    // Time passes as ever; only what the clock says jumps.
    private sealed class JumpingClock : TimeProvider
    {
        private long _offset;

        public void Jump(int years) => Interlocked.Exchange(ref _offset, TimeSpan.FromDays(365 * years).Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
    }
}
