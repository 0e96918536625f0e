using System.Globalization;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>NVIDIA's driver itself, for where its management library is missing (some containers have only the one). No context is made, so no memory is taken, and none that is free can be told.</summary>
internal sealed unsafe class CudaReader : IAcceleratorReader
{
    private const int Success = 0;
    private const int NoDevice = 100;
    private const int TextSize = 256;
    private const int MostDevices = 64;
    private const int Major = 75;
    private const int Minor = 76;

    public string Name => "cuda";

    public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<AcceleratorFacts>?>(NativeCalls.TryOpen(out var calls, "libcuda.so.1", "nvcuda.dll") ? Read(calls, note) : null);

    private static List<AcceleratorFacts>? Read(NativeCalls calls, Action<string> note)
    {
        var start = (delegate* unmanaged[Cdecl]<uint, int>)calls.Find("cuInit");
        var count = (delegate* unmanaged[Cdecl]<int*, int>)calls.Find("cuDeviceGetCount");
        var device = (delegate* unmanaged[Cdecl]<int*, int, int>)calls.Find("cuDeviceGet");
        if (start is null || count is null || device is null)
        {
            note("NVIDIA's driver (libcuda) is there, but lacks functions that it should have; it is passed over.");
            return null;
        }

        if (start(0) is var started and not Success)
        {
            note(started == NoDevice ? "NVIDIA's driver (libcuda) is there, and finds no device." : $"NVIDIA's driver (libcuda) is there, but does not start (error {started}).");
            return [];
        }

        var (devices, found) = (0, new List<AcceleratorFacts>());
        for (var i = 0; count(&devices) == Success && i < Math.Min(devices, MostDevices); i++)
        {
            var handle = 0;
            if (device(&handle, i) == Success)
            {
                found.Add(Describe(calls, i, handle));
            }
        }

        return found;
    }

    // As the management library writes it: 0000:1b:00.0.
    private static string? Bus(NativeCalls calls, int device)
    {
        var ask = (delegate* unmanaged[Cdecl]<byte*, int, int, int>)calls.Find("cuDeviceGetPCIBusId");
        Span<byte> text = stackalloc byte[TextSize];
        fixed (byte* at = text)
        {
            return ask is not null && ask(at, TextSize, device) == Success ? NativeCalls.Text(text).ToLowerInvariant() : null;
        }
    }

    private static AcceleratorFacts Describe(NativeCalls calls, int index, int device)
    {
        var name = (delegate* unmanaged[Cdecl]<byte*, int, int, int>)calls.Find("cuDeviceGetName");
        var memory = (delegate* unmanaged[Cdecl]<nuint*, int, int>)calls.Find("cuDeviceTotalMem_v2");
        var attribute = (delegate* unmanaged[Cdecl]<int*, int, int, int>)calls.Find("cuDeviceGetAttribute");
        Span<byte> text = stackalloc byte[TextSize];
        nuint bytes = 0;
        int major = 0, minor = 0;
        fixed (byte* at = text)
        {
            var isNamed = name is not null && name(at, TextSize, device) == Success;
            var hasMemory = memory is not null && memory(&bytes, device) == Success;
            var hasCompute = attribute is not null && attribute(&major, Major, device) == Success && attribute(&minor, Minor, device) == Success;
            return new AcceleratorFacts(string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"), isNamed ? NativeCalls.Text(text) : "NVIDIA device", "nvidia", "cuda")
            {
                MemoryBytes = hasMemory ? (long)bytes : null,
                Bus = Bus(calls, device),
                Compute = hasCompute ? string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}") : null,
            };
        }
    }
}
