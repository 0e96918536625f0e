using MySpinBot.Core.Results;

namespace MySpinBot.Core.Scheduling;

/// <content>Two calls with one key are one piece of work: the second waits for the first and takes its result.</content>
public sealed partial class Schedule
{
    private bool IsUnderWayElsewhere(NodeState node, int index)
    {
        if (node.Calls[index].Key is not { } key)
        {
            return false;
        }

        if (_underWay.TryGetValue(key, out var twins))
        {
            (twins ??= []).Add(new CallRef(node.Index, index));
            _underWay[key] = twins;
            node.Calls[index].Phase = CallPhase.Ordered;
            return true;
        }

        _underWay.Add(key, null);
        return false;
    }

    private void ReleaseTwins(CallSignal signal)
    {
        if (CallOf(signal).Key is not { } key || !_underWay.Remove(key, out var twins))
        {
            return;
        }

        foreach (var twin in twins ?? [])
        {
            var node = _nodes[twin.Node];
            node.Calls[twin.Index].Phase = CallPhase.Pending;
            if (node.IsSettled)
            {
                continue;
            }

            if (signal is CallFinished finished)
            {
                ReuseCall(node, twin.Index, finished.Result);
            }
            else
            {
                _ready.Enqueue(node);
            }
        }
    }
}
