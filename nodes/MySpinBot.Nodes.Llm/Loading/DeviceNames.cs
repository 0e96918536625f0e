using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Llm;

/// <summary>Names of devices that a language model may be asked to compute on. Whether there is such a one is known where it is loaded.</summary>
internal static partial class DeviceNames
{
    /// <summary>Whether it is written as a device is.</summary>
    public static bool IsOne(string name) => name == "auto" || Written().IsMatch(name);

    /// <summary>What is said of one that is not.</summary>
    public static string Sentence(string input, string given) => $"'{input}' is '{given}', which is no device; auto, cpu, cuda:0 or vulkan:0 would be right.";

    [GeneratedRegex("^(cpu|(cuda|vulkan|gpu):[0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
