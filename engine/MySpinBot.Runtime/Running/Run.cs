using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Scheduling;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Does what one <see cref="Schedule"/> decides. There is no loop thread: whoever ends a call tells the schedule and goes on with what
/// follows, so a chain of a thousand short calls stays on one thread, and what else became ready goes to the pool.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A call that was left behind may look at its token when the run has long ended; the source holds nothing but memory.")]
internal sealed partial class Run
{
    /// <summary>How long calls that were told to stop may take before the run ends without them, unless its options say otherwise.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Seconds of work from which on a result is on the disk before anybody hears of it. Less than that is sooner done again than waited for.</summary>
    public const double WorthKeeping = 0.02;

    private static long _numbers;

    private readonly Lock _gate = new();
    private readonly Schedule _schedule;
    private readonly RunWork _work;
    private readonly Lanes _lanes;
    private readonly StepTerms _terms;
    private readonly TimeSpan _grace;
    private readonly TaskCompletionSource<EndRun> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationToken _cancelled;
    private int _atWork;

    public Run(Schedule schedule, RunWork work, Lanes lanes, StepTerms terms, TimeSpan grace)
    {
        (_schedule, _work, _lanes, _terms, _grace) = (schedule, work, lanes, terms, grace);
        _cancelled = _cancelling.Token;
    }

    /// <summary>Which of this process's runs it is: earlier ones go first.</summary>
    public long Number { get; } = Interlocked.Increment(ref _numbers);

    /// <summary>Whether calls that were told to stop go on all the same. Settled when the run has ended.</summary>
    public bool LeftBehind { get; private set; }

    /// <summary>Runs to the end: its own, or soon after it was cancelled or its listener threw, or a call that took too long did not stop.</summary>
    public async Task<EndRun> ToEnd(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Cancel);
        _work.Events.Breaking = Cancel;
        GoOn(null);
        await Task.WhenAny(_ended.Task, _stopping.Task);
        if (!_ended.Task.IsCompleted)
        {
            await Task.WhenAny(_ended.Task, _givenUp.Task, Task.Delay(_grace, _work.Time, CancellationToken.None));
            GoOn(new CallsAbandoned());
        }

        _work.Events.Breaking = null;
        var end = await _ended.Task;
        LeftBehind = Volatile.Read(ref _atWork) > 0;
        return _givenUp.Task.IsCompleted && !cancellation.IsCancellationRequested ? end with { Outcome = RunOutcome.Failed } : end;
    }

    private void Cancel()
    {
        GoOn(new CancelRequested());
        _stopping.TrySetResult();

        // What plugins have registered runs on the pool: it may block or throw, and whoever cancels has nothing to do with that.
        _ = _cancelling.CancelAsync();
        Withdraw();
    }

    /// <summary>Calls that wait for room need not be waited for.</summary>
    private void Withdraw()
    {
        foreach (var ticket in _lanes.Withdraw(ticket => ticket is CallRequest request && request.Run == this))
        {
            GoOn(new CallCancelled(((CallRequest)ticket).Call.Ref));
        }
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
            Interlocked.Increment(ref _atWork);
            try
            {
                await MakeRoomFor(now);
                signal = _terms.AreNone ? await _work.Do(now.Order, _cancelled) : await DoOnTerms(now);
            }
            catch (Exception bug)
            {
                _ended.TrySetException(bug);
            }

            // Before anybody listens to what happened: the lane is free, and others may wait for it.
            Interlocked.Decrement(ref _atWork);
            next = now.Request is null ? null : Leave(now.Request, admitted);
            if (signal is CallFailed { IsOutOfMemory: true } exhausted && IsTriedAlone(now, exhausted))
            {
                next = ShareAlone(now, next);
            }
            else if (signal is not null)
            {
                orders.Clear();
                Tell(signal, orders);
                next = Share(orders, next);
            }
        }
    }

    /// <summary>Leaves a lane. Who waited for it is started on the pool, but for one call of this run.</summary>
    /// <returns>That call.</returns>
    private Errand? Leave(CallRequest request, List<LaneTicket> admitted)
    {
        admitted.Clear();
        _lanes.Leave(request, admitted);
        Errand? mine = null;
        foreach (var ticket in admitted)
        {
            if (mine is null && ticket is CallRequest waited && waited.Run == this)
            {
                mine = waited.Errand;
            }
            else
            {
                ((LaneRequest)ticket).Admit();
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
            if (!TryPlace(order, 0, out var errand))
            {
                continue;
            }

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

    /// <summary>Asks for the room that an order needs.</summary>
    /// <returns>Whether it has it; otherwise it is started when it has.</returns>
    private bool TryPlace(RunCommand order, int failures, out Errand errand, bool isAlone = false)
    {
        var request = RequestOf(order, failures, isAlone);
        errand = new Errand(order, request, failures, isAlone);
        if (request is null || _lanes.TryEnter(request))
        {
            return true;
        }

        if (_cancelled.IsCancellationRequested)
        {
            // Whoever cancelled may have withdrawn what waited before this did.
            Withdraw();
        }

        return false;
    }

    /// <summary>Calls take the lane of their node, and questions none; what may have ended a process is alone in this one.</summary>
    private CallRequest? RequestOf(RunCommand order, int failures, bool isAlone)
    {
        if (CallIn(order) is not { } call)
        {
            return null;
        }

        Lane? lane = order is StartCall ? call.Node.Type.Descriptor.Lane : null;
        return _terms.StrikesOf(call.NodeId, call.Ref.Index) switch
        {
            < RunOptions.MostStrikes when isAlone => new CallRequest(this, order, call, Lane.Exclusive, failures, isAlone),
            0 => new CallRequest(this, order, call, lane, failures),
            < RunOptions.MostStrikes => new CallRequest(this, order, call, Lane.Exclusive, failures),
            _ => null,
        };
    }

    /// <summary>Begins an errand on the pool.</summary>
    internal void Queue(Errand errand)
        => ThreadPool.UnsafeQueueUserWorkItem(static next => _ = next.Run.Drive(next.Errand), (Run: this, Errand: errand), preferLocal: true);
}
