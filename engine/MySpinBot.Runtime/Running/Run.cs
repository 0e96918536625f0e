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
    private readonly long _number = Interlocked.Increment(ref _numbers);
    private readonly Schedule _schedule;
    private readonly RunWork _work;
    private readonly Lanes _lanes;
    private readonly TaskCompletionSource<EndRun> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationToken _cancelled;

    public Run(Schedule schedule, RunWork work, Lanes lanes)
    {
        (_schedule, _work, _lanes) = (schedule, work, lanes);
        _cancelled = _cancelling.Token;
    }

    /// <summary>Runs to the end.</summary>
    /// <exception cref="OperationCanceledException">Calls ignored their cancellation beyond the grace period.</exception>
    public async Task<EndRun> ToEnd(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Cancel);
        GoOn(Tell(_schedule.Start));
        if (!cancellation.CanBeCanceled)
        {
            return await _ended.Task;
        }

        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waiting = cancellation.Register(() => asked.TrySetResult());
        await Task.WhenAny(_ended.Task, asked.Task);
        return await _ended.Task.WaitAsync(_ended.Task.IsCompleted ? Timeout.InfiniteTimeSpan : Grace, _work.Time, CancellationToken.None);
    }

    public void Dispose() => _cancelling.Dispose();

    private void Cancel()
    {
        GoOn(Tell(() => _schedule.HasEnded ? [] : _schedule.Handle(new CancelRequested())));

        // What plugins have registered runs on the pool: it may block or throw, and whoever cancels has nothing to do with that.
        _ = _cancelling.CancelAsync();
    }

    /// <summary>Tells the schedule, and does at once what needs no answer.</summary>
    /// <returns>What has an answer.</returns>
    private List<RunCommand> Tell(Func<IReadOnlyList<RunCommand>> tell)
    {
        var orders = new List<RunCommand>();
        EndRun? end = null;
        var unkept = false;
        try
        {
            lock (_gate)
            {
                foreach (var command in tell())
                {
                    switch (command)
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
                        default:
                            orders.Add(command);
                            break;
                    }
                }
            }

            _work.Events.Deliver();
            if (_work.Events.Broken is { } fault)
            {
                _ended.TrySetException(fault);
            }
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

        return orders;
    }

    /// <summary>Starts all orders but one on the pool, and goes on with that one here.</summary>
    private void GoOn(List<RunCommand> orders)
    {
        if (FirstToRun(orders) is { } first)
        {
            _ = Drive(first.Command, first.Request);
        }
    }

    private (RunCommand Command, LaneRequest? Request)? FirstToRun(List<RunCommand> orders)
    {
        (RunCommand Command, LaneRequest? Request)? first = null;
        foreach (var order in orders)
        {
            LaneRequest? request = null;
            if (order is StartCall start)
            {
                var descriptor = start.Order.Node.Type.Descriptor;
                request = new LaneRequest(descriptor.Lane, descriptor.Slots, _number, start.Order.Priority, () => _ = Drive(order, request));
                if (!_lanes.TryEnter(request))
                {
                    continue;
                }
            }

            if (first is null)
            {
                first = (order, request);
            }
            else
            {
                ThreadPool.UnsafeQueueUserWorkItem(static next => _ = next.Run.Drive(next.Order, next.Request), (Run: this, Order: order, Request: request), preferLocal: true);
            }
        }

        return first;
    }

    private async Task Drive(RunCommand command, LaneRequest? request)
    {
        (RunCommand Command, LaneRequest? Request)? next = (command, request);
        while (next is { } order)
        {
            RunSignal signal;
            try
            {
                signal = await _work.Do(order.Command, _cancelled);
            }
            catch (Exception bug)
            {
                _ended.TrySetException(bug);
                return;
            }
            finally
            {
                if (order.Request is not null)
                {
                    _lanes.Leave(order.Request);
                }
            }

            next = FirstToRun(Tell(() => _schedule.HasEnded ? [] : _schedule.Handle(signal)));
        }
    }
}
