using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Devices;

/// <summary>Reads what the host is.</summary>
internal static class HostReading
{
    /// <summary>As it is now.</summary>
    /// <param name="memoryBudget">Bytes of host memory, where somebody said; else what the engine would allow itself.</param>
    public static HostFacts Now(long? memoryBudget)
    {
        var reading = DeviceBudget.Read();
        var total = reading.Total == long.MaxValue ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : reading.Total;
        return new HostFacts(Processor(), Environment.ProcessorCount, [.. Instructions()], total, Math.Min(total, reading.Available ?? total), DeviceBudget.OfMachine(memoryBudget)[DeviceId.Cpu]);
    }

    private static string Processor()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                foreach (var line in File.ReadLines("/proc/cpuinfo").Take(200))
                {
                    if (line.StartsWith("model name", StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                    {
                        return line[(colon + 1)..].Trim();
                    }
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What the runtime knows will do.
        }

        return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static IEnumerable<string> Instructions()
        => new (string Name, bool IsThere)[]
        {
            ("sse4.2", Sse42.IsSupported), ("avx", Avx.IsSupported), ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("avx512bw", Avx512BW.IsSupported),
            ("avxvnni", AvxVnni.IsSupported), ("neon", AdvSimd.IsSupported), ("dotprod", Dp.IsSupported),
        }.Where(each => each.IsThere).Select(each => each.Name);
}
