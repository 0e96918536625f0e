using System.Globalization;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>The kernel's list of graphics cards: it names those of all makers, also those whose driver for computing is missing.</summary>
/// <param name="root"><c>/sys/class/drm</c>.</param>
internal sealed class DrmReader(string root) : IAcceleratorReader
{
    private const int MostCards = 64;

    public string Name => "drm";

    public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<AcceleratorFacts>?>(Directory.Exists(root) ? Read() : null);

    private List<AcceleratorFacts> Read()
    {
        var found = new List<AcceleratorFacts>();
        foreach (var card in Directory.EnumerateFileSystemEntries(root, "card*").Order(StringComparer.Ordinal).Take(MostCards * 16))
        {
            // card0 is a card; card0-HDMI-A-1 is one of its sockets.
            var (name, device) = (Path.GetFileName(card), Path.Join(card, "device"));
            if (name.AsSpan(4).ContainsAnyExceptInRange('0', '9') || Text(device, "vendor") is not { } vendor || found.Count == MostCards)
            {
                continue;
            }

            var facts = Facts(device);
            found.Add(new AcceleratorFacts(name, Title(vendor, Text(device, "product_name") ?? Text(device, "device")), Vendor(vendor), "drm")
            {
                MemoryBytes = Number(device, "mem_info_vram_total"),
                FreeBytes = Number(device, "mem_info_vram_total") - Number(device, "mem_info_vram_used"),
                Driver = facts.GetValueOrDefault("DRIVER"),
                Bus = facts.GetValueOrDefault("PCI_SLOT_NAME"),
            });
        }

        return found;
    }

    private static Dictionary<string, string> Facts(string device)
        => (Text(device, "uevent") ?? "").Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1]);

    private static string Vendor(string number) => number switch { "0x10de" => "nvidia", "0x1002" => "amd", "0x8086" => "intel", _ => number };

    private static string Title(string vendor, string? device)
        => $"{Vendor(vendor) switch { "nvidia" => "NVIDIA", "amd" => "AMD", "intel" => "Intel", var other => $"maker {other}" }} {device ?? "graphics"}";

    private static long? Number(string device, string name) => long.TryParse(Text(device, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(string device, string name)
    {
        try
        {
            var path = Path.Join(device, name);
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
