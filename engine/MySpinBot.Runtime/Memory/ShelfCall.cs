using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>The shelf as one call of a node sees it. What the call holds is known to be its own, and is given back when the call ends, should the node have forgotten.</summary>
public sealed class ShelfCall : IModelShelf, IDisposable
{
    private readonly ModelShelf _shelf;
    private readonly ShelfCaller _caller;
    private readonly Lock _gate = new();
    private Dictionary<IDisposable, HeldBytes>? _held;
    private HeldBytes[] _most = [];
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

    /// <summary>What the call held when it held most: what it needs as far as the ledger knows, also after it has given all of it back.</summary>
    internal IReadOnlyList<HeldBytes> Most
    {
        get
        {
            lock (_gate)
            {
                return _most;
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
        List<IDisposable>? left;
        lock (_gate)
        {
            _ended = true;
            (left, _held) = (_held is null ? null : [.. _held.Keys], null);
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

    internal void Add(IDisposable held, HeldBytes what)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                (_held ??= []).Add(held, what);
                if (_held.Values.Sum(each => each.Bytes) > _most.Sum(each => each.Bytes))
                {
                    _most = [.. _held.Values];
                }

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

/// <summary>Something that a call holds.</summary>
/// <param name="Title">What it is: a model, or what working memory is for.</param>
/// <param name="Device">Where.</param>
/// <param name="Bytes">How much.</param>
internal readonly record struct HeldBytes(string Title, DeviceId Device, long Bytes);
