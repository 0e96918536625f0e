using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Where a LoRA lies, and how much of it is wanted.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Strength">What its change is multiplied by.</param>
internal sealed record LoraSource(string Path, double Strength);

/// <summary>LoRAs of a recipe.</summary>
internal static class LoraSources
{
    /// <summary>Finds the files of the LoRAs that a model or an encoder has.</summary>
    /// <exception cref="NodeFailure">One is not there.</exception>
    public static async ValueTask<ImmutableArray<LoraSource>> FindAsync(this IWeightFiles files, ImmutableArray<LoraUse> loras, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<LoraSource>(loras.Length);
        foreach (var lora in loras)
        {
            found.Add(new LoraSource((await files.FindAsync(lora.Weights, cancellation)).Path, lora.Strength));
        }

        return found.MoveToImmutable();
    }

    /// <summary>What tells a model with these LoRAs from one with others, for the key of a resident; empty where there are none.</summary>
    public static string Key(ImmutableArray<LoraUse> loras)
        => string.Concat(loras.Select(lora => $"+{lora.Weights.Id}*{lora.Strength.ToString("R", CultureInfo.InvariantCulture)}"));
}
