using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Which edits are carried out in managed code.</summary>
internal static class FrameOperations
{
    /// <summary>The operation for an edit of frames of this size; null for those that ffmpeg and libvips carry out, or that need another picture.</summary>
    public static FrameOperation? For(FrameEdit edit, int width, int height) => edit switch
    {
        PanZoomEdit pan => new PanZoomOperation(pan, width, height),
        FadeEdit fade => new FadeOperation(fade, width, height),
        ColourEdit colour => new ColourOperation(colour, width, height),
        _ => null,
    };
}
