namespace MySpinBot.Films;

/// <summary>Something done in managed code to each frame of a segment: packed RGB, [height, width, 3] bytes of sRGB.
/// It is made for one size of frame, holds no state that depends on which frames came before, and is used by one thread at a time.</summary>
internal abstract class FrameOperation
{
    /// <summary>Width of the result in pixels.</summary>
    public abstract int Width { get; }

    /// <summary>Height of the result in pixels.</summary>
    public abstract int Height { get; }

    /// <summary>Makes the result for one frame.</summary>
    /// <param name="frame">The frame, in the size that the operation was made for.</param>
    /// <param name="clock">The segment's clock at this frame; see <see cref="Sdk.PictureSegment"/>.</param>
    /// <param name="result">Takes the result, <see cref="Height"/> × <see cref="Width"/> × 3 bytes; never the same memory as <paramref name="frame"/>.</param>
    public abstract void Apply(ReadOnlySpan<byte> frame, long clock, Span<byte> result);
}
