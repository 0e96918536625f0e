using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Scheduling;

public sealed class Calls_have_room_or_wait
{
    private readonly LaneBook _book = new(cores: 2);

    [Fact]
    public void What_has_no_lane_always_has_room_but_not_beside_an_exclusive_call()
    {
        var questions = Enumerable.Range(0, 500).Select(_ => Ticket(null)).ToList();
        questions.ShouldAllBe(question => _book.TryEnter(question));
        var alone = Ticket(Lane.Exclusive);
        _book.TryEnter(alone).ShouldBeFalse();
        var late = Ticket(null);
        _book.TryEnter(late).ShouldBeFalse();

        questions[..^1].ForEach(question => Leave(question).ShouldBeEmpty());
        Leave(questions[^1]).ShouldBe([alone]);
        Leave(alone).ShouldBe([late]);
    }

    [Fact]
    public void An_exclusive_call_waits_for_all_lanes_and_nothing_begins_meanwhile()
    {
        var (cpu, io, device, alone, late) = (Ticket(Lane.Cpu), Ticket(Lane.Io), Ticket(Lane.Device), Ticket(Lane.Exclusive), Ticket(Lane.Async));
        foreach (var ticket in (LaneTicket[])[cpu, io, device])
        {
            _book.TryEnter(ticket).ShouldBeTrue();
        }

        _book.TryEnter(alone).ShouldBeFalse();
        _book.TryEnter(late).ShouldBeFalse();
        Leave(cpu).ShouldBeEmpty();
        Leave(device).ShouldBeEmpty();
        Leave(io).ShouldBe([alone]);
        Leave(alone).ShouldBe([late]);
    }

    [Fact]
    public void Who_waits_may_be_taken_back_and_others_go_on()
    {
        var (one, two, three) = (Ticket(Lane.Device, 1), Ticket(Lane.Device, 2), Ticket(Lane.Device, 3));
        _book.TryEnter(one).ShouldBeTrue();
        _book.TryEnter(two).ShouldBeFalse();
        _book.TryEnter(three).ShouldBeFalse();

        Withdraw(two, out var next).ShouldBe([two]);
        next.ShouldBeEmpty();
        Withdraw(one, out _).ShouldBeEmpty();
        Leave(one).ShouldBe([three]);

        var (alone, late) = (Ticket(Lane.Exclusive), Ticket(Lane.Cpu));
        _book.TryEnter(alone).ShouldBeFalse();
        _book.TryEnter(late).ShouldBeFalse();
        Withdraw(alone, out next).ShouldBe([alone]);
        next.ShouldBe([late]);
        Leave(late).ShouldBeEmpty();
        Leave(three).ShouldBeEmpty();
    }

    private static LaneTicket Ticket(Lane? lane, long run = 1) => new(lane, 1, run, default);

    private List<LaneTicket> Leave(LaneTicket ticket)
    {
        var next = new List<LaneTicket>();
        _book.Leave(ticket, next);
        return next;
    }

    private List<LaneTicket> Withdraw(LaneTicket which, out List<LaneTicket> next)
    {
        var withdrawn = new List<LaneTicket>();
        next = [];
        _book.Withdraw(ticket => ticket == which, withdrawn, next);
        return withdrawn;
    }
}
