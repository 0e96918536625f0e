using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Previews;

/// <summary>One previewer process from its start to its end. It is asked one thing at a time.</summary>
internal sealed class PreviewerLife
{
    // What is given may be a whole picture of 8K as PNG; a frame with more is a lie.
    private const int MostBytes = 192 << 20;

    // Of the memory that it may have, this share is for managed objects; the rest is for libraries.
    private const double ManagedShare = 0.6;

    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly string _family;
    private readonly Stream _commands, _signals;
    private readonly ErrorLines _errors;
    private readonly Task _errorsRead;
    private byte[] _come = new byte[64 << 10];
    private readonly TimeProvider _time;
    private readonly long _started;
    private int _ended;

    private PreviewerLife(Process process, string family, TimeProvider time, Action<string> tellError)
    {
        (_process, _family, _time, _started) = (process, family, time, time.GetTimestamp());
        (_commands, _signals) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        _errors = new ErrorLines(process.StandardError.BaseStream, time, tellError);
        _errorsRead = _errors.ReadAsync();
    }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it has made anything of a file, or said that nothing can be made of one.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>How long it has lived.</summary>
    public TimeSpan Lived => _time.GetElapsedTime(_started);

    /// <summary>Starts one, and tells it its bounds.</summary>
    /// <exception cref="PreviewerGone">It cannot be started.</exception>
    public static async Task<PreviewerLife> StartAsync(WorkerLaunch launch, PreviewOptions options, TimeProvider time, Action<string> tellError)
    {
        PreviewerLife life;
        try
        {
            var managed = ((long)(options.MemoryBytes * ManagedShare)).ToString("x", CultureInfo.InvariantCulture);
            var (process, family) = ChildStart.Of(launch, ("DOTNET_GCHeapHardLimit", managed), ("DOTNET_TieredPGO", "0"));
            life = new PreviewerLife(process, family, time, tellError);
        }
        catch (Win32Exception fault)
        {
            throw new PreviewerGone($"cannot be started: {fault.Message.TrimEnd('.')}");
        }

        await life.SendAsync(new BeginPreviewing(options.MemoryBytes, options.TimeLimit.TotalSeconds * 0.9, MostBytes), CancellationToken.None);
        return life;
    }

    /// <summary>Asks for something and waits for the answer.</summary>
    /// <exception cref="PreviewerGone">It has ended, or said something that is no answer; it is of no use any more.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; it is of no use any more, either.</exception>
    public async Task<(PreviewerSignal Signal, byte[] Bytes)> AskAsync(PreviewerCommand command, CancellationToken cancellation)
    {
        await SendAsync(command, cancellation);
        try
        {
            for (var length = 0; ;)
            {
                if (Frame.Read<PreviewerSignal>(_come.AsMemory(0, length), out var signal, out var bytes) == length && signal is not null)
                {
                    HasAnswered = true;
                    var given = bytes.ToArray();
                    _come = _come.Length > 1 << 20 ? new byte[64 << 10] : _come;
                    return (signal, given);
                }

                // It grows with what has come and not with what is announced, so lengths that lie cost nothing.
                Array.Resize(ref _come, length == _come.Length ? _come.Length * 2 : _come.Length);
                var read = await _signals.ReadAsync(_come.AsMemory(length), cancellation);
                length += read > 0 ? read : throw Gone();
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw new PreviewerGone($"could not be understood any more ({fault.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Ends it at once, and all that it started.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, or one of its children has meanwhile; the family is looked after next.
        }

        Family.End(_family);
        _commands.Dispose();
        _signals.Dispose();
        _process.Dispose();
    }

    private async Task SendAsync(PreviewerCommand command, CancellationToken cancellation)
    {
        try
        {
            await _commands.WriteAsync(Frame.Of(command), cancellation);
            await _commands.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            throw Gone();
        }
    }

    private PreviewerGone Gone()
    {
        // Its last words may still be on their way.
        _errorsRead.Wait(Echo);
        var reason = _process.WaitForExit(Echo) ? ExitReason.Of(_process.ExitCode) : "closed its output without ending";
        return new PreviewerGone(_errors.Last is { } last ? $"{reason} after it had said: {last.TrimEnd('.')}" : reason);
    }
}

/// <summary>A previewer process is of no use any more.</summary>
/// <param name="sentence">Why, to be read after "the process that makes previews".</param>
internal sealed class PreviewerGone(string sentence) : Exception(sentence);
