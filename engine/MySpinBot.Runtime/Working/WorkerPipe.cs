using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Runtime.Working;

/// <summary>The pipe to the server: what were the process's standard input and output. Afterwards standard input is empty and standard output is the error stream,
/// so that nothing which a plugin or its natives read or print gets into the pipe.</summary>
internal sealed class WorkerPipe : IDisposable
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private WorkerPipe(SafeFileHandle commands, SafeFileHandle signals)
        => (Commands, Signals) = (new FileStream(commands, FileAccess.Read, bufferSize: 0), new FileStream(signals, FileAccess.Write, bufferSize: 0));

    /// <summary>What comes from the server.</summary>
    public Stream Commands { get; }

    /// <summary>What goes to the server.</summary>
    public Stream Signals { get; }

    /// <summary>Takes the pipe for this process.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static WorkerPipe Take()
    {
        var pipe = new WorkerPipe(Posix.Duplicate(Input), Posix.Duplicate(Output));
        using var nothing = Posix.Open("/dev/null");
        var descriptor = nothing.DangerousGetHandle().ToInt32();
        Posix.TryPut(descriptor, Input);
        if (!Posix.TryPut(Error, Output))
        {
            Posix.TryPut(descriptor, Output);
        }

        // Whoever has asked for it before holds a copy of the pipe.
        Console.SetOut(Console.Error);
        return pipe;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Commands.Dispose();
        Signals.Dispose();
    }
}
