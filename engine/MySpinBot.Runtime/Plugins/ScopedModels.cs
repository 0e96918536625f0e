using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>The models as services see them: leases that they take while they work for a call count as that call's.</summary>
internal sealed class ScopedModels(IModelShelf host) : IModelShelf
{
    public IReadOnlyList<DeviceLedger> Ledgers => host.Ledgers;

    public ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
        where T : class
        => (CallScope.Current?.Models ?? host).LeaseAsync(recipe, cancellation);

    public ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation)
        => (CallScope.Current?.Models ?? host).ReserveAsync(need, purpose, cancellation);
}
