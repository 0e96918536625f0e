using System.Collections.Immutable;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_step_with_a_policy
{
    [Fact]
    public async Task It_is_tried_again_until_it_succeeds()
    {
        await using var story = Story.Of("load -> failAtFirst -> preview").Set("failAtFirst.times", 2);

        var told = await story.Run(with: Policy("failAtFirst", new StepPolicy { Retries = 3, BackoffSeconds = 0.01 }));

        told.ShouldRead("""
            load         ran
            failAtFirst  ran
            preview      ran
            """);
        told.All<NodeLogged>().Select(line => (line.Level, line.Message)).ShouldBe(
        [
            ("warning", "Try 1 failed, and the step is tried again in 0.01 s: 'photo' is not ready yet; try again."),
            ("warning", "Try 2 failed, and the step is tried again in 0.02 s: 'photo' is not ready yet; try again."),
        ]);
        told.All<NodeStarted>().Count(started => started.NodeId == "failAtFirst").ShouldBe(1);
    }

    [Fact]
    public async Task It_fails_with_its_last_sentence_when_it_was_tried_often_enough()
    {
        await using var story = Story.Of("load -> failAtFirst -> preview").Set("failAtFirst.times", 9);

        var told = await story.Run(with: Policy("*", new StepPolicy { Retries = 2, BackoffSeconds = 0 }));

        told.Sentence("failAtFirst").ShouldBe("'photo' is not ready yet; try again. It was tried 3 times.");
        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
    }

    [Fact]
    public async Task Its_own_policy_goes_before_that_of_all_others_and_holds_for_what_it_expands_to()
    {
        await using var story = Story.Of("load -> failAtFirst -> preview");
        (await story.Run(with: options => options with { Policies = Policies(("*", new StepPolicy { Retries = 3, BackoffSeconds = 0 }), ("failAtFirst", new StepPolicy())) }))
            .Sentence("failAtFirst").ShouldBe("'photo' is not ready yet; try again.");

        var terms = new Runtime.Running.StepTerms(new RunOptions { Policies = Policies(("loop", new StepPolicy { TimeoutSeconds = 5 }), ("*", new StepPolicy { TimeoutSeconds = 7 }), ("loop.0.sleep", new StepPolicy { TimeoutSeconds = 6 })) });
        new[] { "loop", "loop.2.add", "loop.0.sleep", "loop.0.sleep.1.x", "loops", "other" }.Select(id => terms.LimitOf(id)!.Value.TotalSeconds).ShouldBe([5, 5, 6, 6, 7, 7]);
    }

    [Fact]
    public async Task Others_have_its_lane_while_it_waits_and_cancelling_does_not_wait_for_it()
    {
        await using var story = Story.Of("load -> failOnDevice -> preview1", "load -> blur -> onDevice -> preview2");
        using var cancel = new CancellationTokenSource();

        var told = await story.Run(
            listener: happened =>
            {
                if (happened is NodeFinished { NodeId: "preview2" })
                {
                    cancel.Cancel();
                }
            },
            with: Policy("failOnDevice", new StepPolicy { Retries = 5, BackoffSeconds = 86400 }, TimeSpan.FromHours(1)),
            cancellation: cancel.Token).WaitAsync(TimeSpan.FromMinutes(2));

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
        told.All<NodeFailed>().ShouldBeEmpty();
        told.Summary.LeftBehind.ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_takes_too_long_is_told_to_stop_and_fails_and_the_rest_goes_on()
    {
        await using var story = Story.Of("load -> sleep -> preview1", "load -> blur -> preview2").Set("sleep.seconds", 3600);

        var told = await story.Run(with: Policy("sleep", new StepPolicy { TimeoutSeconds = 0.1, Retries = 1, BackoffSeconds = 0 }));

        told.Sentence("sleep").ShouldBe("Node 'sleep' (Sleep) took longer than 0.1 s. It was stopped. It was tried 2 times.");
        told.ShouldRead("""
            load      ran
            sleep     failed
            preview1  skipped
            blur      ran
            preview2  ran
            """);
        told.Summary.LeftBehind.ShouldBeFalse();
    }

    [Theory]
    [InlineData("stubborn")]
    [InlineData("dwell")]
    public async Task One_that_does_not_stop_is_left_behind_and_the_run_ends(string node)
    {
        await using var story = Story.Of($"load -> {node} -> preview1", "load -> sleep -> preview2").Set("sleep.seconds", 3600);
        try
        {
            var told = await story.Run(with: Policy(node, new StepPolicy { TimeoutSeconds = 0.1, Retries = 3 }, TimeSpan.FromSeconds(0.2))).WaitAsync(TimeSpan.FromMinutes(2));

            told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
            told.Summary.LeftBehind.ShouldBeTrue();
            told.Sentence(node).ShouldEndWith("took longer than 0.1 s. It did not stop when it was told to, so the run ends without it.");
        }
        finally
        {
            story.Sign();
        }
    }

    [Fact]
    public async Task A_cancelled_run_says_whether_calls_go_on()
    {
        await using var story = Story.Of("load -> stubborn -> preview");
        using var cancel = new CancellationTokenSource();

        var told = await story.Run(
            listener: happened =>
            {
                if (happened is NodeStarted { NodeId: "stubborn" })
                {
                    cancel.Cancel();
                }
            },
            with: options => options with { Grace = TimeSpan.FromSeconds(0.1) },
            cancellation: cancel.Token);

        (told.Summary.Outcome, told.Summary.LeftBehind).ShouldBe((RunOutcome.Cancelled, true));
        story.Sign();
    }

    [Fact]
    public async Task A_cancelled_run_does_not_wait_for_what_has_no_room_yet()
    {
        await using var story = Story.Of("load -> dwell -> preview");
        var held = new Told();
        var engine = await story.Engine();
        var holding = Task.Run(() => story.Run(listener: held.Add));
        await using var other = Story.Of("load -> dwell -> preview").Set("load.text", "other");
        var graph = (await other.Validate()).Graph!;
        var told = new Told();
        using var cancel = new CancellationTokenSource();
        await A_call_that_may_have_ended_its_process.Until(() => held.All<NodeStarted>().Any(started => started.NodeId == "dwell"));

        var waiting = engine.RunAsync(graph, new RunOptions { Grace = TimeSpan.FromHours(1) }, told.Add, cancel.Token);
        await A_call_that_may_have_ended_its_process.Until(() => told.All<NodeFinished>().Any());
        await cancel.CancelAsync();

        var summary = await waiting.WaitAsync(TimeSpan.FromMinutes(2));
        (summary.Outcome, summary.LeftBehind).ShouldBe((RunOutcome.Cancelled, false));
        story.Sign();
        (await holding).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public async Task A_call_that_is_tried_again_saves_under_the_same_names()
    {
        await using var story = Story.Of("load -> saveAndFail").Set("saveAndFail.times", 3);

        var told = await story.Run(with: Policy("*", new StepPolicy { Retries = 5, BackoffSeconds = 0 }));

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        story.Saved().ShouldBe(new Dictionary<string, string> { ["half_00001_.txt"] = "photo one, try 4", ["half_00002_.txt"] = "photo two, try 4" }, ignoreOrder: true);
    }

    private static Func<RunOptions, RunOptions> Policy(string node, StepPolicy policy, TimeSpan? grace = null)
        => options => options with { Policies = Policies((node, policy)), Grace = grace };

    private static ImmutableDictionary<string, StepPolicy> Policies(params (string Node, StepPolicy Policy)[] policies)
        => policies.ToImmutableDictionary(policy => policy.Node, policy => policy.Policy);
}

public sealed class What_is_embedded_in_files
{
    [Fact]
    public async Task It_is_what_was_handed_in_else_the_document()
    {
        await using var story = Story.Of("load -> embedded -> preview");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["photo: workflow Object"]}""");

        story.Set("load.text", "other");
        (await story.Run(with: options => options with { ExtraPngInfo = System.Text.Json.JsonElement.Parse("""{"workflow":{},"seed":3}""") })).Shown("preview").ShouldBe("""{"text":["other: workflow Object, seed Number"]}""");
    }
}
