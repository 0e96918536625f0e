using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Catalogs;

namespace MySpinBot.Server.Workers;

/// <summary>Starts the worker, listens to it, and starts another when it dies, hangs or is to be replaced. Nobody waits for a worker here: what is sent is queued, and what comes is told to the listener.</summary>
public sealed partial class WorkerWatch : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly CatalogBook _catalogs;
    private readonly RunningCallsFile _calls;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IWorkerListener? _listener;
    private volatile WorkerLife? _life, _ready;
    private volatile WorkerPulse? _pulse;
    private volatile bool _wasOfUse;
    private volatile WorkerState _state;
    private volatile DeviceLedger[] _ledger = [];

    /// <summary>A watch that has not begun.</summary>
    /// <param name="options">How the worker is started.</param>
    /// <param name="catalogs">Where what it says of its nodes is noted.</param>
    public WorkerWatch(ServerOptions options, CatalogBook catalogs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalogs);
        (_options, _catalogs) = (options, catalogs);
        _calls = new RunningCallsFile(options.Worker.RunningCallsFile);
        _state = new WorkerState("stopped", null, options.Time.GetUtcNow(), 0, null);
    }

    /// <summary>Whether a worker takes jobs now.</summary>
    public bool IsReady => _ready is not null;

    /// <summary>What the latest worker has said of memory.</summary>
    public ImmutableArray<DeviceLedger> Ledger => ImmutableCollectionsMarshal.AsImmutableArray(_ledger);

    /// <summary>How the worker fares, for people: process, since when, how often it was replaced, why the last one ended.</summary>
    public WorkerState State => _state;

    /// <summary>Told on any thread when ledger or state change: take note and return at once.</summary>
    public event Action? Changed;

    /// <summary>Told, on any thread, what a plugin or the worker says outside of jobs, and what becomes of workers.</summary>
    public event Action<WorkerLogged>? Logged;

    /// <summary>Starts the first worker and goes on. Comes once.</summary>
    public void Begin(IWorkerListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (Interlocked.CompareExchange(ref _listener, listener, null) is not null)
        {
            throw new InvalidOperationException("The watch has begun already.");
        }

        new Thread(Watch) { IsBackground = true, Name = "worker watch" }.Start();
    }

    /// <summary>Sends a command to the worker that is ready. One for a worker that is just dying vanishes: the listener will hear of the loss.</summary>
    /// <returns>False where none is: the caller will hear when one is.</returns>
    public bool TrySend(WorkerCommand command, ReadOnlyMemory<byte> bytes = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _ready?.TrySend(command, bytes.Span) ?? false;
    }

    /// <summary>Ends the worker at once and starts another, because a step would not stop. No call of it is suspected.</summary>
    /// <param name="why">To be read after "was replaced:", without a full stop.</param>
    public void Replace(string why) => _ready?.End($"was replaced: {why}", isAccident: false);

    /// <summary>Asks the worker to end, waits a moment, and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Set();
        _life?.Stop(_options.WorkerPatience.Stop);
        if (_listener is not null)
        {
            await _stopped.Task.ConfigureAwait(false);
        }
    }

    internal void TellChanged() => Safely(() => Changed?.Invoke());

    internal void TellLogged(WorkerLogged message) => Safely(() => Logged?.Invoke(message));

    private void Watch()
    {
        var backOff = new BackOff();
        while (!_stopping.IsSet)
        {
            _wasOfUse = false;
            var began = _options.Time.GetTimestamp();
            var end = LiveOnce();
            if (_stopping.IsSet)
            {
                break;
            }

            var wait = end.IsAccident ? backOff.After(_wasOfUse, _options.Time.GetElapsedTime(began)) : TimeSpan.Zero;
            Enter(new WorkerState("waiting", null, default, State.Losses + (end.IsAccident ? 1 : 0), end.IsAccident ? end.Sentence : State.LastLoss));
            Say(end, wait);
            _stopping.Wait(wait);
        }

        Enter(State with { Phase = "stopped", ProcessId = null });
        _stopped.SetResult();
    }

    private WorkerEnd LiveOnce()
    {
        _calls.Clear();
        WorkerLife life;
        try
        {
            life = WorkerLife.Start(_options.Worker, _options.Time, line => TellLogged(new WorkerLogged("info", line)));
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new WorkerEnd($"cannot be started ({fault.Message.TrimEnd('.')})", IsAccident: true);
        }

        using var pulse = new WorkerPulse(life, _options.WorkerPatience, _options.Time);
        (_pulse, _life) = (pulse, life);
        if (_stopping.IsSet)
        {
            life.Stop(_options.WorkerPatience.Stop);
        }

        Enter(State with { Phase = "starting", ProcessId = life.ProcessId });
        var end = life.Live(Hear, _options.WorkerPatience.Stop);
        return Bury(life, end);
    }

    private WorkerEnd Bury(WorkerLife life, WorkerEnd end)
    {
        var wasReady = IsReady;
        (_ready, _life, _ledger) = (null, null, []);
        CloseQuestions(end);
        if (wasReady)
        {
            var loss = new WorkerLoss(end.Sentence, end.IsAccident, _calls.Read());
            Safely(() => _listener!.WorkerLost(loss));
            _calls.Clear();
            return end;
        }

        return life.LastError is { } last && end.IsAccident ? end with { Sentence = $"{end.Sentence} before it was ready; the last it said was: {last}" } : end;
    }

    private void Hear(WorkerSignal signal, ReadOnlyMemory<byte> bytes)
    {
        switch (signal)
        {
            case JobTold told:
                _wasOfUse = true;
                _listener!.JobTold(told, bytes);
                break;
            case JobPassed passed:
                _listener!.JobPassed(passed, bytes);
                break;
            case JobPreviewed previewed:
                _listener!.JobPreviewed(previewed, bytes);
                break;
            case Pong:
                _pulse!.Answered();
                break;
            case GraphChecked answer:
                _checks.Close(answer.Request, answer.Problems);
                break;
            case ModelKept kept:
                _keeps.Close(kept.Request, kept.Models);
                break;
            case DevicesTold devices:
                _looks.Close(devices.Request, devices.Devices);
                break;
            case CallTold or VectorsTold or CallEnded:
                _wasOfUse = true;
                _capabilities.Tell(signal, bytes);
                break;
            case LedgerTold ledger:
                _ledger = [.. ledger.Devices];
                TellChanged();
                break;
            case WorkerLogged message:
                TellLogged(message);
                break;
            case CatalogTold catalog:
                _catalogs.Take(catalog.Catalog);
                break;
            case WorkerReady when !IsReady:
                TakeAsReady();
                break;
        }
    }

    private void TakeAsReady()
    {
        _pulse!.Ready();
        _ready = _life;
        Enter(State with { Phase = "ready" });
        _listener!.WorkerReady();
    }

    private void Enter(WorkerState state)
    {
        _state = state with { Since = _options.Time.GetUtcNow() };
        TellChanged();
    }

    private void Say(WorkerEnd end, TimeSpan wait)
    {
        var next = wait > TimeSpan.Zero ? FormattableString.Invariant($"in {wait.TotalSeconds:0.#} s") : "now";
        var sentence = $"The worker {end.Sentence}. Another one is started {next}.";
        TellLogged(new WorkerLogged(end.IsAccident ? "warning" : "info", sentence));
    }

    // Those who look on must not end what they look at: an exception on this thread would be the server's end.
    private void Safely(Action tell)
    {
        try
        {
            tell();
        }
#pragma warning disable CA1031
        catch (Exception bug)
        {
            _options.Report($"What became of the worker could not be told: {bug}");
        }
#pragma warning restore CA1031
    }
}
