namespace MySpinBot.Runtime.Memory;

/// <summary>A model in the ledger.</summary>
internal sealed class ShelfModel(ModelSlot slot, string title, long bytes)
{
    public ModelSlot Slot { get; } = slot;

    public string Title { get; } = title;

    /// <summary>What it takes: the estimate until it is loaded, the truth from then on.</summary>
    public long Bytes { get; set; } = bytes;

    public ModelState State { get; set; }

    /// <summary>Requests that hold it.</summary>
    public List<ShelfRequest> Leases { get; } = [];

    /// <summary>Requests that get it once it is loaded and fits.</summary>
    public List<ShelfRequest> Waiters { get; } = [];

    /// <summary>Seconds that loading it again costs.</summary>
    public double ReloadSeconds { get; set; }

    /// <summary>Worth in the eviction order; see <see cref="EvictionOrder"/>.</summary>
    public double Credit { get; set; }

    /// <summary>When it was last used, in uses of any model.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether somebody wants it to stay, whatever else is wanted.</summary>
    public bool IsPinned { get; set; }

    /// <summary>Whether it goes as soon as nobody uses it.</summary>
    public bool GoesWhenFree { get; set; }

    /// <summary>The calls that use it, each once.</summary>
    public IReadOnlyList<string> UsedBy => [.. Leases.Select(lease => lease.Caller?.Title ?? "the host").Distinct(StringComparer.Ordinal)];

    /// <summary>Whether nobody uses it.</summary>
    public bool IsIdle => State == ModelState.Resident && Leases.Count == 0 && Waiters.Count == 0;
}

/// <summary>Where a model is in its life.</summary>
internal enum ModelState
{
    /// <summary>Being loaded.</summary>
    Loading,

    /// <summary>Being loaded, though all who wanted it have left.</summary>
    Stopping,

    /// <summary>Loaded.</summary>
    Resident,

    /// <summary>Being freed; its bytes count until that has happened.</summary>
    Evicting,
}
