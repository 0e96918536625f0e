using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class A_call_that_runs_out_of_memory
{
    /// <summary>Whatever runs beside each other and whatever is kept: what fits alone gets done.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Is_tried_once_more_alone_and_then_gets_what_fits(int seed)
    {
        var random = new Random(seed);
        var lines = new List<string>();
        var wishes = new List<(string Node, int Units)>();
        for (var i = 1; i <= 12; i++)
        {
            var type = random.Next(3) == 0 ? "cistern" : "drink";
            lines.Add($"load{i} -> {type}{i} -> preview{i}");
            wishes.Add(($"{type}{i}", random.Next(20, 101)));
        }

        await using var story = Story.Of([.. lines]);
        foreach (var (node, units) in wishes)
        {
            story.Set($"{node}.units", units).Set($"load{node.TrimStart("cisterndk".ToCharArray())}.text", $"well of {node}");
        }

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded, string.Join('\n', told.All<NodeFailed>().Select(failed => failed.Sentence)));
        told.Log().ShouldContain("There was not enough memory beside what else runs or is kept. What is idle is freed, and the step is tried once more, alone.");
        (await story.Engine()).Shelf.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
    }

    [Theory]
    [InlineData(false, "'Drink' ran out of memory. 101 units were wanted, and 100 were there.")]
    [InlineData(true, "'Drink' ran out of memory. The well is dry.")]
    public async Task Fails_where_it_does_not_fit_alone_either_and_says_who_held_what(bool wraps, string begins)
    {
        await using var story = Story.Of("load -> drink -> preview", "load2 -> preview2").With(options => options with { MemoryBudget = 1 << 20 }).Set("drink.units", 101).Set("drink.wraps", wraps);

        var told = await story.Run();

        told.Sentence("drink").ShouldBe($"{begins} By the ledger it needed 101 bytes on cpu: a draught (101 bytes). On cpu the ledger has lent nothing of 1 MiB. Smaller pictures, fewer frames at a time, a smaller model or a larger --memory-budget may help.");
        told.Log("drink").Count(line => line.StartsWith("There was not enough", StringComparison.Ordinal)).ShouldBe(1);
        told.Table().ShouldContain("preview2             ran");
    }

    [Fact]
    public async Task Counts_for_its_policy_as_one_try_with_the_one_that_it_had_alone()
    {
        await using var story = Story.Of("load -> drink -> preview").Set("drink.units", 101);

        var told = await story.Run(with: options => options with { Policies = new Dictionary<string, Core.Jobs.StepPolicy> { ["*"] = new() { Retries = 2, BackoffSeconds = 0 } } });

        told.Sentence("drink").ShouldEndWith("It was tried 3 times.");
    }

    [Fact]
    public async Task Has_room_where_idle_models_were_freed_but_not_pinned_ones()
    {
        await using var story = Story.Of("load -> cistern -> preview").Set("cistern.units", 60).Set("load.text", "one");
        (await story.Run()).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        story.Set("load.text", "two");
        (await story.Run()).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        await (await story.Engine()).Shelf.KeepAsync(new Core.Messages.Working.KeepModel(1, "Cistern of two", null, Core.Messages.Working.ModelAct.Pin));
        story.Set("load.text", "three");

        var told = await story.Run();

        told.Sentence("cistern").ShouldContain("60 units were wanted, and 40 were there");
        told.Sentence("cistern").ShouldContain("Cistern of two (60 bytes, idle)");
    }

    [Fact]
    public async Task Is_not_tried_again_when_the_run_was_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await using var story = Story.Of("load -> drink -> preview").Set("drink.units", 101);

        var told = await story.Run(listener: happened =>
        {
            if (happened is NodeStarted { NodeId: "drink" })
            {
                stop.Cancel();
            }
        }, cancellation: stop.Token);

        told.Summary.Outcome.ShouldBe(RunOutcome.Cancelled);
    }
}
