using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Core.Tests.Messages;

public sealed class Calls_stand_in_a_file
{
    private readonly byte[] _file = new byte[RunningCalls.FileSize];

    [Fact]
    public void They_are_read_as_they_were_written_until_they_leave()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        RunningCalls.Enter(Slot(3), one, "loop.0.步骤", 7);
        RunningCalls.Enter(Slot(1023), two, "n", 0);
        RunningCalls.Read(_file).ShouldBe([(one, "loop.0.步骤", 7), (two, "n", 0)]);

        RunningCalls.Leave(Slot(3));
        RunningCalls.Read(_file).ShouldBe([(two, "n", 0)]);
        RunningCalls.Enter(Slot(1023), one, "", -1);
        RunningCalls.Read(_file).ShouldBe([(one, "", -1)]);
    }

    [Theory]
    [InlineData("x", 5_000_000)]
    [InlineData("步", 259)]
    [InlineData("🎬", 100)]
    public void An_id_that_is_too_long_is_cut_between_two_characters_and_known_again(string letter, int count)
    {
        var id = string.Concat(Enumerable.Repeat(letter, count));
        RunningCalls.Enter(Slot(0), Guid.NewGuid(), id, 1);

        var read = RunningCalls.Read(_file).ShouldHaveSingleItem().NodeId;
        read.ShouldBe(RunningCalls.IdOf(id));
        id.ShouldStartWith(read);
        read.Length.ShouldBeGreaterThan(60);
        RunningCalls.IdOf(read).ShouldBe(read);
        RunningCalls.Read(_file.AsSpan(0, 100)).ShouldBeEmpty();
    }

    private Span<byte> Slot(int slot) => _file.AsSpan(slot * RunningCalls.SlotSize, RunningCalls.SlotSize);
}
