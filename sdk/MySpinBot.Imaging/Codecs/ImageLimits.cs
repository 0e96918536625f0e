namespace MySpinBot.Imaging;

/// <summary>How large an image file may be. All of it is judged by the file's header, before any pixel is decoded.</summary>
/// <param name="MaxSide">The most columns, and the most rows, of one frame.</param>
/// <param name="MaxPixels">The most pixels of all frames together.</param>
/// <param name="MaxFileBytes">The most bytes of the file itself.</param>
public sealed record ImageLimits(int MaxSide = 16_384, long MaxPixels = 1L << 28, int MaxFileBytes = 1 << 30)
{
    /// <summary>16,384 pixels a side, 2²⁸ pixels, 1 GiB of file.</summary>
    public static ImageLimits Default { get; } = new();
}
