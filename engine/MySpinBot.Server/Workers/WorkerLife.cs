using System.ComponentModel;
using System.Diagnostics;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>One worker from its start to its end.</summary>
internal sealed class WorkerLife
{
    // A worker that leaves that much lying in front of its door is not at home.
    private const long MostWaiting = 512L << 20;

    // Questions come from anybody, and nothing is lost with one: they are to leave room for jobs.
    private const long MostWaitingForChecks = 64L << 20;

    // Time for what a dead worker said to come through the pipe, after nobody is left who could say more.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(5);

    private readonly Lock _telling = new();
    private readonly TimeProvider _time;
    private readonly Process _process;
    private readonly string _family;
    private readonly CommandPipe _commands;
    private readonly SignalPipe _signals;
    private readonly ErrorLines _errors;
    private ITimer? _killer;
    private WorkerEnd? _wanted;
    private bool _isOver;

    private WorkerLife(Process process, string family, TimeProvider time, Action<string> tellError)
    {
        (_process, _family, _time) = (process, family, time);
        ProcessId = process.Id;
        _commands = new CommandPipe(process.StandardInput.BaseStream);
        _signals = new SignalPipe(process.StandardOutput.BaseStream);
        _errors = new ErrorLines(process.StandardError.BaseStream, time, tellError);
    }

    /// <summary>Its process.</summary>
    public int ProcessId { get; }

    /// <summary>Whether all that it said so far was heard.</summary>
    public bool IsHeard => _signals.Waits;

    /// <summary>The last that it wrote to standard error.</summary>
    public string? LastError => _errors.Last;

    /// <summary>Starts a worker.</summary>
    /// <param name="launch">How.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tellError">Told the lines that it writes to standard error.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static WorkerLife Start(WorkerLaunch launch, TimeProvider time, Action<string> tellError)
    {
        var (process, family) = ChildStart.Of(launch);
        return new WorkerLife(process, family, time, tellError);
    }

    /// <summary>Listens until the worker and all that it started have ended and everything that it said was heard.</summary>
    /// <param name="hear">Hears it, one thing at a time.</param>
    /// <param name="patience">How long it may live on after it has closed its output.</param>
    /// <returns>How it ended.</returns>
    public WorkerEnd Live(Action<WorkerSignal, ReadOnlyMemory<byte>> hear, TimeSpan patience)
    {
        var errors = _errors.ReadAsync();
        var reader = new Thread(() => Read(hear, patience)) { IsBackground = true, Name = "worker signals" };
        reader.Start();
        _process.WaitForExit();
        _commands.Close();
        Family.End(_family);
        HearOut(reader);
        errors.Wait(Echo);
        var end = EndOf(_process.ExitCode);
        _killer?.Dispose();
        _process.Dispose();
        return end;
    }

    /// <summary>Sends a command.</summary>
    /// <returns>False where it was not taken.</returns>
    public bool TrySend(WorkerCommand command, ReadOnlySpan<byte> bytes = default)
    {
        var isQuestion = command is CheckGraph or CallCapability;
        if (_commands.TryAdd(command, bytes, isQuestion ? MostWaitingForChecks : MostWaiting))
        {
            return true;
        }

        if (!isQuestion)
        {
            End($"did not take what it was told ({MostWaiting >> 20} MiB waited)", isAccident: true);
        }

        return false;
    }

    /// <summary>Ends the worker at once. The first reason counts.</summary>
    public void End(string sentence, bool isAccident)
    {
        if (Interlocked.CompareExchange(ref _wanted, new WorkerEnd(sentence, isAccident), null) is null)
        {
            Kill();
        }
    }

    /// <summary>Asks the worker to end, and ends it if it has not after a while.</summary>
    public void Stop(TimeSpan patience)
    {
        if (Interlocked.CompareExchange(ref _wanted, WorkerEnd.Stopped, null) is null)
        {
            _commands.TryAdd(new StopWorker(), default, long.MaxValue);
            _killer = _time.CreateTimer(_ => Kill(), null, patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void Read(Action<WorkerSignal, ReadOnlyMemory<byte>> hear, TimeSpan patience)
    {
        try
        {
            while (_signals.Read(out var bytes) is { } signal)
            {
                Tell(hear, signal, bytes);
            }

            if (!_process.WaitForExit(patience))
            {
                End("closed its output without ending", isAccident: true);
            }
        }
        catch (InvalidDataException fault)
        {
            End($"wrote something to its output that is no message ({fault.Message.TrimEnd('.')}); native code that prints must not print there", isAccident: true);
        }
        catch (IOException fault)
        {
            End($"could not be heard any more ({fault.Message.TrimEnd('.')})", isAccident: true);
        }
        catch (InvalidOperationException) when (_isOver)
        {
            // The pipe came to its end long after the worker did.
        }

        // Whoever listens has a bug. It must not end the server, and a worker that nobody listens to is of no use.
#pragma warning disable CA1031
        catch (Exception bug)
        {
            End($"said something that the server could not take in ({bug})", isAccident: true);
        }
#pragma warning restore CA1031
        finally
        {
            _signals.Close();
        }
    }

    // Whoever listens may be slow. But where nothing comes any more and the pipe is still open, somebody outside of the family holds it, and nothing that counts can come of that.
    private void HearOut(Thread reader)
    {
        for (var before = -1L; !reader.Join(Echo) && !(_signals.Waits && _signals.Come == before);)
        {
            before = _signals.Come;
        }

        lock (_telling)
        {
            _isOver = true;
        }
    }

    private void Tell(Action<WorkerSignal, ReadOnlyMemory<byte>> hear, WorkerSignal signal, ReadOnlyMemory<byte> bytes)
    {
        lock (_telling)
        {
            if (!_isOver)
            {
                hear(signal, bytes);
            }
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, or one of its children has meanwhile; the family is looked after once more when it is gone.
        }
    }

    // Who dies of a signal while he is being ended for something else would have died anyway.
    private WorkerEnd EndOf(int code)
        => _wanted is { } wanted && (ReferenceEquals(wanted, WorkerEnd.Stopped) || !ExitReason.IsSignalOfOthers(code))
            ? wanted
            : new WorkerEnd(ExitReason.Of(code), IsAccident: true);
}
