using System.Collections.Immutable;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_call_that_may_have_ended_its_process
{
    [Fact]
    public async Task It_runs_alone_whatever_its_lane_is()
    {
        await using var story = Story.Of("load1:Clock -> sleep1 -> preview1", "load2:Clock -> sleep2 -> preview2", "load3:Clock -> busy -> preview3").Set("sleep1.seconds", 0.2).Set("sleep2.seconds", 0.2).Set("busy.seconds", 0.2);

        var told = await story.Run(with: Suspecting(1, "sleep1", "sleep2"));

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        told.Log().Where(line => line.Contains(" in all", StringComparison.Ordinal)).ShouldBe(["1 in Async, 1 in all", "1 in Async, 1 in all", "1 in Cpu, 1 in all"], ignoreOrder: true);
        told.Log("sleep1").ShouldContain("A worker ended while this step was running, so it runs alone now.");
    }

    [Fact]
    public async Task Calls_of_other_runs_finish_before_it_begins_and_none_begins_meanwhile()
    {
        await using var story = Story.Of("load -> wait -> preview");
        var engine = await story.Engine();
        await using var other = Story.Of("load -> sleep -> preview", "choose", "load -> choose.yes", "load -> choose.no", "choose -> preview2:Preview").Set("sleep.seconds", 0.1).Set("choose.condition", true);
        var graph = (await other.Validate()).Graph!;
        var order = new Told();
        var first = Task.Run(() => story.Run(listener: order.Add));
        await Until(() => order.All<NodeStarted>().Any(started => started.NodeId == "wait"));

        var second = engine.RunAsync(graph, Suspecting(1, "sleep", "choose")(new RunOptions()), order.Add, default);
        await Until(() => order.All<NodeFinished>().Count(finished => finished.NodeId == "load") == 2 || order.All<NodeReused>().Any(reused => reused.NodeId == "load"));
        await Task.Delay(100);
        order.All<NodeStarted>().ShouldNotContain(started => started.NodeId == "sleep" || started.NodeId == "choose");
        story.Sign();

        (await first).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        (await second).Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public async Task After_two_strikes_it_fails_with_that_sentence_and_the_rest_goes_on()
    {
        await using var story = Story.Of("load -> segfault -> preview1", "load -> blur -> preview2");

        var told = await story.Run(with: Suspecting(2, "segfault"));

        told.Sentence("segfault").ShouldBe("Node 'segfault' (Segfault) ended its worker process twice, so it is not tried again. Change its inputs, or have its plugin mended; retrying the job tries it once more.");
        told.ShouldRead("""
            load      ran
            segfault  failed
            preview1  skipped
            blur      ran
            preview2  ran
            """);
        told.Summary.LeftBehind.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_known_of_it_is_reused_all_the_same()
    {
        await using var story = Story.Of("load -> blur -> save");
        await story.Run();

        (await story.Run(with: Suspecting(2, "blur", "save"))).ShouldRead("save  reused");
    }

    [Fact]
    public async Task It_may_be_inside_an_expansion()
    {
        await using var story = Story.Of("load -> blurTwice -> preview");

        var told = await story.Run(with: Suspecting(2, "blurTwice.0.second"));

        told.Sentence("blurTwice.0.second").ShouldContain("twice");
        told.All<NodeFinished>().ShouldContain(finished => finished.NodeId == "blurTwice.0.first");
    }

    [Fact]
    public async Task A_question_or_a_fingerprint_may_be_one_too()
    {
        await using var story = Story.Of("load -> choose.yes", "choose -> preview");
        (await story.Run(with: Suspecting(2, "choose"))).Sentence("choose").ShouldContain("twice");
        (await story.Run(with: Suspecting(1, "choose"))).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);

        await using var weather = Story.Of("weather -> preview");
        (await weather.Run(with: options => options with { Suspects = [new SuspectCall("weather", -1, 2)] })).Sentence("weather").ShouldContain("ended its worker process twice");
        (await weather.Run(with: options => options with { Suspects = [new SuspectCall("weather", -1, 1)] })).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
    }

    [Fact]
    public async Task Whoever_finds_the_process_dead_reads_which_it_was()
    {
        await using var story = Story.Of(["load -> segfault -> preview"]);
        var (book, job) = (Path.Join(story.Folder, "running.calls"), Guid.NewGuid());
        using (var child = Child.Start("crash", story.Folder, book, job.ToString()))
        {
            await child.WaitForExitAsync();
            child.ExitCode.ShouldNotBe(0);
        }

        RunningCalls.Read(await File.ReadAllBytesAsync(book)).ShouldBe([(job, "segfault", 0)]);

        // Whoever opens it next has not done that.
        await using var next = Story.Of("load -> preview").With(options => options with { RunningCallsFile = book });
        await next.Run(with: options => options with { Job = job });
        RunningCalls.Read(await File.ReadAllBytesAsync(book)).ShouldBeEmpty();
    }

    /// <summary>Runs a graph whose node ends this process.</summary>
    internal static async Task Crash(string folder, string book, string job)
    {
        await using var story = Story.Of("load -> segfault -> preview").At(folder).With(options => options with { RunningCallsFile = book });
        await story.Run(with: options => options with { Job = Guid.Parse(job) });
    }

    internal static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static Func<RunOptions, RunOptions> Suspecting(int strikes, params string[] nodes)
        => options => options with { Suspects = [.. nodes.Select(node => new SuspectCall(node, 0, strikes))] };
}
