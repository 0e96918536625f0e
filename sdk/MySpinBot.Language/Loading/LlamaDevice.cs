using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A device that the library can compute on.</summary>
/// <param name="Id">As the ledger calls it: <c>cpu</c>, <c>cuda:0</c>, <c>vulkan:0</c>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Pointer">The library's own; 0 for the processor.</param>
internal sealed record LlamaDevice(DeviceId Id, string Title, nint Pointer)
{
    /// <summary>The processor: always there.</summary>
    public static LlamaDevice Cpu { get; } = new(DeviceId.Cpu, "processor", 0);

    /// <summary>Its memory, all and free, as its driver says.</summary>
    public unsafe (long Free, long Total) Memory
    {
        get
        {
            nuint free = 0, total = 0;
            if (Pointer != 0)
            {
                GgmlNative.DeviceMemory(Pointer, &free, &total);
            }

            return ((long)free, (long)total);
        }
    }

    /// <summary>The accelerators that the library's build has a backend for, in its order.</summary>
    public static unsafe IReadOnlyList<LlamaDevice> Accelerators()
    {
        LlamaLibrary.EnsureLoaded();
        var found = new List<LlamaDevice>();
        for (nuint i = 0; i < GgmlNative.DeviceCount(); i++)
        {
            var device = GgmlNative.Device(i);
            if (GgmlNative.DeviceKind(device) is GgmlDeviceKind.Accelerator or GgmlDeviceKind.IntegratedAccelerator && NameOf(LlamaNative.TextOf(GgmlNative.DeviceName(device)) ?? "") is { } name)
            {
                found.Add(new LlamaDevice(new DeviceId(name), LlamaNative.TextOf(GgmlNative.DeviceDescription(device)) ?? name, device));
            }
        }

        return found;
    }

    /// <summary>Our name of a device of the library's: <c>CUDA0</c> is <c>cuda:0</c>; null for one that has no number.</summary>
    internal static string? NameOf(string library)
    {
        var digits = library.Length;
        while (digits > 0 && char.IsAsciiDigit(library[digits - 1]))
        {
            digits--;
        }

        return digits is 0 || digits == library.Length ? null : string.Create(CultureInfo.InvariantCulture, $"{library[..digits].ToLowerInvariant()}:{library[digits..]}");
    }
}

/// <summary>Where the layers of a model go.</summary>
/// <param name="Device">The device.</param>
/// <param name="Layers">How many of them are on it; the output counts as one more. None on the processor, which has all that are not elsewhere.</param>
internal readonly record struct LlamaPlacement(LlamaDevice Device, int Layers)
{
    /// <summary>All on the processor.</summary>
    public static LlamaPlacement OnProcessor { get; } = new(LlamaDevice.Cpu, 0);
}
