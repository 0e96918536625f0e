using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Running;

/// <summary>Hands events to one listener, one at a time and in the order in which they were said, whichever threads say them.
/// Nobody waits for the listener but the thread that happens to deliver.</summary>
internal sealed class EventStream(Action<RunEvent> listener)
{
    private readonly Lock _gate = new();
    private List<RunEvent> _waiting = [];
    private List<RunEvent> _spare = [];
    private bool _delivering;

    /// <summary>What the listener threw; nothing is delivered after that.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>Puts an event at the end. Call <see cref="Deliver"/> when no lock is held.</summary>
    public void Say(RunEvent what)
    {
        lock (_gate)
        {
            _waiting.Add(what);
        }
    }

    /// <summary>Says an event and delivers it.</summary>
    public void Tell(RunEvent what)
    {
        Say(what);
        Deliver();
    }

    /// <summary>Delivers what is waiting, unless somebody else is doing so.</summary>
    public void Deliver()
    {
        List<RunEvent>? delivered = null;
        while (Next(delivered) is { } batch)
        {
            try
            {
                foreach (var happened in batch)
                {
                    listener(happened);
                }
            }
            catch (Exception fault)
            {
                // The listener is the host's own code: the run ends with what it threw.
                Break(fault);
                return;
            }

            delivered = batch;
        }
    }

    /// <summary>What is to be delivered now; null where there is nothing, or somebody else is at it.</summary>
    /// <param name="delivered">What this thread has just delivered.</param>
    private List<RunEvent>? Next(List<RunEvent>? delivered)
    {
        lock (_gate)
        {
            if (delivered is not null)
            {
                delivered.Clear();
                (_spare, _delivering) = (delivered, false);
            }

            if (_delivering || Broken is not null || _waiting.Count == 0)
            {
                return null;
            }

            _delivering = true;
            var batch = _waiting;
            _waiting = _spare;
            return batch;
        }
    }

    private void Break(Exception fault)
    {
        lock (_gate)
        {
            Broken ??= fault;
            _waiting = [];
            _delivering = false;
        }
    }
}
