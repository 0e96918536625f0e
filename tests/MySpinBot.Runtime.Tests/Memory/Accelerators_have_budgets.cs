using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Devices;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Tests.Stories;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

public sealed class Accelerators_have_budgets
{
    private static readonly AcceleratorFacts Small = new("cuda:0", "Small", "nvidia", "cuda") { MemoryBytes = 8L << 30, Bus = "0000:01:00.0" };
    private static readonly AcceleratorFacts Large = new("cuda:1", "Large", "nvidia", "cuda") { MemoryBytes = 80L << 30, Bus = "0000:02:00.0" };

    [Fact]
    public void Of_what_there_is_less_what_others_hold_less_a_reserve()
    {
        AcceleratorBudgets.Of(Small).ShouldBe((8L << 30) - (768L << 20));
        AcceleratorBudgets.Of(Small with { FreeBytes = 5L << 30 }).ShouldBe((5L << 30) - (768L << 20));
        AcceleratorBudgets.Of(Large with { FreeBytes = 80L << 30 }).ShouldBe(78L << 30);
        AcceleratorBudgets.Of(Small with { FreeBytes = 100 << 20 }).ShouldBe(0);
        AcceleratorBudgets.Of(Small with { MemoryBytes = null }).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_free_is_known_by_where_a_device_is_plugged_in()
    {
        // CUDA numbers the fastest first, the manager by the bus.
        var manager = new Told([Large with { Device = "cuda:0", FreeBytes = 70L << 30 }, Small with { Device = "cuda:1", FreeBytes = 1L << 30, Driver = "570" }]);
        var found = await new AcceleratorReading(new Told([Large with { Device = "cuda:0" }, Small with { Device = "cuda:1" }]), [new Told(null), manager], TimeProvider.System).ReadAsync(_ => { }, default);
        found.Select(device => (device.Device, device.Name, device.FreeBytes)).ShouldBe([("cuda:0", "Large", 70L << 30), ("cuda:1", "Small", 1L << 30)]);
        found[1].Driver.ShouldBe("570");
    }

    [Fact]
    public async Task A_part_of_a_device_has_no_more_free_than_itself()
        => (await new AcceleratorReading(new Told([Small]), [new Told([Small with { FreeBytes = 60L << 30 }])], TimeProvider.System).ReadAsync(_ => { }, default)).ShouldHaveSingleItem().FreeBytes.ShouldBe(8L << 30);

    [Fact]
    public async Task Without_the_library_that_computes_there_are_none()
    {
        (await new AcceleratorReading(new Told(null), [new Told([Small])], TimeProvider.System).ReadAsync(_ => { }, default)).ShouldBeEmpty();
        var notes = new List<string>();
        (await new AcceleratorReading(new Hanging(), [], new Impatient()).ReadAsync(notes.Add, default)).ShouldBeEmpty();
        notes.ShouldHaveSingleItem().ShouldStartWith("hanging did not answer within 10 seconds");
    }

    [Theory]
    [InlineData("auto", new[] { "cpu", "cuda:0", "cuda:1" })]
    [InlineData("cuda", new[] { "cpu", "cuda:0", "cuda:1" })]
    [InlineData("cuda:1", new[] { "cpu", "cuda:1" })]
    [InlineData("cpu", new[] { "cpu" })]
    public async Task Nodes_see_those_that_were_wished_for(string wish, string[] seen)
    {
        await using var story = Story.Of("load -> preview").With(options => options with { Device = wish, DeviceBudgets = new Dictionary<string, long> { ["cuda:1"] = 5L << 30 }, ReadAccelerators = _ => Task.FromResult<IReadOnlyList<AcceleratorFacts>>([Small, Large]) });
        (await story.Run()).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        var ledgers = (await story.Engine()).Shelf.Ledgers;
        ledgers.Select(ledger => ledger.Device.Name).Order().ShouldBe(seen);
        ledgers.Where(ledger => ledger.Device.Name == "cuda:1").ShouldAllBe(ledger => ledger.Budget == 5L << 30);
    }

    [Fact]
    public async Task One_that_is_not_there_is_told_before_anything_runs()
    {
        await using var story = Story.Of("load -> preview").With(options => options with
        {
            Device = "cuda:3", DeviceBudgets = new Dictionary<string, long> { ["cuda:9"] = 1 << 30 }, ReadAccelerators = _ => Task.FromResult<IReadOnlyList<AcceleratorFacts>>([Small]),
        });
        var told = await story.Run();
        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeStarted>().ShouldBeEmpty();
        told.All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldBe(
            "Models are to run on 'cuda:3', which this machine does not have or which has no room: there is cuda:0 (Small). 'myspinbot devices' says what was looked for; '--device auto' takes what there is, '--device cpu' none.");
        story.Reports.ShouldContain("A memory budget is given for 'cuda:9', which this machine does not have.");
    }

    [Fact]
    public async Task One_that_others_have_filled_is_not_used_and_that_is_said()
    {
        await using var story = Story.Of("load -> preview").With(options => options with { ReadAccelerators = _ => Task.FromResult<IReadOnlyList<AcceleratorFacts>>([Small with { FreeBytes = 512 << 20 }]) });
        (await story.Run()).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        (await story.Engine()).Shelf.Ledgers.ShouldHaveSingleItem().Device.ShouldBe(DeviceId.Cpu);
        story.Reports.ShouldContain(report => report.StartsWith("cuda:0 (Small) has 512 MiB free of 8 GiB, too little beside a reserve; it is not used.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("auto", true)]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:0", true)]
    [InlineData("cuda:63", true)]
    [InlineData("cuda:64", false)]
    [InlineData("cuda:01", false)]
    [InlineData("cuda:", false)]
    [InlineData("gpu", false)]
    [InlineData("", false)]
    public void A_wish_has_a_form(string text, bool isOne) => DeviceChoice.IsOne(text).ShouldBe(isOne);

    private sealed class Told(IReadOnlyList<AcceleratorFacts>? found) : IAcceleratorReader
    {
        public string Name => "told";

        public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation) => Task.FromResult(found);
    }

    private sealed class Hanging : IAcceleratorReader
    {
        public string Name => "hanging";

        public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation) => new TaskCompletionSource<IReadOnlyList<AcceleratorFacts>?>().Task;
    }

    // Its timers are due at once.
    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
