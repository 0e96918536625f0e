using System.Globalization;
using System.Text;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Devices;

/// <summary>NVIDIA's own program, for where its libraries cannot be loaded into this process.</summary>
internal sealed class NvidiaSmiReader(string? executable, TimeProvider time) : IAcceleratorReader
{
    private const int MostBytes = 1 << 20;

    private static readonly string[] Question = ["--query-gpu=index,name,memory.total,memory.free,driver_version,compute_cap,pci.bus_id", "--format=csv,noheader,nounits"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "nvidia-smi";

    public async Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation)
    {
        if (executable is null)
        {
            return null;
        }

        try
        {
            return Parse(Encoding.UTF8.GetString(await new ToolProcess(executable, Question) { TimeLimit = Patience }.ReadAllAsync(MostBytes, time, cancellation)));
        }
        catch (NodeFailure fault)
        {
            note(fault.Message);
            return null;
        }
    }

    /// <summary>Reads its table: a line a device, memory in MiB; what a device does not know stands as <c>[N/A]</c>.</summary>
    internal static IReadOnlyList<AcceleratorFacts> Parse(string table)
    {
        var found = new List<AcceleratorFacts>();
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(',', StringSplitOptions.TrimEntries) is [var index, var name, var total, var free, var driver, var compute, var bus] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                found.Add(new AcceleratorFacts(string.Create(CultureInfo.InvariantCulture, $"cuda:{number}"), name, "nvidia", "nvidia-smi")
                {
                    MemoryBytes = Mebibytes(total),
                    FreeBytes = Mebibytes(free),
                    Driver = Known(driver),
                    Compute = Known(compute),
                    Bus = Known(bus) is { } at ? at[^Math.Min(at.Length, 12)..].ToLowerInvariant() : null,
                });
            }
        }

        return found;
    }

    private static string? Known(string text) => text.Length == 0 || text[0] == '[' ? null : text;

    private static long? Mebibytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number << 20 : null;
}
