using System.Globalization;
using System.Runtime.InteropServices;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>NVIDIA's management library: it knows every device with its memory, and takes none of that for itself. (nvml.h of the driver's documentation.)</summary>
internal sealed unsafe class NvmlReader : IAcceleratorReader
{
    private const int Success = 0;
    private const int TextSize = 96;
    private const uint MostDevices = 64;

    public string Name => "nvml";

    public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<AcceleratorFacts>?>(NativeCalls.TryOpen(out var calls, "libnvidia-ml.so.1", "nvml.dll") ? Read(calls, note) : null);

    private static List<AcceleratorFacts>? Read(NativeCalls calls, Action<string> note)
    {
        var start = (delegate* unmanaged[Cdecl]<int>)calls.Find("nvmlInit_v2", "nvmlInit");
        var end = (delegate* unmanaged[Cdecl]<int>)calls.Find("nvmlShutdown");
        var count = (delegate* unmanaged[Cdecl]<uint*, int>)calls.Find("nvmlDeviceGetCount_v2", "nvmlDeviceGetCount");
        var device = (delegate* unmanaged[Cdecl]<uint, nint*, int>)calls.Find("nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex");
        if (start is null || end is null || count is null || device is null)
        {
            note("NVIDIA's management library (NVML) is there, but lacks functions that it should have; it is passed over.");
            return null;
        }

        if (start() is var started and not Success)
        {
            note($"NVIDIA's management library (NVML) is there, but does not start (error {started}): the driver is missing, or another version than the library.");
            return null;
        }

        try
        {
            uint devices = 0;
            var found = new List<AcceleratorFacts>();
            var driver = Text(calls, "nvmlSystemGetDriverVersion");
            for (uint i = 0; count(&devices) == Success && i < Math.Min(devices, MostDevices); i++)
            {
                nint handle = 0;
                if (device(i, &handle) == Success)
                {
                    found.Add(Describe(calls, i, handle, driver));
                }
                else
                {
                    note($"NVIDIA's device {i} does not answer: it may be in use by somebody who has it alone, or have failed.");
                }
            }

            return found;
        }
        finally
        {
            _ = end();
        }
    }

    private static AcceleratorFacts Describe(NativeCalls calls, uint index, nint device, string? driver)
    {
        var memory = (delegate* unmanaged[Cdecl]<nint, Memory*, int>)calls.Find("nvmlDeviceGetMemoryInfo");
        var compute = (delegate* unmanaged[Cdecl]<nint, int*, int*, int>)calls.Find("nvmlDeviceGetCudaComputeCapability");
        Memory bytes = default;
        int major = 0, minor = 0;
        var hasMemory = memory is not null && memory(device, &bytes) == Success;
        var hasCompute = compute is not null && compute(device, &major, &minor) == Success;
        return new AcceleratorFacts(string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"), Text(calls, "nvmlDeviceGetName", device) ?? "NVIDIA device", "nvidia", "nvml")
        {
            MemoryBytes = hasMemory ? (long)bytes.Total : null,
            FreeBytes = hasMemory ? (long)bytes.Free : null,
            Driver = driver,
            Compute = hasCompute ? string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}") : null,
            Bus = Bus(calls, device),
        };
    }

    private static string? Text(NativeCalls calls, string function)
    {
        var ask = (delegate* unmanaged[Cdecl]<byte*, uint, int>)calls.Find(function);
        Span<byte> text = stackalloc byte[TextSize];
        fixed (byte* at = text)
        {
            return ask is not null && ask(at, TextSize) == Success ? NativeCalls.Text(text) : null;
        }
    }

    private static string? Text(NativeCalls calls, string function, nint device)
    {
        var ask = (delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)calls.Find(function);
        Span<byte> text = stackalloc byte[TextSize];
        fixed (byte* at = text)
        {
            return ask is not null && ask(device, at, TextSize) == Success ? NativeCalls.Text(text) : null;
        }
    }

    private static string? Bus(NativeCalls calls, nint device)
    {
        var ask = (delegate* unmanaged[Cdecl]<nint, Pci*, int>)calls.Find("nvmlDeviceGetPciInfo_v3");
        Pci pci = default;
        return ask is not null && ask(device, &pci) == Success ? string.Create(CultureInfo.InvariantCulture, $"{pci.Domain:x4}:{pci.Bus:x2}:{pci.Device:x2}.0") : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Pci
    {
        public fixed byte OlderId[16];
        public uint Domain;
        public uint Bus;
        public uint Device;
    }
}
