using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Catalogs;

namespace MySpinBot.Server.Workers;

/// <summary>Starts the worker, listens to it, and starts another when it dies, hangs or is to be replaced. Nobody waits for a worker here: what is sent is queued, and what comes is told to the listener.</summary>
public sealed class WorkerWatch : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly CatalogBook _catalogs;
    private readonly RunningCallsFile _calls;
    private readonly PendingAnswers<IReadOnlyList<GraphProblem>> _checks = new();
    private readonly PendingAnswers<IReadOnlyList<KeptModel>> _keeps = new();
    private readonly PendingAnswers<DeviceSurvey> _looks = new();
    private readonly OpenCalls _capabilities = new();
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

    /// <summary>Asks the worker about a graph.</summary>
    /// <returns>What is wrong; null where no worker answered in time.</returns>
    public Task<IReadOnlyList<GraphProblem>?> CheckAsync(ReadOnlyMemory<byte> document, JobTerms terms, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return AskAsync(_checks, request => new CheckGraph(request, terms), document, patience, cancellation);
    }

    /// <summary>Has the worker keep models in memory or let them go.</summary>
    /// <returns>What became of those of that name; null where no worker answered in time.</returns>
    public Task<IReadOnlyList<KeptModel>?> KeepAsync(string name, string? device, ModelAct act, TimeSpan patience, CancellationToken cancellation)
        => AskAsync(_keeps, request => new KeepModel(request, name, device, act), default, patience, cancellation);

    /// <summary>Asks the worker what the machine has.</summary>
    /// <returns>That; null where no worker answered in time.</returns>
    public Task<DeviceSurvey?> LookAsync(TimeSpan patience, CancellationToken cancellation)
        => AskAsync(_looks, request => new LookAtDevices(request), default, patience, cancellation);

    /// <summary>Calls a capability of a plugin.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="title">What people read of who uses what it leases.</param>
    /// <param name="request">The request as JSON.</param>
    /// <returns>The call; null where no worker is ready, or too much waits for it already.</returns>
    internal OpenCall? Call(CapabilityKind kind, string title, ReadOnlyMemory<byte> request)
    {
        // Noted before it is sent, so that a worker that dies at this moment loses it, too.
        var call = _capabilities.Open(command => TrySend(command));
        if (TrySend(new CallCapability(call.Number, kind, title, OpenCall.Window), request))
        {
            return call;
        }

        call.Dispose();
        return null;
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

    private async Task<T?> AskAsync<T>(PendingAnswers<T> pending, Func<long, WorkerCommand> question, ReadOnlyMemory<byte> bytes, TimeSpan patience, CancellationToken cancellation)
        where T : class
    {
        var answer = pending.Open(out var request);
        try
        {
            return TrySend(question(request), bytes) ? await answer.WaitAsync(patience, _options.Time, cancellation).ConfigureAwait(false) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            pending.Close(request, null);
        }
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
        _checks.CloseAll();
        _keeps.CloseAll();
        _looks.CloseAll();
        _capabilities.Lose(end.Sentence);
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
            case CallTold told:
                _capabilities.Tell(told.Call, told, bytes);
                break;
            case VectorsTold told:
                _capabilities.Tell(told.Call, told, bytes);
                break;
            case CallEnded ended:
                _capabilities.Tell(ended.Call, ended, bytes);
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
