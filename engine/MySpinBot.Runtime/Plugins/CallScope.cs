using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The call that the current flow of execution belongs to, for what a plugin reaches without being handed a <see cref="NodeContext"/>:
/// the console, and services that outlive calls.</summary>
public sealed class CallScope : IDisposable
{
    private const int MaxConsoleLines = 1_000;
    private static readonly AsyncLocal<CallScope?> Flow = new();

    private readonly CallScope? _outer;
    private LineBuffer? _output;
    private LineBuffer? _error;
    private int _consoleLines;

    private CallScope(INodeLog log, IModelShelf? models) => (Log, Models, _outer) = (log, models, Flow.Value);

    /// <summary>The call that runs here; null outside of calls.</summary>
    internal static CallScope? Current => Flow.Value;

    /// <summary>The call's log.</summary>
    internal INodeLog Log { get; }

    /// <summary>The call's view of the models; null to use the host's.</summary>
    internal IModelShelf? Models { get; }

    /// <summary>Takes what the call writes to the console.</summary>
    internal LineBuffer Output => LazyInitializer.EnsureInitialized(ref _output, () => new LineBuffer(line => Console(Log.Info, line)));

    /// <summary>Takes what it writes to the console's error stream.</summary>
    internal LineBuffer Error => LazyInitializer.EnsureInitialized(ref _error, () => new LineBuffer(line => Console(Log.Warn, line)));

    /// <summary>Enters a call: until the scope is disposed, what this flow of execution writes to the console goes to <paramref name="log"/>.</summary>
    /// <param name="log">The call's log.</param>
    /// <param name="models">The call's view of the models, where it has one.</param>
    public static CallScope Enter(INodeLog log, IModelShelf? models = null)
    {
        var scope = new CallScope(log, models);
        Flow.Value = scope;
        return scope;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Read(ref _output)?.Flush();
        Volatile.Read(ref _error)?.Flush();
        Flow.Value = _outer;
    }

    /// <summary>Does something as if no call ran here: the host's own writing to the console, in answer to what a call says.</summary>
    internal static void Outside(Action action)
    {
        var scope = Flow.Value;
        if (scope is null)
        {
            action();
            return;
        }

        Flow.Value = null;
        try
        {
            action();
        }
        finally
        {
            Flow.Value = scope;
        }
    }

    // A node that prints in a loop must not drown what others have to say.
    private void Console(Action<string> write, string line)
    {
        var count = Interlocked.Increment(ref _consoleLines);
        if (count <= MaxConsoleLines)
        {
            Outside(() => write(line));
        }
        else if (count == MaxConsoleLines + 1)
        {
            Outside(() => Log.Warn($"The node wrote more than {MaxConsoleLines} lines to the console; the rest is left out."));
        }
    }
}
