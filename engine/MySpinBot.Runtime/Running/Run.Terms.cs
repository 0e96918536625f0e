using System.Globalization;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <content>Calls that are not like the others: suspects run alone or not at all, and policies say how long a call may take and how often it is tried.</content>
internal sealed partial class Run
{
    /// <returns>What came of it; null where nobody waits for that: the call is to be tried again, or was given up.</returns>
    private async ValueTask<RunSignal?> DoOnTerms(Errand errand)
    {
        if (CallIn(errand.Order) is not { } call)
        {
            return await _work.Do(errand.Order, _cancelled);
        }

        var strikes = _terms.StrikesOf(call.NodeId, call.Ref.Index);
        if (strikes >= RunOptions.MostStrikes)
        {
            return new CallFailed(call.Ref, StepTerms.StruckOut($"Node '{call.NodeId}' ({call.Node.Type.ClassType})"));
        }

        if (strikes > 0)
        {
            Log(call, "info", "A worker ended while this step was running, so it runs alone now.");
        }

        var signal = _terms.LimitOf(call.NodeId) is { } limit ? await DoWithin(limit, errand.Order, call) : await _work.Do(errand.Order, _cancelled);
        return signal is CallFailed failed && !_cancelled.IsCancellationRequested && !IsTriedAlone(errand, failed) ? TryAgain(errand, call, failed) : signal;
    }

    private async ValueTask<RunSignal?> DoWithin(TimeSpan limit, RunCommand order, CallOrder call)
    {
        using var deadline = new CallDeadline(limit, _grace, _work.Time, passed => GiveUp(call, passed), _cancelled);
        var signal = await _work.Do(order, deadline.Token, deadline);
        return !deadline.TryEnd() ? null
            : signal is CallCancelled or CallFailed && deadline.HasPassed && !_cancelled.IsCancellationRequested ? new CallFailed(call.Ref, TookLonger(call, limit) + " It was stopped.")
            : signal;
    }

    /// <summary>A call that does not stop may hold what others wait for, so the run ends without it, and without them.</summary>
    private void GiveUp(CallOrder call, CallDeadline deadline)
    {
        if (_cancelled.IsCancellationRequested)
        {
            GoOn(new CallCancelled(call.Ref));
            return;
        }

        GoOn(new CallFailed(call.Ref, TookLonger(call, deadline.Limit) + " It did not stop when it was told to, so the run ends without it."));
        _givenUp.TrySetResult();
        Cancel();
    }

    /// <returns>The failure, where it is the last; null where the call is tried again after a while.</returns>
    private CallFailed? TryAgain(Errand errand, CallOrder call, CallFailed failed)
    {
        var failures = errand.Failures + 1;
        if (_terms.PauseAfter(call.NodeId, failures) is not { } pause)
        {
            return failures == 1 ? failed : failed with { Sentence = $"{failed.Sentence} It was tried {failures} times." };
        }

        Log(call, "warning", $"Try {failures} failed, and the step is tried again in {Seconds(pause)} s: {failed.Sentence}");
        _ = StartAfter(pause, errand.Order, call, failures);
        return null;
    }

    /// <summary>Waits without holding room, and starts a call once more.</summary>
    private async Task StartAfter(TimeSpan pause, RunCommand order, CallOrder call, int failures)
    {
        try
        {
            await Task.Delay(pause, _work.Time, _cancelled);
        }
        catch (OperationCanceledException)
        {
            GoOn(new CallCancelled(call.Ref));
            return;
        }

        if (TryPlace(order, failures, out var errand))
        {
            Queue(errand);
        }
    }

    private void Log(CallOrder call, string level, string message) => _work.Events.Tell(new NodeLogged(call.NodeId, level, message));

    private static CallOrder? CallIn(RunCommand order) => order switch
    {
        StartCall start => start.Order,
        AskCall ask => ask.Order,
        _ => null,
    };

    private static string TookLonger(CallOrder call, TimeSpan limit) => $"Node '{call.NodeId}' ({call.Node.Type.ClassType}) took longer than {Seconds(limit)} s.";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
