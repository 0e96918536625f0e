using MySpinBot.Core.Scheduling;

namespace MySpinBot.Runtime.Running;

/// <content>Calls that ran out of memory in spite of the ledger: once more, when nothing else runs and nothing idle is kept.</content>
internal sealed partial class Run
{
    /// <summary>Whether a call that failed is tried once more, alone. It is no try of its policy: what failed is the host's promise.</summary>
    private bool IsTriedAlone(Errand errand, CallFailed failed) => failed.IsOutOfMemory && !errand.IsAlone && !_cancelled.IsCancellationRequested && CallIn(errand.Order) is not null;

    /// <summary>Asks for a place where nothing else runs. What the call held was given back when it failed.</summary>
    /// <param name="errand">What failed.</param>
    /// <param name="mine">What this thread is to do, if that is settled.</param>
    /// <returns>What this thread is to do.</returns>
    private Errand? ShareAlone(Errand errand, Errand? mine)
    {
        Log(CallIn(errand.Order)!, "warning", "There was not enough memory beside what else runs or is kept. What is idle is freed, and the step is tried once more, alone.");
        if (!TryPlace(errand.Order, errand.Failures, out var alone, isAlone: true))
        {
            return mine;
        }

        if (mine is null)
        {
            return alone;
        }

        Queue(alone);
        return mine;
    }

    private ValueTask MakeRoomFor(Errand errand) => errand.IsAlone ? _work.FreeIdleModels() : ValueTask.CompletedTask;
}
