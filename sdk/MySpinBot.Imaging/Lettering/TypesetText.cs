using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>A text that was set.</summary>
/// <param name="Ink">The coverage of its letters, as large as their ink.</param>
/// <param name="Left">Columns between the left of the lines and the ink.</param>
/// <param name="Top">Rows between the top of the first line and the ink.</param>
public sealed record TypesetText(Mask Ink, int Left, int Top)
{
    /// <summary>The ink with its colours, RGBA, where it was set in colour.</summary>
    public Image? Coloured { get; init; }

    // Without fonts Pango's boxes have one size; they are made as large as the letters would be, so that nobody overlooks them.
    internal TypesetText Enlarged(double times, int longestSide)
    {
        var (width, height) = (Math.Max(1, (int)Math.Min(longestSide, Ink.Width * times)), Math.Max(1, (int)Math.Min(longestSide, Ink.Height * times)));
        return new TypesetText(ImageScaling.Resize(Ink, width, height, ScalingKernel.NearestExact), (int)(Left * times), (int)(Top * times))
        {
            Coloured = Coloured is null ? null : ImageScaling.Resize(Coloured, width, height, ScalingKernel.NearestExact),
        };
    }
}
