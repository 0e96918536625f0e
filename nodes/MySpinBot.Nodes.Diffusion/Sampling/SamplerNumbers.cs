using System.Collections.Immutable;
using MySpinBot.Diffusion;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>A sampler with numbers of its own.</summary>
internal static class SamplerNumbers
{
    /// <summary>Names it.</summary>
    public static SamplerChoice Of(string sampler, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in numbers)
        {
            options[name] = value;
        }

        // Says at once what a sampler cannot do, not only where it is used.
        var choice = new SamplerChoice(sampler, options.ToImmutable());
        Samplers.Of(choice);
        return choice;
    }
}
