using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>How many bytes the engine may use on accelerators: what the driver says there is, less what other programs hold, less a reserve for what no ledger counts: the driver's context, its libraries' own workspaces, and what is lost between pieces.</summary>
internal static class AcceleratorBudgets
{
    private const long LeastReserve = 768L << 20;
    private const long MostReserve = 2L << 30;
    private const long ReserveShare = 16;

    /// <summary>Less than this is of no use to any model.</summary>
    public const long LeastBudget = 256L << 20;

    /// <summary>The budgets of devices; those without room for anything are left out.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="said">What somebody allows on some of them.</param>
    /// <param name="report">Told of those that are left out.</param>
    public static IReadOnlyDictionary<DeviceId, long> Of(IEnumerable<AcceleratorFacts> devices, IReadOnlyDictionary<string, long> said, Action<string> report)
    {
        var budgets = new Dictionary<DeviceId, long>();
        foreach (var device in devices)
        {
            var budget = said.TryGetValue(device.Device, out var allowed) ? allowed : Of(device);
            if (budget >= LeastBudget)
            {
                budgets[new DeviceId(device.Device)] = budget;
            }
            else
            {
                report($"{device.Device} ({device.Name}) has {ShelfSentences.Size(device.FreeBytes ?? 0)} free of {ShelfSentences.Size(device.MemoryBytes ?? 0)}, too little beside a reserve; it is not used. End the programs that hold its memory, or allow an amount with '--memory-budget {device.Device}=4GB'.");
            }
        }

        return budgets;
    }

    /// <summary>What a device allows: 0 where nobody knows how much memory it has.</summary>
    internal static long Of(AcceleratorFacts device)
    {
        if (device.MemoryBytes is not { } total)
        {
            return 0;
        }

        var held = device.FreeBytes is { } free ? Math.Max(0, total - free) : 0;
        return Math.Max(0, total - held - Math.Clamp(total / ReserveShare, LeastReserve, MostReserve));
    }
}
