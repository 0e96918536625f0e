using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>A model that is leased.</summary>
internal sealed class ShelfLease<T>(T model, Action release) : Lease<T>
    where T : class
{
    private T? _model = model;
    private Action? _release = release;

    public override T Model => _model ?? throw new ObjectDisposedException("Lease", "The lease was given back; the model may be gone.");

    public override void Dispose()
    {
        _model = null;
        Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}

/// <summary>Working memory that is reserved.</summary>
internal sealed class ShelfReservation(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
