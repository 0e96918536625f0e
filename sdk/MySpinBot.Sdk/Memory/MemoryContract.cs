namespace MySpinBot.Sdk;

/// <summary>A place with memory of its own: <c>cpu</c>, <c>cuda:0</c>.</summary>
/// <param name="Name">Its name.</param>
public readonly record struct DeviceId(string Name)
{
    /// <summary>The host's own memory.</summary>
    public static DeviceId Cpu { get; } = new("cpu");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a call needs on a device while it runs, beside the models it leases.</summary>
/// <param name="Device">Where.</param>
/// <param name="Bytes">How much.</param>
public readonly record struct MemoryNeed(DeviceId Device, long Bytes)
{
    /// <summary>Nothing worth counting.</summary>
    public static MemoryNeed None { get; } = new(DeviceId.Cpu, 0);
}

/// <summary>How the ledger of a device stands.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Budget">Bytes that may be used in all.</param>
/// <param name="Resident">Bytes of models that are loaded.</param>
/// <param name="Reserved">Bytes reserved as working memory.</param>
public sealed record DeviceLedger(DeviceId Device, long Budget, long Resident, long Reserved)
{
    /// <summary>Bytes not spoken for.</summary>
    public long Free => Budget - Resident - Reserved;
}

/// <summary>The one place that knows what lies on which device. Nothing is loaded or reserved past the budget: what does not fit waits until
/// others let go, models that nobody leases are evicted first, and what can never fit is refused with a sentence.</summary>
public interface IModelShelf
{
    /// <summary>How every device stands.</summary>
    IReadOnlyList<DeviceLedger> Ledgers { get; }

    /// <summary>Leases a model, loading it if it is not resident. While the lease is held the model stays.</summary>
    /// <exception cref="NodeFailure">It can never fit; the sentence says how much was needed and how much there is.</exception>
    ValueTask<Lease<T>> LeaseAsync<T>(ModelRecipe<T> recipe, CancellationToken cancellation)
        where T : class;

    /// <summary>Reserves working memory.</summary>
    /// <exception cref="NodeFailure">It can never fit.</exception>
    ValueTask<IDisposable> ReserveAsync(MemoryNeed need, string purpose, CancellationToken cancellation);
}

/// <summary>How to get a model: the same key is the same model.</summary>
/// <typeparam name="T">What is leased.</typeparam>
public sealed class ModelRecipe<T>
    where T : class
{
    /// <summary>Identity: checkpoint hash, component, patches, options.</summary>
    public required string Key { get; init; }

    /// <summary>What people read in the ledger.</summary>
    public required string Title { get; init; }

    /// <summary>Where it goes.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>Bytes that it will take; never under the truth by more than a tenth.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>Loads it. Called once, outside the ledger's lock.</summary>
    public required Func<CancellationToken, ValueTask<Resident<T>>> Load { get; init; }

    /// <summary>What loading it again costs, in seconds, where the author knows better than the shelf, which measures it.</summary>
    public double? ReloadSeconds { get; init; }
}

/// <summary>A model that was loaded.</summary>
/// <param name="Model">The model.</param>
/// <param name="Bytes">Bytes that it really takes, packed copies included.</param>
/// <param name="Evict">Frees it; called once, when nobody leases it.</param>
/// <typeparam name="T">What is leased.</typeparam>
public sealed record Resident<T>(T Model, long Bytes, Func<ValueTask> Evict)
    where T : class;

/// <summary>The right to use a model until it is disposed.</summary>
/// <typeparam name="T">What is leased.</typeparam>
public abstract class Lease<T> : IDisposable
    where T : class
{
    /// <summary>The model.</summary>
    public abstract T Model { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
