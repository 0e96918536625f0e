using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Running;

/// <summary>Hands events to one listener, one at a time and in the order in which they were said, whichever threads say them.
/// Nobody waits for the listener but the thread that happens to deliver, and what the listener prints is not taken for the call's.</summary>
internal sealed class EventStream(Action<RunEvent> listener)
{
    private readonly Lock _gate = new();
    private readonly Queue<RunEvent> _waiting = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _delivering;
    private bool _closing;

    /// <summary>What the listener threw; nothing is delivered after that.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>Puts an event at the end. Call <see cref="Deliver"/> when no lock is held.</summary>
    public void Say(RunEvent what)
    {
        lock (_gate)
        {
            // A call that was given up on may go on talking after the run has ended.
            if (!_closing)
            {
                _waiting.Enqueue(what);
            }
        }
    }

    /// <summary>Says the last event. What is said after it is not heard.</summary>
    /// <returns>Ends when the listener has heard it; throws what the listener threw.</returns>
    public Task Close(RunEvent last)
    {
        lock (_gate)
        {
            _waiting.Enqueue(last);
            _closing = true;
        }

        Deliver();
        return _closed.Task;
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

                _closed.TrySetException(fault);

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
                if (_closing && !_delivering)
                {
                    _closed.TrySetResult();
                }

                return null;
            }

            _delivering = true;
            return next;
        }
    }
}
