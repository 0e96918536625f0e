using System.Runtime.Loader;

namespace MySpinBot.Runtime.Memory;

/// <summary>A model as the shelf keeps it: its load while that runs, then the object and how it is freed.</summary>
internal sealed class Shelved(string title, Delegate author) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly AssemblyLoadContext? _loader = ContextOf(author.Method.Module.Assembly);
    private Func<ValueTask>? _evict;

    public string Title { get; } = title;

    public object? Model { get; private set; }

    /// <summary>When a call took it or gave it back last.</summary>
    public DateTimeOffset? LastUsed { get; set; }

    public CancellationToken Stopped => _stop.Token;

    public void Stop() => _ = _stop.CancelAsync();

    public void Set(object model, Func<ValueTask> evict) => (Model, _evict) = (model, evict);

    /// <summary>Hands out the eviction, once.</summary>
    public Func<ValueTask>? TakeEviction() => Interlocked.Exchange(ref _evict, null);

    /// <summary>Whether code of this context made it, so that it must be gone before the context is unloaded.</summary>
    public bool IsFrom(AssemblyLoadContext context)
        => _loader == context || ContextOf(Model?.GetType().Assembly) == context || ContextOf(_evict?.Method.Module.Assembly) == context;

    public void Dispose() => _stop.Dispose();

    private static AssemblyLoadContext? ContextOf(System.Reflection.Assembly? assembly) => assembly is null ? null : AssemblyLoadContext.GetLoadContext(assembly);
}
