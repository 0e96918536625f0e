using System.Globalization;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Memory;

/// <summary>Which accelerators nodes may use, as somebody wishes it.</summary>
public static class DeviceChoice
{
    /// <summary>Accelerators where there are any.</summary>
    public const string Auto = "auto";

    /// <summary>None.</summary>
    public const string Cpu = "cpu";

    /// <summary>Those that CUDA runs on, and nothing else.</summary>
    public const string Cuda = "cuda";

    private const string Numbered = "cuda:";
    private const int MostDevices = 64;

    /// <summary>Whether a text is a wish.</summary>
    public static bool IsOne(string text) => text is Auto or Cpu or Cuda || IsCudaDevice(text);

    /// <summary>Whether a text is the name of an accelerator: <c>cuda:0</c>.</summary>
    public static bool IsCudaDevice(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Numbered, StringComparison.Ordinal) && int.TryParse(text.AsSpan(Numbered.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MostDevices
            && text.Length == Numbered.Length + number.ToString(CultureInfo.InvariantCulture).Length;
    }

    /// <summary>The accelerators that a wish means.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="found">What there is.</param>
    internal static IReadOnlyList<AcceleratorFacts> Of(string wish, IReadOnlyList<AcceleratorFacts> found)
        => [.. found.Where(device => IsCudaDevice(device.Device) && (wish is Auto or Cuda || device.Device == wish))];

    /// <summary>Why a wish cannot be met; null where it can.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="offered">The devices that nodes are offered.</param>
    /// <param name="found">What there is.</param>
    internal static string? Refusal(string wish, IEnumerable<string> offered, IReadOnlyList<AcceleratorFacts> found)
        => wish is Auto or Cpu || offered.Any(device => wish == Cuda || device == wish) ? null
            : $"Models are to run on '{wish}', which this machine does not have or which has no room: {(found.Count == 0 ? "no accelerator was found" : $"there {(found.Count == 1 ? "is" : "are")} {string.Join(", ", found.Select(device => $"{device.Device} ({device.Name})"))}")}. "
                + "'myspinbot devices' says what was looked for; '--device auto' takes what there is, '--device cpu' none.";
}
