using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>The shelf as one call of a node sees it. What the call holds is known to be its own, and is given back when the call ends, should the node have forgotten.</summary>
public sealed class ShelfCall : IModelShelf, IDisposable
{
    private readonly ModelShelf _shelf;
    private readonly ShelfCaller _caller;
    private readonly Lock _gate = new();
    private HashSet<IDisposable>? _held;
    private bool _ended;

    internal ShelfCall(ModelShelf shelf, string title) => (_shelf, _caller) = (shelf, new ShelfCaller(title));

    /// <inheritdoc/>
    public IReadOnlyList<DeviceLedger> Ledgers => _shelf.Ledgers;

    /// <summary>Leases and reservations that the call holds.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held?.Count ?? 0;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
        where T : class
        => _shelf.LeaseAsync(recipe, _caller, this, cancellation);

    /// <inheritdoc/>
    public ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation)
        => _shelf.ReserveAsync(need, purpose, _caller, this, cancellation);

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        HashSet<IDisposable>? left;
        lock (_gate)
        {
            _ended = true;
            (left, _held) = (_held, null);
        }

        if (left is null)
        {
            return;
        }

        foreach (var held in left)
        {
            held.Dispose();
        }
    }

    internal void Add(IDisposable held)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                (_held ??= []).Add(held);
                return;
            }
        }

        held.Dispose();
    }

    internal void Remove(IDisposable held)
    {
        lock (_gate)
        {
            _held?.Remove(held);
        }
    }
}
