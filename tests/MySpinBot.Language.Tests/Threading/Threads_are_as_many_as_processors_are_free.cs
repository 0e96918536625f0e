using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Threading;

/// <summary>How many threads a model computes with, on machines that are told of.</summary>
public sealed class Threads_are_as_many_as_processors_are_free
{
    [Fact]
    public void An_idle_machine_gives_one_a_core()
    {
        var machine = new Machine(cores: 8);
        var share = new FreeProcessors(machine).Begin();

        share.Next().ShouldBe(8);
    }

    [Fact]
    public void Before_anything_is_measured_what_was_wanted_lately_counts()
        => new FreeProcessors(new Machine(cores: 4, load: 2.5)).Begin().Next().ShouldBe(1);

    [Fact]
    public void What_others_use_is_theirs()
    {
        var machine = new Machine(cores: 8);
        var share = new FreeProcessors(machine).Begin();
        share.Next();

        machine.Pass(1, others: 3, own: 5);

        share.Next().ShouldBe(5);
    }

    [Fact]
    public void On_a_machine_that_is_busy_all_over_there_is_still_one()
    {
        var machine = new Machine(cores: 2);
        var share = new FreeProcessors(machine).Begin();
        share.Next();

        machine.Pass(1, others: 1.3, own: 0.7);

        share.Next().ShouldBe(1);
    }

    [Fact]
    public void When_others_are_done_threads_come_back_one_by_one()
    {
        var machine = new Machine(cores: 4);
        var share = new FreeProcessors(machine).Begin();
        share.Next();
        machine.Pass(1, others: 3, own: 1);
        share.Next().ShouldBe(1);

        var given = new List<int>();
        for (var second = 0; second < 8; second++)
        {
            machine.Pass(1, others: 0, own: share.Next());
            given.Add(share.Next());
        }

        given.ShouldBe(given.Order());
        given[^1].ShouldBe(4);
        given.Zip(given.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First <= 1);
    }

    [Fact]
    public void Two_models_that_compute_share_the_machine_and_one_that_does_not_takes_nothing()
    {
        var machine = new Machine(cores: 4);
        var processors = new FreeProcessors(machine);
        var (first, second) = (processors.Begin(), processors.Begin());

        first.Next().ShouldBe(4);
        second.Next().ShouldBe(1);
        machine.Pass(1, others: 0, own: 4);
        first.Next().ShouldBe(3);

        machine.Pass(3, others: 0, own: 0);
        first.Next();
        machine.Pass(1, others: 0, own: 3);
        first.Next().ShouldBe(4);
    }

    [Fact]
    public void Other_work_of_this_process_counts_as_others()
    {
        var machine = new Machine(cores: 8);
        var share = new FreeProcessors(machine).Begin();
        machine.Pass(1, others: 6, own: 0);
        share.Next().ShouldBe(2);

        machine.Pass(1, others: 0, own: 8);

        share.Next().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void This_machine_says_how_many_there_are()
    {
        FreeProcessors.OfMachine.Most.ShouldBeInRange(1, Environment.ProcessorCount);
        using var share = FreeProcessors.OfMachine.Begin();
        share.Next().ShouldBeInRange(1, FreeProcessors.OfMachine.Most);
    }

    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData("5", new[] { 5 })]
    [InlineData("", new int[0])]
    [InlineData("9-2,x,1", new[] { 1 })]
    public void Lists_of_processors_are_read(string list, int[] numbers) => LinuxProcessors.Numbers(list).ShouldBe(numbers);

    private sealed class Machine(int cores, double load = 0) : IProcessorReading
    {
        public double Load => load;

        private ProcessorUse _use;

        public int Cores => cores;

        public TimeSpan Elapsed => _use.At;

        public ProcessorUse Read() => _use;

        public void Pass(double seconds, double others, double own)
            => _use = new ProcessorUse(_use.At + TimeSpan.FromSeconds(seconds), _use.All + TimeSpan.FromSeconds(seconds * (others + own)), _use.Own + TimeSpan.FromSeconds(seconds * own));
    }
}
