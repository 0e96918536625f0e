using MySpinBot.Core.Scheduling;

namespace MySpinBot.Runtime.Running;

/// <summary>A call that wants room to run.</summary>
internal sealed class LaneRequest(Run run, StartCall order)
    : LaneTicket(order.Order.Node.Type.Descriptor.Lane, order.Order.Node.Type.Descriptor.Slots, run.Number, order.Order.Priority)
{
    /// <summary>Its run.</summary>
    public Run Run { get; } = run;

    /// <summary>The call.</summary>
    public StartCall Order { get; } = order;
}

/// <summary>The lanes of this machine, shared by all runs: a <see cref="LaneBook"/> behind a lock.</summary>
internal sealed class Lanes(int cores)
{
    private readonly Lock _gate = new();
    private readonly LaneBook _book = new(cores);

    /// <summary>Asks for room; where there is none, a later <see cref="Leave"/> gives it.</summary>
    public bool TryEnter(LaneRequest request)
    {
        lock (_gate)
        {
            return _book.TryEnter(request);
        }
    }

    /// <summary>Gives room back.</summary>
    /// <param name="request">A request that was running.</param>
    /// <param name="next">Gets the requests, of whichever run, that may run now.</param>
    public void Leave(LaneRequest request, List<LaneTicket> next)
    {
        lock (_gate)
        {
            _book.Leave(request, next);
        }
    }
}
