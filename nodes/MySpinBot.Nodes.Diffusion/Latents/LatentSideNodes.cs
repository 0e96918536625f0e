using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Latents cut and put together along a side.</summary>
public static class LatentSideNodes
{
    /// <summary>Puts latents side by side, below each other, or one behind the other in time.</summary>
    /// <param name="samples1">The one.</param>
    /// <param name="samples2">The other.</param>
    /// <param name="dim">Along which side: x beside, y below, t behind; with a minus the other comes first.</param>
    /// <returns>Both in one.</returns>
    [Node("LatentConcat", Category = "model/latent/advanced", Search = "append latents,side by side")]
    public static Latent Concatenate(Latent samples1, Latent samples2, [Choices("x", "-x", "y", "-y", "t", "-t")] string dim = "x")
        => dim[0] == '-' ? LatentSides.Concatenated(samples2, samples1, Side(dim)) : LatentSides.Concatenated(samples1, samples2, Side(dim));

    /// <summary>Cuts a piece out of latents.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="dim">Along which side: x columns of cells, y rows, t frames.</param>
    /// <param name="index">Where it begins, in cells or frames; a negative number counts from the end.</param>
    /// <param name="amount">How long it is, in cells or frames.</param>
    /// <returns>The piece.</returns>
    [Node("LatentCut", Category = "model/latent/advanced", Search = "slice latent,crop latent")]
    public static Latent Cut(Latent samples, [Choices("x", "y", "t")] string dim = "x", [Range(-16384, 16384), Input(Step = 1)] int index = 0, [Range(1, 16384), Input(Step = 1)] int amount = 1)
        => LatentSides.Cut(samples, Side(dim), index, amount);

    private static LatentSide Side(string dim) => dim[^1] switch { 'x' => LatentSide.Width, 'y' => LatentSide.Height, _ => LatentSide.Time };
}
