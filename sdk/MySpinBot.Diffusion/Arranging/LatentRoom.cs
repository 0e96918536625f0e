using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>How many values latents may have: asked before anything is allocated.</summary>
internal static class LatentRoom
{
    /// <summary>A shape that is within the bound.</summary>
    /// <param name="batch">Pictures.</param>
    /// <param name="channels">Values of a cell.</param>
    /// <param name="height">Rows of cells.</param>
    /// <param name="width">Columns of cells.</param>
    /// <param name="input">The input that is told to be too large.</param>
    /// <exception cref="NodeFailure">It is not.</exception>
    public static LatentShape Checked(long batch, int channels, long height, long width, string input)
        => (decimal)batch * channels * height * width <= Latent.MaxValues ? new LatentShape((int)batch, channels, (int)height, (int)width)
            : throw new NodeFailure($"Latents of [{batch}, {channels}, {height}, {width}] would hold more than {Latent.MaxValues} values; choose a smaller size, or fewer at once.") { Input = input };
}
