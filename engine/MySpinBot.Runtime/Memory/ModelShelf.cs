using System.Runtime.Loader;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using DeviceLedger = MySpinBot.Sdk.DeviceLedger;

namespace MySpinBot.Runtime.Memory;

/// <summary>The models and the working memory of this process, on every device.</summary>
public sealed class ModelShelf : IModelShelf, IAsyncDisposable
{
    private readonly ShelfKeeper _keeper;
    private long _requests;

    /// <summary>Makes an empty shelf.</summary>
    /// <param name="budgets">Bytes that may be used on each device.</param>
    /// <param name="time">The clock that loads are measured with.</param>
    public ModelShelf(IReadOnlyDictionary<DeviceId, long> budgets, TimeProvider time) => _keeper = new ShelfKeeper(budgets, time);

    /// <summary>Raised after bytes came or went, with how the device stood then. From various threads; handlers must not throw.</summary>
    public event Action<DeviceLedger>? Changed
    {
        add => _keeper.Changed += value;
        remove => _keeper.Changed -= value;
    }

    /// <summary>Raised when freeing a model failed, with its title: its bytes are taken as free, though some may not be.</summary>
    public event Action<string, Exception>? EvictionFailed
    {
        add => _keeper.EvictionFailed += value;
        remove => _keeper.EvictionFailed -= value;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeviceLedger> Ledgers => _keeper.Ledgers;

    /// <summary>Takes in devices that were found since.</summary>
    /// <param name="budgets">Bytes that may be used on each.</param>
    internal void Find(IReadOnlyDictionary<DeviceId, long> budgets)
    {
        foreach (var (device, budget) in budgets)
        {
            _keeper.Find(device, budget);
        }
    }

    /// <summary>The shelf for one call of a node; dispose it when the call ends.</summary>
    /// <param name="title">What people read of the call: its node.</param>
    public ShelfCall ForCall(string title) => new(this, title);

    /// <inheritdoc/>
    public ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
        where T : class
        => LeaseAsync(recipe, null, null, cancellation);

    /// <inheritdoc/>
    public ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation) => ReserveAsync(need, purpose, null, null, cancellation);

    /// <summary>Frees a model that nobody uses, and waits until that is done.</summary>
    /// <returns>False where it is not there or in use.</returns>
    public ValueTask<bool> UnloadAsync(DeviceId device, string key) => _keeper.UnloadAsync(new ModelSlot(device, key), evenPinned: true);

    /// <summary>Frees the models that code of a plugin made and nobody uses: nothing of it may stay when the plugin goes.</summary>
    public ValueTask UnloadFromAsync(AssemblyLoadContext context) => UnloadAllAsync(context, evenPinned: true);

    /// <summary>Frees every model that nobody uses and nobody has pinned, waiting for loads to end first. The shelf can be used as before.</summary>
    public ValueTask UnloadIdleAsync() => UnloadAllAsync(null, evenPinned: false);

    /// <summary>Keeps models in memory, or lets them go.</summary>
    /// <returns>What became of those of that name; none where there is none.</returns>
    public Task<IReadOnlyList<KeptModel>> KeepAsync(KeepModel what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return _keeper.KeepAsync(what);
    }

    /// <summary>What holds how much on every device, for people.</summary>
    public IReadOnlyList<Core.Messages.Working.DeviceLedger> Describe() => _keeper.Describe();

    /// <summary>Frees every model that nobody uses, waiting for loads to end first.</summary>
    public ValueTask DisposeAsync() => UnloadAllAsync(null, evenPinned: true);

    internal async ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, ShelfCaller? caller, ShelfCall? owner, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var request = new ShelfRequest
        {
            Id = Interlocked.Increment(ref _requests),
            Caller = caller,
            Device = recipe.Device,
            Bytes = Math.Max(0, recipe.EstimatedBytes),
            Key = recipe.Key,
            Title = recipe.Title,
            ReloadSeconds = recipe.ReloadSeconds,
        };
        var model = await _keeper.ServeAsync(Ticket.For(request, recipe), cancellation);
        if (model is not T wanted)
        {
            _keeper.Release(request);
            throw new NodeFailure($"The model {recipe.Title} is a {model!.GetType().Name} on the shelf, and a {typeof(T).Name} was asked for under the same key.");
        }

        ShelfLease<T>? lease = null;
        lease = new ShelfLease<T>(wanted, () => GiveBack(request, owner, lease!));
        owner?.Add(lease, new HeldBytes(recipe.Title, recipe.Device, request.Bytes));
        return lease;
    }

    internal async ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, ShelfCaller? caller, ShelfCall? owner, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(need.Bytes, nameof(need));
        cancellation.ThrowIfCancellationRequested();
        if (need.Bytes == 0)
        {
            return new ShelfReservation(() => { });
        }

        var request = new ShelfRequest { Id = Interlocked.Increment(ref _requests), Caller = caller, Device = need.Device, Bytes = need.Bytes, Title = purpose };
        await _keeper.ServeAsync(new Ticket(request, null, null), cancellation);
        ShelfReservation? reservation = null;
        reservation = new ShelfReservation(() => GiveBack(request, owner, reservation!));
        owner?.Add(reservation, new HeldBytes(purpose, need.Device, need.Bytes));
        return reservation;
    }

    private void GiveBack(ShelfRequest request, ShelfCall? owner, IDisposable held)
    {
        owner?.Remove(held);
        _keeper.Release(request);
    }

    private async ValueTask UnloadAllAsync(AssemblyLoadContext? context, bool evenPinned)
    {
        await _keeper.WorkAsync(_keeper.Slots(context));
        foreach (var slot in _keeper.Slots(context))
        {
            await _keeper.UnloadAsync(slot, evenPinned);
        }
    }
}
