using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>A call that wants room to run, and how it goes on when it has it.</summary>
internal sealed class LaneRequest(Lane lane, int slots, long run, CallPriority priority, Action start) : LaneTicket(lane, slots, run, priority)
{
    public Action Start { get; } = start;
}

/// <summary>The lanes of this machine, shared by all runs: a <see cref="LaneBook"/> behind a lock.</summary>
internal sealed class Lanes(int cores)
{
    private readonly Lock _gate = new();
    private readonly LaneBook _book = new(cores);

    /// <summary>Asks for room; where there is none, <see cref="LaneRequest.Start"/> is called on a pool thread when there is.</summary>
    public bool TryEnter(LaneRequest request)
    {
        lock (_gate)
        {
            return _book.TryEnter(request);
        }
    }

    /// <summary>Gives room back and starts whoever waited for it.</summary>
    public void Leave(LaneRequest request)
    {
        var next = new List<LaneTicket>();
        lock (_gate)
        {
            _book.Leave(request, next);
        }

        foreach (var waiting in next)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static start => start(), ((LaneRequest)waiting).Start, preferLocal: true);
        }
    }
}
