using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Checks options against a file: the library ends the process for some of what could be asked.</summary>
internal static class LlamaOptionFaults
{
    /// <summary>Checks them.</summary>
    /// <exception cref="NodeFailure">The first that does not fit; its input is the option's name.</exception>
    public static void Check(LlamaOptions options, GgufModelFile file, IReadOnlyList<string> adapters)
    {
        Say(options.Context is < 0 or > LlamaPlan.MostContext, nameof(options.Context), $"A context of {options.Context} tokens is not possible; 0 (for the model's own) to {LlamaPlan.MostContext} is.");
        Say(options.Sequences is < 1 or > ContextNeed.MostSequences, nameof(options.Sequences), $"{options.Sequences} sequences at once are not possible; 1 to {ContextNeed.MostSequences} are.");
        Say(options.Threads is < 0 or > 512, nameof(options.Threads), $"{options.Threads} threads are not possible; 0 (for as many as are free) to 512 are.");
        Say(options.DeviceLayers is < 0, nameof(options.DeviceLayers), $"{options.DeviceLayers} layers on the device are not possible; 0 to {file.Layers + 1} are.");
        Say(options.RopeBase is { } rope && !(rope is > 0 and <= 1e12), nameof(options.RopeBase), $"A base of {options.RopeBase} for positions is not possible; a number above 0 is (10000 is usual).");
        Say(options.RopeScale is { } scale && !(scale is > 0 and <= 1000), nameof(options.RopeScale), $"Positions cannot be multiplied by {options.RopeScale}; a number above 0 is right (0.5 for twice the context).");
        Say(options.SavedBytes is < 0 or > int.MaxValue, nameof(options.SavedBytes), $"{options.SavedBytes} bytes for what leaves the model's memory are not possible; 0 (for none) to {int.MaxValue} are.");
        Say(options.Cache == CacheType.Q8 && !HeadsDivide(file), nameof(options.Cache), $"'{Path.GetFileName(file.Path)}' has heads whose sizes are no multiples of 32, so keys and values cannot be kept in 8 bits; choose 16.");
        Say(options.Adapters.Length != adapters.Count, nameof(options.Adapters), $"{options.Adapters.Length} adapters are named and {adapters.Count} files of them were given.");
        Say(options.Adapters.Any(adapter => !double.IsFinite(adapter.Scale) || Math.Abs(adapter.Scale) > 100), nameof(options.Adapters), "An adapter's strength has to be a number between -100 and 100; 1 is what it was trained for.");
    }

    private static bool HeadsDivide(GgufModelFile file)
    {
        var heads = file.Values.Numbers("attention.head_count").DefaultIfEmpty(1).Max();
        var size = file.Values.Number("attention.key_length") ?? (heads > 0 ? file.Width / heads : file.Width);
        var values = file.Values.Number("attention.value_length") ?? size;
        return size % 32 == 0 && values % 32 == 0;
    }

    private static void Say(bool isWrong, string input, string sentence)
    {
        if (isWrong)
        {
            throw new NodeFailure(sentence) { Input = input };
        }
    }
}
