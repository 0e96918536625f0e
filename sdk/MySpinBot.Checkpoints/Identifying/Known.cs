using System.Collections.Immutable;
using System.Globalization;

namespace MySpinBot.Checkpoints.Identifying;

/// <summary>Makes identities.</summary>
internal static class Known
{
    /// <summary>A kind of model that the system is made to run.</summary>
    public static ModelIdentity Runs(string family, string name, params ReadOnlySpan<ModelFact?> facts) => Of(family, name, true, facts);

    /// <summary>One that is only named.</summary>
    public static ModelIdentity Named(string family, string name, params ReadOnlySpan<ModelFact?> facts) => Of(family, name, false, facts);

    public static ModelFact? Fact(string name, long? value) => value is { } known ? new ModelFact(name, known.ToString(CultureInfo.InvariantCulture)) : null;

    public static ModelFact? Fact(string name, string? value) => value is null ? null : new ModelFact(name, value);

    private static ModelIdentity Of(string family, string name, bool isSupported, ReadOnlySpan<ModelFact?> facts)
    {
        var kept = ImmutableArray.CreateBuilder<ModelFact>();
        foreach (var fact in facts)
        {
            if (fact is not null)
            {
                kept.Add(fact);
            }
        }

        return new ModelIdentity { Family = family, Name = name, IsSupported = isSupported, Facts = kept.DrainToImmutable() };
    }
}
