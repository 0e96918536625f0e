using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Devices;

namespace MySpinBot.Runtime.Memory;

/// <summary>Puts accelerators on the shelf while an engine starts. Drivers may take seconds to answer, and nothing but calls of nodes needs to wait for them.</summary>
internal static class DeviceSearch
{
    /// <summary>Looks for them.</summary>
    /// <returns>Why what was wished for is not there, in a sentence; null where nothing is in the way.</returns>
    public static async Task<string?> RunAsync(ModelShelf shelf, EngineOptions options)
    {
        if (options.Device == DeviceChoice.Cpu)
        {
            return null;
        }

        IReadOnlyList<AcceleratorFacts> found = options.ReadAccelerators is { } read
            ? await read(CancellationToken.None)
            : await AcceleratorReading.OfMachine(options.Time).ReadAsync(options.Report, CancellationToken.None);
        var budgets = AcceleratorBudgets.Of(DeviceChoice.Of(options.Device, found), options.DeviceBudgets, options.Report);
        shelf.Find(budgets);
        foreach (var name in options.DeviceBudgets.Keys.Where(name => found.All(device => device.Device != name)))
        {
            options.Report($"A memory budget is given for '{name}', which this machine does not have.");
        }

        return DeviceChoice.Refusal(options.Device, budgets.Keys.Select(device => device.Name), found);
    }
}
