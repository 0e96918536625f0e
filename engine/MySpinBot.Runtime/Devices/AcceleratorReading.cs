using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>The accelerators as models see them. CUDA's own library says which there are and how they are numbered, for it heeds CUDA_VISIBLE_DEVICES and has an order of its own;
/// how much of their memory is free only the management library says, or the program that comes with it. Both know where a device is plugged in.</summary>
/// <param name="driver">CUDA's own library.</param>
/// <param name="managers">Who knows how much is free, the best first.</param>
/// <param name="time">The clock.</param>
internal sealed class AcceleratorReading(IAcceleratorReader driver, IReadOnlyList<IAcceleratorReader> managers, TimeProvider time)
{
    /// <summary>Of this machine.</summary>
    public static AcceleratorReading OfMachine(TimeProvider time)
        => new(new CudaReader(), [new NvmlReader(), new NvidiaSmiReader(DeviceLook.Executable("nvidia-smi"), time)], time);

    /// <summary>Reads them.</summary>
    /// <param name="report">Told what went wrong.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<AcceleratorFacts>> ReadAsync(Action<string> report, CancellationToken cancellation)
    {
        if (await DeviceLook.AskAsync(driver, report, time, cancellation) is not { Count: > 0 } devices)
        {
            return [];
        }

        foreach (var manager in managers)
        {
            if (await DeviceLook.AskAsync(manager, report, time, cancellation) is { Count: > 0 } known)
            {
                return [.. devices.Select(device => WithFree(device, devices, known))];
            }
        }

        return devices;
    }

    // Where nobody says where it is plugged in, only a single device can be told from others.
    private static AcceleratorFacts WithFree(AcceleratorFacts device, IReadOnlyList<AcceleratorFacts> devices, IReadOnlyList<AcceleratorFacts> known)
        => (device.Bus is not null ? known.FirstOrDefault(other => other.Bus == device.Bus) : null) is { } same ? Known(device, same)
            : devices.Count == 1 && known.Count == 1 ? Known(device, known[0])
            : device;

    // A part of a device (MIG) has less than the whole of it has free.
    private static AcceleratorFacts Known(AcceleratorFacts device, AcceleratorFacts same)
        => device with { FreeBytes = same.FreeBytes is { } free ? Math.Min(free, device.MemoryBytes ?? free) : null, Driver = device.Driver ?? same.Driver, Bus = device.Bus ?? same.Bus };
}
