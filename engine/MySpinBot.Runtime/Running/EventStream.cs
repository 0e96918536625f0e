using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Running;

/// <summary>Hands events to one listener, one at a time and in the order in which they were said, whichever threads say them.
/// Nobody waits for the listener but the thread that happens to deliver, and what the listener prints is not taken for the call's.</summary>
internal sealed class EventStream(Action<RunEvent> listener)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<RunEvent> _waiting = [];
    private List<RunEvent> _spare = [];
    private bool _delivering;
    private bool _closing;

    /// <summary>Called once, when the listener has thrown while the run goes on; nothing is delivered after that, and <see cref="Close"/> throws what it threw.</summary>
    public Action? Breaking { get; set; }

    /// <summary>What the listener threw.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>Puts an event at the end. Call <see cref="Deliver"/> when no lock is held.</summary>
    public void Say(RunEvent what)
    {
        lock (_gate)
        {
            // A call that was given up on may go on talking after the run has ended.
            if (!_closing && Broken is null)
            {
                _waiting.Add(what);
            }
        }
    }

    /// <summary>Says the last event. What is said after it is not heard.</summary>
    /// <returns>Ends when the listener has heard it; throws what the listener threw.</returns>
    public Task Close(RunEvent last)
    {
        lock (_gate)
        {
            _waiting.Add(last);
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
        List<RunEvent>? delivered = null;
        while (Next(delivered) is { } batch)
        {
            try
            {
                CallScope.Outside(() => batch.ForEach(listener));
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
                if (_closing && !_delivering)
                {
                    _closed.TrySetResult();
                }

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
            _closed.TrySetException(fault);
        }

        Breaking?.Invoke();
    }
}
