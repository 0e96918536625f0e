using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A sampler by name, with the numbers that it takes. What flows through SAMPLER sockets.</summary>
/// <param name="Name">One of <see cref="Samplers.Names"/>.</param>
/// <param name="Options">Its numbers by name: <c>eta</c>, <c>s_noise</c>, <c>order</c>, …; those that are missing have k-diffusion's defaults.</param>
[Socket("SAMPLER", Color = "#ecb4b4")]
public sealed record SamplerChoice(string Name, ImmutableSortedDictionary<string, double> Options)
{
    /// <summary>A sampler with its defaults.</summary>
    public SamplerChoice(string name)
        : this(name, ImmutableSortedDictionary<string, double>.Empty)
    {
    }
}

/// <summary>How much noise is left at each step: falling, usually to 0. One more than there are steps. What flows through SIGMAS sockets.</summary>
/// <param name="Values">The sigmas.</param>
[Socket("SIGMAS", Color = "#cdffcd")]
public sealed record Sigmas(ImmutableArray<float> Values);

/// <summary>Where the noise at the beginning comes from. What flows through NOISE sockets.</summary>
/// <param name="Seed">The seed; null for no noise at all.</param>
[Socket("NOISE", Color = "#b0b0b0")]
public sealed record NoiseSource(ulong? Seed);

/// <summary>A model with what guides it. What flows through GUIDER sockets.</summary>
/// <param name="Model">The model.</param>
/// <param name="Positive">What is wanted.</param>
/// <param name="Negative">What is not wanted; null where nothing is compared (BasicGuider).</param>
/// <param name="Scale">How much more than without a prompt.</param>
[Socket("GUIDER", Color = "#66ffff")]
public sealed record Guider(DiffusionModel Model, Conditioning Positive, Conditioning? Negative, double Scale)
{
    /// <summary>A second condition between the two, and its scale (DualCFGGuider); null for none.</summary>
    public SecondGuidance? Second { get; init; }

    /// <summary>How the negative is kept from taking away what the positive wants (PerpNegGuider); null for the plain rule.</summary>
    public PerpendicularGuidance? Perpendicular { get; init; }
}

/// <summary>A second condition of a guider.</summary>
/// <param name="Middle">What stands between the positive and the negative.</param>
/// <param name="Scale">The scale between it and the negative.</param>
/// <param name="IsNested">Whether the positive is guided from the result of the two others.</param>
public sealed record SecondGuidance(Conditioning Middle, double Scale, bool IsNested);

/// <summary>Guidance by the part of the negative that stands at a right angle to the positive.</summary>
/// <param name="Empty">What is said where nothing is said.</param>
/// <param name="Scale">How much of that part is taken away.</param>
public sealed record PerpendicularGuidance(Conditioning Empty, double Scale);
