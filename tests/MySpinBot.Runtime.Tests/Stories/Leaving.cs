using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_run_that_is_over_leaves_nothing_behind
{
    [Fact]
    public async Task Nothing_goes_on_after_its_listener_has_thrown()
    {
        await using var story = Story.Of("load -> wait -> save");

        await Should.ThrowAsync<InvalidTimeZoneException>(story.Run(listener: happened => _ = happened is NodeStarted { NodeId: "wait" } ? throw new InvalidTimeZoneException() : 0));

        story.Sign();
        for (var i = 0; i < 50; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            story.Saved().ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_its_listener_throws_at_the_last_event_is_what_comes_out()
    {
        await using var story = Story.Of("load -> preview");

        await Should.ThrowAsync<InvalidTimeZoneException>(story.Run(listener: happened => _ = happened is RunFinished ? throw new InvalidTimeZoneException() : 0));
    }

    [Fact]
    public async Task When_it_is_cancelled_it_does_not_wait_for_room_that_another_run_has()
    {
        await using var story = Story.Of("load -> alone -> preview").Set("alone.seconds", 60);
        var started = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var alone = Task.Run(() => story.Run(listener: happened => _ = happened is NodeStarted { NodeId: "alone" } && started.TrySetResult(), cancellation: first.Token));
        await started.Task;

        var waiting = Task.Run(() => story.Run(cancellation: second.Token));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await second.CancelAsync();
        var told = await waiting;

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
        told.Summary.Skipped.ShouldBeGreaterThan(0, "It was given up on, with calls in the queue.");
        await first.CancelAsync();
        await alone;
    }
}
