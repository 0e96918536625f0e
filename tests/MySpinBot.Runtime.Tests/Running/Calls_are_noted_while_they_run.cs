using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Running;

namespace MySpinBot.Runtime.Tests.Running;

public sealed class Calls_are_noted_while_they_run
{
    [Fact]
    public async Task From_many_threads_at_once_each_in_a_slot_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var book = CallBook.Open(folder.Sub("running.calls"), report => Assert.Fail(report))!;
        var job = Guid.NewGuid();
        using var together = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 20; round++)
                {
                    var marks = Enumerable.Range(0, 60).Select(call => book.Enter(job, $"n{thread}", call)).ToList();
                    together.SignalAndWait();
                    Read(folder).Count(call => call.NodeId == $"n{thread}").ShouldBe(60);
                    together.SignalAndWait();
                    marks.ForEach(mark => mark.Dispose());
                }
            },
            TaskCreationOptions.LongRunning)));

        Read(folder).ShouldBeEmpty();
    }

    [Fact]
    public void More_than_there_are_slots_are_not_noted_and_go_on()
    {
        using var folder = new TemporaryFolder();
        var book = CallBook.Open(folder.Sub("running.calls"), report => Assert.Fail(report))!;
        var marks = Enumerable.Range(0, RunningCalls.Slots + 10).Select(call => book.Enter(Guid.Empty, "n", call)).ToList();
        Read(folder).Count.ShouldBe(RunningCalls.Slots);

        // A call that was left behind comes back when the engine is closed.
        book.Dispose();
        marks.ForEach(mark => mark.Dispose());
        Read(folder).ShouldBeEmpty();
    }

    [Fact]
    public void What_stood_there_before_is_gone_and_a_place_that_cannot_be_written_is_reported()
    {
        using var folder = new TemporaryFolder();
        CallBook.Open(folder.Sub("running.calls"), report => Assert.Fail(report))!.Enter(Guid.Empty, "n", 0);
        Read(folder).Count.ShouldBe(1);
        using var next = CallBook.Open(folder.Sub("running.calls"), report => Assert.Fail(report));
        Read(folder).ShouldBeEmpty();

        string? told = null;
        CallBook.Open(folder.Sub("nowhere", "running.calls"), report => told = report).ShouldBeNull();
        told.ShouldNotBeNull().ShouldStartWith("The calls under way cannot be noted");
    }

    private static IReadOnlyList<(Guid Job, string NodeId, int Call)> Read(TemporaryFolder folder)
    {
        using var file = new FileStream(folder.Sub("running.calls"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return RunningCalls.Read(bytes);
    }
}
