using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Working;

/// <summary>A process that runs a server's jobs: it hears commands on its standard input and tells what happens on its standard output, in frames.
/// It lives for one server: when the pipe is closed, it ends at once, with every process that it started.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it owns lives as long as the process.")]
public sealed class WorkerProcess
{
    private const int Done = 0;
    private const int Broken = 1;
    private const int Wrong = 2;

    private readonly WorkerOptions _options;
    private readonly WorkerPipe _pipe;
    private readonly Outbox _outbox;
    private readonly WorkerDesk _desk;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Engine> _engine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _telling = new();

    private WorkerProcess(WorkerOptions options)
    {
        _options = options;
        Posix.LeadGroup();
        _pipe = WorkerPipe.Take();
        ConsoleCapture.Install();
        _outbox = new Outbox(_pipe.Signals, options.Engine.Time, _ => ProcessFamily.End(Done));
        _desk = new WorkerDesk(options, _outbox, _engine.Task, _stopping.Token);
    }

    /// <summary>Turns this process into a worker until it ends, which this does: it never returns.</summary>
    /// <param name="options">What the worker is told.</param>
    /// <param name="stop">Ends the worker as <see cref="StopWorker"/> does.</param>
    public static async Task RunAsync(WorkerOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("A worker runs on Linux only.");
        }

        await new WorkerProcess(options).LiveAsync(stop);
    }

    private async Task LiveAsync(CancellationToken stop)
    {
        new Thread(Listen) { IsBackground = true, Name = "commands" }.Start();
        await using var stopped = stop.UnsafeRegister(_ => Stop(), null);
        var code = Done;
        try
        {
            using var folder = await DataLock.TakeAsync(_options.DataFolder, _options.Patience, _options.Engine.Time, Report, _stopping.Token);
            await WorkAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It was stopped before it had begun.
        }
        catch (Exception fault)
        {
            // Nothing is above: the server, and whoever reads its log, are to hear why there is no worker.
            Console.Error.WriteLine(fault);
            Report($"The worker cannot work: {fault.Message}");
            code = Broken;
        }

        await _outbox.CloseAsync();
        ProcessFamily.End(code);
    }

    private async Task WorkAsync()
    {
        var options = _options.Engine with
        {
            RunningCallsFile = Path.Join(_options.DataFolder, "running.calls"),
            Report = Report,
            PluginLogs = plugin => new PluginLog(plugin, _outbox),
        };
        Directory.CreateDirectory(Path.Join(_options.DataFolder, "outputs"));
        await using var engine = await Engine.OpenAsync(options, _stopping.Token);
        engine.PluginSet.Changed += _ => TellCatalog(engine);
        TellCatalog(engine);
        engine.LookForDevices();
        foreach (var problem in engine.PluginProblems)
        {
            Report(problem);
        }

        _outbox.Tell(new WorkerReady(Environment.ProcessId));
        _engine.SetResult(engine);
        using var ledger = new LedgerNews(engine.Shelf, options.Time, told => _outbox.Tell(told));
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _stopping.Token.UnsafeRegister(_ => stopped.TrySetResult(), null);
        await stopped.Task;
        await _desk.EmptyAsync();
    }

    /// <summary>Hears commands until there are no more, and ends the process then: the server is gone.</summary>
    private void Listen()
    {
        try
        {
            new CommandReader<WorkerCommand>(_pipe.Commands).ReadToEnd(Handle);
        }
        catch (InvalidDataException fault)
        {
            Console.Error.WriteLine($"The worker ends, because it does not understand what it is told. {fault.Message}");
            ProcessFamily.End(Wrong);
        }
        catch (IOException)
        {
            // As if it were closed.
        }

        ProcessFamily.End(Done);
    }

    private void Handle(WorkerCommand command, ReadOnlyMemory<byte> bytes)
    {
        switch (command)
        {
            case Ping ping:
                _outbox.Tell(new Pong(ping.Number));
                break;
            case StartJob start:
                _desk.Start(start, bytes.ToArray());
                break;
            case CancelJob cancel:
                _desk.Cancel(cancel.Job);
                break;
            case CheckGraph check:
                _desk.Check(check, bytes.ToArray());
                break;
            case FreeMemory free:
                _desk.Free(free);
                break;
            case KeepModel keep:
                _desk.Keep(keep);
                break;
            case LookAtDevices look:
                _desk.Look(look);
                break;
            case CallCapability call:
                _desk.Call(call, bytes.ToArray());
                break;
            case ReadOn read:
                _desk.Read(read);
                break;
            case CancelCall cancel:
                _desk.Cancel(cancel);
                break;
            case StopWorker:
                Stop();
                break;
        }
    }

    private void Stop()
    {
        _outbox.Mute();
        _ = _stopping.CancelAsync();
    }

    private void TellCatalog(Engine engine)
    {
        // One after the other, so that the last that is told is the one that holds.
        lock (_telling)
        {
            _outbox.Tell(new CatalogTold(CatalogNews.Of(engine.PluginSet, _options.Engine.PluginsFile)));
        }
    }

    private void Report(string sentence) => _outbox.Tell(new WorkerLogged("warning", sentence));

    private sealed class PluginLog(string plugin, Outbox outbox) : INodeLog
    {
        public void Info(string message) => outbox.Tell(new WorkerLogged("info", $"{plugin}: {message}"));

        public void Warn(string message) => outbox.Tell(new WorkerLogged("warning", $"{plugin}: {message}"));
    }
}
