namespace MySpinBot.Diffusion;

/// <summary>The shape of a batch of latents, [batch, channels, height, width], row-major. The frames of a video are a batch.</summary>
/// <param name="Batch">How many pictures.</param>
/// <param name="Channels">Values of each cell: 4 for Stable Diffusion 1.5 and Stable Video Diffusion.</param>
/// <param name="Height">Rows of cells: an eighth of the picture's.</param>
/// <param name="Width">Columns of cells.</param>
public readonly record struct LatentShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>How many values one picture has.</summary>
    public int Picture => checked(Channels * Height * Width);

    /// <summary>How many values there are.</summary>
    public int Count => checked(Batch * Picture);

    /// <inheritdoc/>
    public override string ToString() => $"[{Batch}, {Channels}, {Height}, {Width}]";
}
