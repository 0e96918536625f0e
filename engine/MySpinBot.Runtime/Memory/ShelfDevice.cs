using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using DeviceLedger = MySpinBot.Sdk.DeviceLedger;

namespace MySpinBot.Runtime.Memory;

/// <summary>The bytes of one device.</summary>
internal sealed class ShelfDevice(DeviceId id, long budget)
{
    public DeviceId Id { get; } = id;

    public long Budget { get; } = budget;

    /// <summary>Models that are loaded, being loaded (by estimate) or being freed.</summary>
    public Dictionary<string, ShelfModel> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Working memory that was granted.</summary>
    public List<ShelfRequest> Reservations { get; } = [];

    public long Resident => Models.Values.Sum(model => model.Bytes);

    public long Reserved => Reservations.Sum(reservation => reservation.Bytes);

    public long Free => Budget - Resident - Reserved;

    /// <summary>Bytes that are about to become free.</summary>
    public long Evicting => Models.Values.Where(model => model.State == ModelState.Evicting).Sum(model => model.Bytes);

    /// <summary>Bytes that nothing else can have.</summary>
    public long Pinned => Models.Values.Where(model => model.IsPinned).Sum(model => model.Bytes);

    /// <summary>What holds how much.</summary>
    /// <param name="lastUsed">When a model was used last.</param>
    public Core.Messages.Working.DeviceLedger Describe(Func<ModelSlot, DateTimeOffset?> lastUsed) => new(
        Id.ToString(), Budget,
        [.. Models.Values.OrderBy(model => model.Title, StringComparer.Ordinal).Select(model => Line(model, lastUsed(model.Slot))),
            .. Reservations.GroupBy(held => held.Title, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(Line)]);

    public DeviceLedger ToLedger() => new(Id, Budget, Resident, Reserved);

    private static LedgerLine Line(ShelfModel model, DateTimeOffset? lastUsed) => new(model.Title, model.Bytes, model.Leases.Count)
    {
        Key = model.Slot.Key,
        Kind = model.State switch { ModelState.Resident => "resident", ModelState.Evicting => "leaving", _ => "loading" },
        Pinned = model.IsPinned,
        GoesWhenFree = model.GoesWhenFree,
        LastUsed = lastUsed,
        UsedBy = model.UsedBy,
    };

    private static LedgerLine Line(IGrouping<string, ShelfRequest> same) => new(same.Key, same.Sum(held => held.Bytes), same.Count())
    {
        UsedBy = [.. same.Select(held => held.Caller?.Title ?? "the host").Distinct(StringComparer.Ordinal)],
    };
}
