using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Somebody who wants room to run.</summary>
internal abstract class LaneRequest(Lane? lane, int slots, long run, CallPriority priority) : LaneTicket(lane, slots, run, priority)
{
    /// <summary>Told once that there is room, after having had to wait for it. Returns at once.</summary>
    public abstract void Admit();
}

/// <summary>A call that wants room to run.</summary>
/// <param name="run">Its run.</param>
/// <param name="order">What is to be done.</param>
/// <param name="call">With which call.</param>
/// <param name="lane">What it occupies.</param>
/// <param name="failures">How often it has failed in this run.</param>
/// <param name="isAlone">Whether it runs alone because it ran out of memory beside others.</param>
internal sealed class CallRequest(Run run, RunCommand order, CallOrder call, Lane? lane, int failures, bool isAlone = false)
    : LaneRequest(lane, call.Node.Type.Descriptor.Slots, run.Number, call.Priority)
{
    /// <summary>Its run.</summary>
    public Run Run { get; } = run;

    /// <summary>The call.</summary>
    public CallOrder Call { get; } = call;

    /// <summary>What is to be done once there is room.</summary>
    public Errand Errand => new(order, this, failures, isAlone);

    public override void Admit() => Run.Queue(Errand);
}

/// <summary>Room for what a plugin does outside of calls.</summary>
internal sealed class Visit(Lanes lanes, Lane? lane) : LaneRequest(lane, 1, 0, default), IDisposable
{
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when there is room.</summary>
    public Task Admitted => _admitted.Task;

    public override void Admit() => _admitted.TrySetResult();

    public void Dispose() => lanes.Leave(this);
}

/// <summary>An order, its place in a lane where it has one, how often it has failed, and whether it runs alone because it ran out of memory beside others.</summary>
internal readonly record struct Errand(RunCommand Order, CallRequest? Request = null, int Failures = 0, bool IsAlone = false);
