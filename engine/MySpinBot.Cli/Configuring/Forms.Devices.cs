using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Cli.Configuring;

// Where models run, and with how much memory.
internal static partial class Forms
{
    /// <summary>Which accelerators are used.</summary>
    public static Form<string> Device { get; } = new("auto, cpu, cuda, or one of several: cuda:0, cuda:1, …", "DEVICE", static (texts, out value) =>
    {
        value = texts[0];
        return DeviceChoice.IsOne(value);
    });

    /// <summary>Amounts by device; one alone is the host's.</summary>
    public static Form<IReadOnlyDictionary<string, long>?> Budgets { get; } = new("an amount like 4GB, 512MB or 500000000, or one for each device: cpu=8GB,cuda:0=20GB", "BYTES", static (texts, out value) =>
    {
        var budgets = new Dictionary<string, long>(StringComparer.Ordinal);
        value = budgets;
        foreach (var part in texts[0].Split(',', StringSplitOptions.TrimEntries))
        {
            var (device, amount) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var named, var given] ? (named, given) : (DeviceChoice.Cpu, part);
            if ((device != DeviceChoice.Cpu && !DeviceChoice.IsCudaDevice(device)) || !ByteSize.TryParse(amount, out var bytes) || !budgets.TryAdd(device, bytes))
            {
                return false;
            }
        }

        return true;
    });

    /// <summary>Amounts as they are written.</summary>
    public static string Written(IReadOnlyDictionary<string, long> budgets)
        => string.Join(',', budgets.Select(budget => FormattableString.Invariant($"{budget.Key}={budget.Value}")));
}
