using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <summary>A call's request for room to run.</summary>
/// <param name="lane">What it occupies; null for what takes no room, and only may not run beside an exclusive call.</param>
/// <param name="slots">How much of it, for the cpu lane.</param>
/// <param name="run">Number of its run; earlier runs go first.</param>
/// <param name="priority">Its place within the run.</param>
public class LaneTicket(Lane? lane, int slots, long run, CallPriority priority)
{
    /// <summary>What it occupies; null for nothing.</summary>
    public Lane? Lane { get; } = lane;

    /// <summary>Slots of the cpu lane.</summary>
    public int Slots { get; } = slots;

    internal (long, CallPriority) Rank { get; } = (run, priority);
}

/// <summary>Decides which calls have room to run: as many cpu slots as cores, 64 calls that wait for disks and children, 64 that wait for the network,
/// one on the device, and nothing beside an exclusive one. Tells, and holds no lock and no task.</summary>
/// <remarks>An exclusive call waits for all that runs, and while one waits nothing else begins.</remarks>
public sealed class LaneBook
{
    /// <summary>Slots of the io lane, and of the async lane.</summary>
    public const int WaitingSlots = 64;

    /// <summary>The place, after those of the lanes, of tickets that have none.</summary>
    private const int Guests = (int)Lane.Exclusive + 1;

    private readonly int[] _free;
    private readonly int[] _all;
    private readonly PriorityQueue<LaneTicket, (long, CallPriority)>[] _queues;
    private int _running;
    private bool _exclusive;

    /// <summary>A book for a machine with so many cores.</summary>
    public LaneBook(int cores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        _all = [cores, WaitingSlots, WaitingSlots, 1, 1, int.MaxValue];
        _free = [.. _all];
        _queues = [.. _all.Select(_ => new PriorityQueue<LaneTicket, (long, CallPriority)>())];
    }

    /// <summary>Asks for room. If there is none the ticket is kept, and a later <see cref="Leave"/> gives it.</summary>
    /// <returns>Whether it may run at once.</returns>
    public bool TryEnter(LaneTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var queue = _queues[PlaceOf(ticket)];
        if (queue.Count == 0 && HasRoom(ticket))
        {
            Occupy(ticket);
            return true;
        }

        queue.Enqueue(ticket, ticket.Rank);
        return false;
    }

    /// <summary>Gives room back.</summary>
    /// <param name="ticket">A ticket that was running.</param>
    /// <param name="next">Gets the tickets that may run now.</param>
    public void Leave(LaneTicket ticket, ICollection<LaneTicket> next)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(next);
        _running--;
        _free[PlaceOf(ticket)] += SlotsOf(ticket);
        _exclusive &= ticket.Lane != Lane.Exclusive;
        Admit(next);
    }

    /// <summary>Takes tickets back that still wait. Who has room already keeps it.</summary>
    /// <param name="which">Which ones.</param>
    /// <param name="withdrawn">Gets them.</param>
    /// <param name="next">Gets the tickets that may run now, because an exclusive one waits no longer.</param>
    public void Withdraw(Predicate<LaneTicket> which, ICollection<LaneTicket> withdrawn, ICollection<LaneTicket> next)
    {
        ArgumentNullException.ThrowIfNull(which);
        ArgumentNullException.ThrowIfNull(withdrawn);
        ArgumentNullException.ThrowIfNull(next);
        foreach (var queue in _queues)
        {
            var before = withdrawn.Count;
            var staying = new List<(LaneTicket, (long, CallPriority))>(queue.Count);
            foreach (var (ticket, rank) in queue.UnorderedItems)
            {
                if (which(ticket))
                {
                    withdrawn.Add(ticket);
                }
                else
                {
                    staying.Add((ticket, rank));
                }
            }

            if (withdrawn.Count > before)
            {
                queue.Clear();
                queue.EnqueueRange(staying);
            }
        }

        Admit(next);
    }

    private void Admit(ICollection<LaneTicket> next)
    {
        // An exclusive call that waits goes before all others, or it would wait for ever.
        for (var lane = _queues.Length - 1; lane >= 0; lane--)
        {
            while (_queues[lane].TryPeek(out var waiting, out _) && HasRoom(waiting))
            {
                _queues[lane].Dequeue();
                Occupy(waiting);
                next.Add(waiting);
            }
        }
    }

    private bool HasRoom(LaneTicket ticket)
        => ticket.Lane == Lane.Exclusive
            ? _running == 0
            : !_exclusive && _queues[(int)Lane.Exclusive].Count == 0 && _free[PlaceOf(ticket)] >= SlotsOf(ticket);

    private void Occupy(LaneTicket ticket)
    {
        _running++;
        _free[PlaceOf(ticket)] -= SlotsOf(ticket);
        _exclusive |= ticket.Lane == Lane.Exclusive;
    }

    private static int PlaceOf(LaneTicket ticket) => ticket.Lane is { } lane ? (int)lane : Guests;

    /// <summary>A call that asks for more cores than there are gets all of them.</summary>
    private int SlotsOf(LaneTicket ticket) => ticket.Lane == Lane.Cpu ? Math.Clamp(ticket.Slots, 1, _all[(int)Lane.Cpu]) : 1;
}
