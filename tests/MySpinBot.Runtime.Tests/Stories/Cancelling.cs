using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_run_that_is_cancelled
{
    [Fact]
    public async Task It_stops_where_nodes_listen_and_keeps_what_was_done()
    {
        await using var story = Story.Of("load -> blur -> wait -> preview");
        using var cancel = new CancellationTokenSource();

        var told = await story.Run(listener: OnStart("wait", cancel.Cancel), cancellation: cancel.Token);

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
        told.ShouldRead("""
            load     ran
            blur     ran
            wait     skipped
            preview  skipped
            """);
        story.Sign();
        (await story.Run()).ShouldRead("""
            blur     reused
            wait     ran
            preview  ran
            """);
    }

    [Fact]
    public async Task It_ends_within_the_grace_period_though_a_node_does_not_listen()
    {
        await using var story = Story.Of("load -> blur -> stubborn -> preview").With(options => options with { Time = new HurriedTime() });
        using var cancel = new CancellationTokenSource();

        var told = await story.Run(listener: OnStart("stubborn", cancel.Cancel), cancellation: cancel.Token);

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
        told.All<RunFinished>().ShouldHaveSingleItem();
        told.All<NodeSkipped>().Select(skipped => skipped.NodeId).ShouldBe(["stubborn", "preview"], ignoreOrder: true);
        (told.Summary.Ran, told.Summary.Skipped).ShouldBe((2, 2));
        story.Sign();
        (await story.Run()).ShouldRead("""
            blur      reused
            stubborn  ran
            preview   ran
            """);
    }

    [Fact]
    public async Task A_node_that_throws_at_whoever_cancels_does_not_reach_him()
    {
        await using var story = Story.Of("load -> touchy -> preview");
        using var cancel = new CancellationTokenSource();
        Exception? thrown = null;

        var told = await story.Run(
            listener: happened =>
            {
                if (happened is NodeLogged { NodeId: "touchy" })
                {
                    thrown = Record.Exception(cancel.Cancel);
                }
            },
            cancellation: cancel.Token);

        thrown.ShouldBeNull();
        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
    }

    [Fact]
    public async Task It_may_be_cancelled_before_it_begins()
    {
        await using var story = Story.Of("load -> blur -> preview");

        var told = await story.Run(cancellation: new CancellationToken(canceled: true));

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
        told.All<NodeStarted>().ShouldBeEmpty();
    }

    private static Action<RunEvent> OnStart(string node, Action act) => happened =>
    {
        if (happened is NodeStarted started && started.NodeId == node)
        {
            act();
        }
    };

    /// <summary>Waits a fiftieth of the grace period, and as long as it is asked to otherwise.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, dueTime == Runtime.Running.Run.Grace ? dueTime / 50 : dueTime, period);
    }
}
