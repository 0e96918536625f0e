using System.Collections.Concurrent;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Tracing;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Webhooks;

/// <summary>Makes the calls that are stored: for each receiver a line of its own, so that one who is slow keeps nobody else waiting; of one job in order; each until it is heard, or was tried as often as calls are.</summary>
internal sealed class WebhookLines : IAsyncDisposable
{
    /// <summary>Calls to one receiver at once.</summary>
    public const int AtOnce = 8;

    private const int AtOnceToAll = 256;
    private const int MostStories = 100_000;
    private const int SweptAtOnce = 500;

    private static readonly TimeSpan StoriesAge = TimeSpan.FromDays(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Receiver, Line> _lines = new();
    private readonly SemaphoreSlim _places = new(AtOnceToAll);
    private readonly CancellationTokenSource _stop = new();
    private readonly WebhookStore _store;
    private readonly WebhookCaller _caller;
    private readonly JobDesk _desk;
    private readonly ServerOptions _options;
    private readonly Lock _gate = new();
    private Task _sweeping = Task.CompletedTask;

    public WebhookLines(JobStore store, WebhookCaller caller, JobDesk desk, ServerOptions options)
        => (_store, _caller, _desk, _options) = (store.Webhooks, caller, desk, options);

    /// <summary>Told, on any thread, what became of each try: take note and return at once.</summary>
    public event Action<DeliveryState>? Called;

    /// <summary>Begins with what waits since before, and hears of what comes.</summary>
    public void Begin()
    {
        _store.CallsStored += Wake;
        Wake(_store.Receivers());
        _sweeping = SweepNowAndThenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _store.CallsStored -= Wake;
        await _stop.CancelAsync();
        List<Task> work;
        lock (_gate)
        {
            work = [.. _lines.Values.Select(line => line.Work), _sweeping];
        }

        await Task.WhenAll(work);
        _places.Dispose();
        _stop.Dispose();
    }

    // Called by the thread that writes: what is to be done is done elsewhere.
    private void Wake(IReadOnlyCollection<Receiver> receivers)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            foreach (var receiver in receivers)
            {
                var line = _lines.GetOrAdd(receiver, _ => new Line());
                line.Wake();
                if (line.Work.IsCompleted)
                {
                    line.Work = Task.Run(() => SeeToAsync(receiver, line));
                }
            }
        }
    }

    private async Task SeeToAsync(Receiver receiver, Line line)
    {
        while (true)
        {
            var woken = line.Woken; // before it is looked, so that nothing that comes meanwhile is missed
            TimeSpan? pause;
            try
            {
                pause = await CallDueAsync(receiver) ? TimeSpan.Zero : Until(_store.NextDue(receiver));
            }
            catch (StorageFault)
            {
                pause = StorePause; // Whoever stores jobs says so.
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return; // The server stops: what was not heard is called after its next start.
            }

            // Nobody waits for this: a bug in it must be heard of, and the calls are still on disk.
#pragma warning disable CA1031
            catch (Exception bug)
            {
                _options.Report($"Calls to {receiver.Host} could not be made, which is a mistake in MySpinBot; they are tried again: {bug}");
                pause = StorePause;
            }
#pragma warning restore CA1031

            if (pause is null && TryEnd(receiver, line, woken))
            {
                return;
            }

            if (pause != TimeSpan.Zero && !await SleepAsync(woken, pause ?? TimeSpan.Zero))
            {
                return;
            }
        }
    }

    // Some that are due, each of another webhook or job. Whether there were any.
    private async Task<bool> CallDueAsync(Receiver receiver)
    {
        var due = _store.Due(receiver, _options.Time.GetUtcNow(), AtOnce);
        await Task.WhenAll(due.Select(CallAsync));
        return !due.IsEmpty;
    }

    private async Task CallAsync(DueCall due)
    {
        CallOutcome outcome;
        await _places.WaitAsync(_stop.Token);
        try
        {
            using var span = WebhookSpan.Begin(due.Delivery, _desk.Reader);
            outcome = await _caller.TryAsync(due, WebhookBody.Of(due.Delivery, RecordOf(due.Delivery.Job)), _stop.Token);
            span.Say(outcome);
        }
        finally
        {
            _places.Release();
        }

        var (call, tries) = (due.Delivery, due.Delivery.Attempts + 1);
        var isOver = outcome.IsUnwanted || tries >= _options.Webhooks.Attempts;
        var state = outcome.IsHeard ? DeliveryState.Delivered : isOver ? DeliveryState.GivenUp : DeliveryState.Waiting;
        Called?.Invoke(state);
        var pause = BackOff.After(_options.Webhooks.Backoff, call, tries);
        await StoreAsync(call, outcome, state, _options.Time.GetUtcNow() + (outcome.Wish > pause ? outcome.Wish.Value : pause));
        if (state == DeliveryState.GivenUp)
        {
            _options.Report($"The call {call.Id:D} to {call.Url.IdnHost} ({call.Event}) was given up after {tries} {(tries == 1 ? "try" : "tries")}: {outcome.Tried.Sentence} It can be replayed.");
        }
    }

    // What cannot be stored would be called again and again; so it is stored before there is any next call.
    private async Task StoreAsync(Delivery call, CallOutcome outcome, DeliveryState state, DateTimeOffset due)
    {
        while (true)
        {
            try
            {
                await _store.TriedAsync(call, outcome.Tried, state, due);
                return;
            }
            catch (StorageFault)
            {
                await Task.Delay(StorePause, _options.Time, _stop.Token);
            }
        }
    }

    // Of an earlier run than the latest, nobody knows any more what its nodes made.
    private JobRecord? RecordOf(Job? then)
        => then is not null && then.State.IsEnd() && _desk.Reader.Find(then.Id) is { } now && now.LastEvent == then.LastEvent ? _desk.Record(now) : null;

    private TimeSpan? Until(DateTimeOffset? due)
        => due is { } at ? TimeSpan.FromTicks(Math.Clamp((at - _options.Time.GetUtcNow()).Ticks, TimeSpan.TicksPerMillisecond, LongestSleep.Ticks)) : null;

    private async Task<bool> SleepAsync(Task woken, TimeSpan pause)
    {
        try
        {
            await woken.WaitAsync(pause, _options.Time, _stop.Token);
        }
        catch (TimeoutException)
        {
            // It is time.
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private bool TryEnd(Receiver receiver, Line line, Task woken)
    {
        lock (_gate)
        {
            return !woken.IsCompleted && _lines.TryRemove(new KeyValuePair<Receiver, Line>(receiver, line));
        }
    }

    private async Task SweepNowAndThenAsync()
    {
        using var timer = new PeriodicTimer(SweepEvery, _options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                while (await _store.SweepAsync(_options.Time.GetUtcNow() - StoriesAge, MostStories, SweptAtOnce) >= SweptAtOnce)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _options.Time, _stop.Token); // others write, too
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or StorageFault)
        {
            // The server stops; or its disk does, which others say.
        }
    }

    private sealed class Line
    {
        private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Work { get; set; } = Task.CompletedTask;

        /// <summary>Completes when somebody wakes it after this is asked for.</summary>
        public Task Woken
        {
            get
            {
                var now = Volatile.Read(ref _woken);
                if (now.Task.IsCompleted)
                {
                    Interlocked.CompareExchange(ref _woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), now);
                    now = Volatile.Read(ref _woken);
                }

                return now.Task;
            }
        }

        public void Wake() => Volatile.Read(ref _woken).TrySetResult();
    }
}
