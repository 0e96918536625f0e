using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>What is done with sigmas.</summary>
internal static partial class SigmaChanges
{
    /// <summary>A sigma that no model has.</summary>
    public const double AboveAll = 999999999.9;

    /// <summary>Sigmas with further ones between, in single precision as torch computes them.</summary>
    public static List<float> Extended(ImmutableArray<float> sigmas, int steps, double start, double end, string spacing)
    {
        var most = start < 0 ? double.PositiveInfinity : start;
        var shares = Shares(steps, spacing);
        var extended = new List<float>(sigmas.Length * steps);
        for (var i = 0; i < sigmas.Length; i++)
        {
            extended.Add(sigmas[i]);
            if (i < sigmas.Length - 1 && sigmas[i] >= end && sigmas[i] <= most)
            {
                foreach (var share in shares)
                {
                    extended.Add((share * (sigmas[i + 1] - sigmas[i])) + sigmas[i]);
                }
            }
        }

        return extended;
    }

    /// <summary>The numbers of a text.</summary>
    /// <exception cref="NodeFailure">There are none, or too many, or one of them is no number after all.</exception>
    public static List<float> Written(string text)
    {
        var sigmas = new List<float>();
        foreach (var found in Number().EnumerateMatches(text))
        {
            var number = text.AsSpan(found.Index, found.Length);
            sigmas.Add(float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var sigma) && float.IsFinite(sigma) && sigmas.Count < Schedules.MaxSteps ? sigma
                : throw new NodeFailure($"'{number}' is no sigma; write up to {Schedules.MaxSteps} numbers such as 14.6, 3.2, 0.8, 0.") { Input = "sigmas" });
        }

        return sigmas;
    }

    private static float[] Shares(int steps, string spacing)
    {
        var shares = new float[steps - 1];
        for (var i = 1; i < steps; i++)
        {
            var even = (float)i / steps;
            shares[i - 1] = spacing switch
            {
                "cosine" => MathF.Sin(even * (float)Math.PI / 2),
                "sine" => 1 - MathF.Cos(even * (float)Math.PI / 2),
                _ => even,
            };
        }

        return shares;
    }

    [GeneratedRegex(@"[-+]?(?:\d*\.?\d+)(?:[eE][-+]?\d+)?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
