using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Running;

/// <summary>Hands events to one listener, one at a time and in the order in which they were said, whichever threads say them.
/// Nobody waits for the listener but the thread that happens to deliver, and what the listener prints is not taken for the call's.</summary>
internal sealed class EventStream(Action<RunEvent> listener)
{
    private readonly Lock _gate = new();
    private readonly Queue<RunEvent> _waiting = new();
    private bool _delivering;

    /// <summary>What the listener threw; nothing is delivered after that.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>Puts an event at the end. Call <see cref="Deliver"/> when no lock is held.</summary>
    public void Say(RunEvent what)
    {
        lock (_gate)
        {
            _waiting.Enqueue(what);
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
        while (Next() is { } next)
        {
            try
            {
                CallScope.Outside(() => listener(next));
            }
            catch (Exception fault)
            {
                // The listener is the host's own code: the run ends with what it threw.
                lock (_gate)
                {
                    Broken ??= fault;
                    _waiting.Clear();
                    _delivering = false;
                }

                return;
            }

            lock (_gate)
            {
                _delivering = false;
            }
        }
    }

    private RunEvent? Next()
    {
        lock (_gate)
        {
            if (_delivering || Broken is not null || !_waiting.TryDequeue(out var next))
            {
                return null;
            }

            _delivering = true;
            return next;
        }
    }
}
