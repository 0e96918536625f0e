using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The numbers of a sampler, taken one by one; what is left over it does not know.</summary>
internal sealed class SamplerOptions(SamplerChoice choice)
{
    private readonly List<string> _known = [];

    /// <summary>A number, in a range.</summary>
    public double Take(string name, double usual, double least = 0, double most = 20_000)
    {
        _known.Add(name);
        var value = choice.Options.GetValueOrDefault(name, usual);
        return value >= least && value <= most ? value
            : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"The sampler '{choice.Name}' takes a number from {least} to {most} as {name}, not {value}."));
    }

    /// <summary>A whole number, in a range.</summary>
    public int Count(string name, int usual, int least, int most)
        => Take(name, usual, least, most) is var value && value == Math.Floor(value) ? (int)value
            : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"The sampler '{choice.Name}' takes a whole number as {name}, not {value}."));

    /// <summary>Whether something is chosen: 1 for yes.</summary>
    public bool Has(string name, bool usual = false) => Count(name, usual ? 1 : 0, 0, 1) == 1;

    /// <summary>Says what is not known.</summary>
    public void End()
    {
        foreach (var name in choice.Options.Keys)
        {
            if (!_known.Contains(name))
            {
                throw new NodeFailure($"The sampler '{choice.Name}' takes no number '{name}'; it takes {(_known.Count == 0 ? "none" : string.Join(", ", _known))}.");
            }
        }
    }
}
