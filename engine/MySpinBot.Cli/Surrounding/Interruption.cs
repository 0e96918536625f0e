using System.Runtime.InteropServices;

namespace MySpinBot.Cli.Surrounding;

/// <summary>Turns Ctrl-C and a request to terminate into a cancellation; the second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _times;

    public Interruption()
        => _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _times) > 1)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        // On a thread of its own: what hangs on the token may be slow to unwind, and the second signal must get through.
        _ = Task.Run(_source.Cancel);
    }
}
