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

    /// <summary>What holds how much.</summary>
    public Core.Messages.Working.DeviceLedger Describe() => new(
        Id.ToString(), Budget,
        [.. Models.Values.OrderBy(model => model.Title, StringComparer.Ordinal).Select(model => new LedgerLine(model.Title, model.Bytes, model.Leases.Count)),
            .. Reservations.GroupBy(held => held.Title, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => new LedgerLine(same.Key, same.Sum(held => held.Bytes), same.Count()))]);

    public DeviceLedger ToLedger() => new(Id, Budget, Resident, Reserved);
}
