using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>A model's place: the same key on the same device is the same model.</summary>
/// <param name="Device">Where.</param>
/// <param name="Key">Which.</param>
internal readonly record struct ModelSlot(DeviceId Device, string Key);

/// <summary>Who asks and holds: one call of a node. By it the ledger knows that what is held will not be let go while its holder waits.</summary>
/// <param name="title">What people read.</param>
internal sealed class ShelfCaller(string title)
{
    public string Title { get; } = title;
}

/// <summary>A wish for a lease or for working memory.</summary>
internal sealed class ShelfRequest
{
    /// <summary>Rises with each request: the order of arrival.</summary>
    public required long Id { get; init; }

    /// <summary>Who asks; null for somebody who is not known, of whom it is assumed that what is held will be let go.</summary>
    public ShelfCaller? Caller { get; init; }

    /// <summary>Where.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>How much; for a lease what the model is thought to take.</summary>
    public required long Bytes { get; init; }

    /// <summary>The model; null for working memory.</summary>
    public string? Key { get; init; }

    /// <summary>What people read: the model's title, or what the working memory is for.</summary>
    public required string Title { get; init; }

    /// <summary>Seconds that loading costs, where the author says it.</summary>
    public double? ReloadSeconds { get; init; }

    /// <summary>How many later requests were served while this was the first to wait.</summary>
    public int Overtaken { get; set; }

    public ModelSlot Slot => new(Device, Key!);
}
