using System.Diagnostics;
using System.Globalization;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Work_side_by_side
{
    [Fact]
    public async Task Eight_sleeps_of_half_a_second_sleep_at_the_same_time()
    {
        await using var story = Story.Of(Eight("sleep"));

        var told = await story.Run();

        Most(told, "Async").ShouldBe(8);
    }

    [Fact]
    public async Task Eight_busy_nodes_never_use_more_than_the_cores()
    {
        await using var story = Story.Of(Eight("busy"));

        var told = await story.Run();

        Most(told, "Cpu").ShouldBeInRange(1, 2);
        told.Log().Count(line => line.Contains("in Cpu", StringComparison.Ordinal)).ShouldBe(8);
    }

    [Fact]
    public async Task An_exclusive_node_is_alone()
    {
        await using var story = Story.Of([.. Eight("busy"), .. Eight("sleep"), .. Eight("alone")]);

        var told = await story.Run();

        var alone = told.Log().Where(line => line.Contains("in Exclusive", StringComparison.Ordinal)).ToList();
        alone.Count.ShouldBe(8);
        alone.ShouldAllBe(line => line == "1 in Exclusive, 1 in all");
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_disturb_each_other()
    {
        await using var one = Story.Of("load -> wait -> blur -> preview");
        var engine = await one.Engine();
        var valid = (await one.Validate()).Graph!;
        var told = new[] { new Told(), new Told() };

        var runs = told.Select(each => Task.Run(() => engine.RunAsync(valid, new RunOptions(), each.Add, default))).ToArray();
        one.Sign();
        var summaries = await Task.WhenAll(runs);

        summaries.ShouldAllBe(summary => summary.Outcome == RunOutcome.Succeeded);
        told.ShouldAllBe(each => each.Shown("preview") == """{"text":["blur4(photo)"]}""");
    }

    [Fact]
    public async Task The_run_does_not_end_before_its_listener_has_heard_everything()
    {
        await using var story = Story.Of("load1 -> sleep1 -> preview1", "load2 -> sleep2 -> preview2").Set("load2.text", "other").Set("sleep1.seconds", 0.05).Set("sleep2.seconds", 0.3);
        using var held = new ManualResetEventSlim();
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = Task.Run(() => story.Run(listener: happened =>
        {
            if (happened is NodeFinished { NodeId: "preview1" })
            {
                holding.SetResult();
                held.Wait(TimeSpan.FromSeconds(30));
            }
        }));

        await holding.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAny(told, Task.Delay(1500));
        told.IsCompleted.ShouldBeFalse();
        held.Set();

        (await told).Events[^1].ShouldBeOfType<RunFinished>();
    }

    [Fact]
    public async Task A_call_of_run_gives_a_task_at_once()
    {
        await using var story = Story.Of("load -> busy -> preview").Set("busy.seconds", 20);
        var valid = (await story.Validate()).Graph!;
        using var cancel = new CancellationTokenSource();

        var running = (await story.Engine()).RunAsync(valid, new RunOptions(), _ => { }, cancel.Token);

        running.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        (await running).Outcome.ShouldBe(RunOutcome.Cancelled);
    }

    private static string[] Eight(string node)
        => [.. Enumerable.Range(1, 8).Select(i => $"load{i}x{node}:Clock -> {node}{i} -> preview{i}x{node}:Preview")];

    private static int Most(Told told, string lane)
        => told.Log().Where(line => line.Contains($"in {lane}", StringComparison.Ordinal)).Max(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
}

public sealed class Memory_is_one_budget
{
    [Fact]
    public async Task A_need_that_can_never_be_met_is_refused_with_both_figures()
    {
        await using var story = Story.Of("load -> hoard -> preview").With(options => options with { MemoryBudget = 1 << 20 }).Set("hoard.bytes", 8 << 20);

        var told = await story.Run();

        told.Sentence("hoard").ShouldContain("needs 8 MiB on cpu, and the memory budget there is 1 MiB in all");
    }

    [Fact]
    public async Task Models_are_never_over_the_budget()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"load{i} -> lease{i} -> preview{i}").ToArray();
        await using var story = Story.Of(lines).With(options => options with { MemoryBudget = 10 << 20 });
        for (var i = 1; i <= 12; i++)
        {
            story.Set($"load{i}.text", $"text {i}").Set($"lease{i}.model", $"model {i % 5}").Set($"lease{i}.bytes", 4 << 20);
        }

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded, told.Table());
        told.Log().Where(line => line.StartsWith("over", StringComparison.Ordinal)).ShouldAllBe(line => line == "over by 0");
    }

    [Fact]
    public async Task The_model_that_was_not_used_for_longest_goes_first()
    {
        await using var story = Story.Of("load -> lease -> preview").With(options => options with { MemoryBudget = 10 << 20 }).Set("lease.bytes", 4 << 20);
        async Task<bool> Loads(string model, string text) => (await story.Set("lease.model", model).Set("load.text", text).Run()).Log().Any(line => line.StartsWith("loads", StringComparison.Ordinal));

        (await Loads("one", "1")).ShouldBeTrue();
        (await Loads("two", "2")).ShouldBeTrue();
        (await Loads("one", "3")).ShouldBeFalse();
        (await Loads("three", "4")).ShouldBeTrue();
        (await Loads("one", "5")).ShouldBeFalse();
        (await Loads("two", "6")).ShouldBeTrue();
    }
}
