using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Does what one <see cref="Schedule"/> decides. There is no loop thread: whoever ends a call tells the schedule and goes on with what
/// follows, so a chain of a thousand short calls stays on one thread, and what else became ready goes to the pool.</summary>
internal sealed class Run : IDisposable
{
    /// <summary>How long calls that were told to stop may take before the run ends without them.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Seconds of work from which on a result is on the disk before anybody hears of it. Less than that is sooner done again than waited for.</summary>
    public const double WorthKeeping = 0.02;

    private static long _numbers;

    private readonly Lock _gate = new();
    private readonly Schedule _schedule;
    private readonly RunWork _work;
    private readonly Lanes _lanes;
    private readonly TaskCompletionSource<EndRun> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationToken _cancelled;

    public Run(Schedule schedule, RunWork work, Lanes lanes)
    {
        (_schedule, _work, _lanes) = (schedule, work, lanes);
        _cancelled = _cancelling.Token;
    }

    /// <summary>Which of this process's runs it is: earlier ones go first.</summary>
    public long Number { get; } = Interlocked.Increment(ref _numbers);

    /// <summary>Runs to the end: its own, or soon after it was cancelled or its listener threw.</summary>
    public async Task<EndRun> ToEnd(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Cancel);
        _work.Events.Breaking = Cancel;
        GoOn(null);
        await Task.WhenAny(_ended.Task, _stopping.Task);
        if (!_ended.Task.IsCompleted)
        {
            await Task.WhenAny(_ended.Task, Task.Delay(Grace, _work.Time, CancellationToken.None));
            GoOn(new CallsAbandoned());
        }

        _work.Events.Breaking = null;
        return await _ended.Task;
    }

    public void Dispose() => _cancelling.Dispose();

    private void Cancel()
    {
        GoOn(new CancelRequested());
        _stopping.TrySetResult();

        // What plugins have registered runs on the pool: it may block or throw, and whoever cancels has nothing to do with that.
        _ = _cancelling.CancelAsync();
    }

    /// <summary>What follows runs on the pool: whoever began or cancelled the run is not held up by a call.</summary>
    private void GoOn(RunSignal? signal)
    {
        var orders = new List<RunCommand>();
        Tell(signal, orders);
        if (Share(orders, null) is { } first)
        {
            Queue(first);
        }
    }

    /// <summary>Tells the schedule, and does at once what needs no answer.</summary>
    /// <param name="signal">What happened; null at the beginning.</param>
    /// <param name="orders">Gets what has an answer.</param>
    private void Tell(RunSignal? signal, List<RunCommand> orders)
    {
        EndRun? end = null;
        var unkept = false;
        try
        {
            lock (_gate)
            {
                var commands = signal is null ? _schedule.Start() : _schedule.HasEnded ? [] : _schedule.Handle(signal);
                for (var i = 0; i < commands.Count; i++)
                {
                    switch (commands[i])
                    {
                        case RecordTrace record:
                            _work.Results.Record(record.Key, record.Record, record.Seconds);
                            unkept |= record.Seconds >= WorthKeeping;
                            break;
                        case Publish publish:
                            if (unkept)
                            {
                                _work.Results.Keep();
                                unkept = false;
                            }

                            _work.Events.Say(publish.Event);
                            break;
                        case EndRun last:
                            end = last;
                            break;
                        case var order:
                            orders.Add(order);
                            break;
                    }
                }
            }

            _work.Events.Deliver();
        }
        catch (Exception bug)
        {
            // A schedule or a store that throws is a fault of ours; it must end the run with its story, not leave it waiting.
            _ended.TrySetException(bug);
        }

        if (end is not null)
        {
            _ended.TrySetResult(end);
        }
    }

    /// <summary>Works on an errand, and on one of those that follow from it, for as long as any do.</summary>
    private async Task Drive(Errand errand)
    {
        var (orders, admitted) = (new List<RunCommand>(), new List<LaneTicket>());
        Errand? next = errand;
        while (next is { } now)
        {
            RunSignal? signal = null;
            try
            {
                signal = await _work.Do(now.Order, _cancelled);
            }
            catch (Exception bug)
            {
                _ended.TrySetException(bug);
            }

            // Before anybody listens to what happened: the lane is free, and others may wait for it.
            next = now.Request is null ? null : Leave(now.Request, admitted);
            if (signal is not null)
            {
                orders.Clear();
                Tell(signal, orders);
                next = Share(orders, next);
            }
        }
    }

    /// <summary>Leaves a lane. Who waited for it is started on the pool, but for one call of this run.</summary>
    /// <returns>That call.</returns>
    private Errand? Leave(LaneRequest request, List<LaneTicket> admitted)
    {
        admitted.Clear();
        _lanes.Leave(request, admitted);
        Errand? mine = null;
        foreach (var ticket in admitted)
        {
            var waited = (LaneRequest)ticket;
            var errand = new Errand(waited.Order, waited);
            if (mine is null && waited.Run == this)
            {
                mine = errand;
            }
            else
            {
                waited.Run.Queue(errand);
            }
        }

        return mine;
    }

    /// <summary>Starts all orders that have room on the pool, but for one.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="mine">What this thread is to do, if that is settled.</param>
    /// <returns>What this thread is to do.</returns>
    private Errand? Share(List<RunCommand> orders, Errand? mine)
    {
        foreach (var order in orders)
        {
            var request = order is StartCall start ? new LaneRequest(this, start) : null;
            if (request is not null && !_lanes.TryEnter(request))
            {
                continue;
            }

            var errand = new Errand(order, request);
            if (mine is null)
            {
                mine = errand;
            }
            else
            {
                Queue(errand);
            }
        }

        return mine;
    }

    private void Queue(Errand errand)
        => ThreadPool.UnsafeQueueUserWorkItem(static next => _ = next.Run.Drive(next.Errand), (Run: this, Errand: errand), preferLocal: true);

    /// <summary>An order, and its place in a lane where it has one.</summary>
    private readonly record struct Errand(RunCommand Order, LaneRequest? Request);
}
