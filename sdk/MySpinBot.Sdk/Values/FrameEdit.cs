using System.Text.Json.Serialization;

namespace MySpinBot.Sdk;

/// <summary>Something done to every frame of a segment. Later kinds join this list; documents that hold them say so by their kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ScaleEdit), "scale")]
[JsonDerivedType(typeof(CropEdit), "crop")]
[JsonDerivedType(typeof(PadEdit), "pad")]
[JsonDerivedType(typeof(TurnEdit), "turn")]
[JsonDerivedType(typeof(ColourEdit), "colour")]
[JsonDerivedType(typeof(PanZoomEdit), "pan-zoom")]
[JsonDerivedType(typeof(FadeEdit), "fade")]
[JsonDerivedType(typeof(OverlayEdit), "overlay")]
[JsonDerivedType(typeof(CaptionEdit), "captions")]
public abstract record FrameEdit
{
    /// <summary>The artifacts that it needs.</summary>
    public virtual IEnumerable<ArtifactReference> Artifacts() => [];
}

/// <summary>Scales each frame.</summary>
/// <param name="Width">New width in pixels.</param>
/// <param name="Height">New height in pixels.</param>
/// <param name="Fit">What becomes of another aspect ratio.</param>
public sealed record ScaleEdit(int Width, int Height, FrameFit Fit = FrameFit.Contain) : FrameEdit;

/// <summary>What becomes of a picture's aspect ratio where a frame has another.</summary>
public enum FrameFit
{
    /// <summary>All of it is seen, with black bars.</summary>
    [Choice("contain")]
    Contain,

    /// <summary>The frame is filled, and what sticks out is cut off evenly.</summary>
    [Choice("cover")]
    Cover,

    /// <summary>It is stretched.</summary>
    [Choice("stretch")]
    Stretch,
}

/// <summary>Keeps a rectangle of each frame, which lies within it.</summary>
/// <param name="X">Columns left out on the left.</param>
/// <param name="Y">Rows left out at the top.</param>
/// <param name="Width">Columns kept.</param>
/// <param name="Height">Rows kept.</param>
public sealed record CropEdit(int X, int Y, int Width, int Height) : FrameEdit;

/// <summary>Lays each frame on a larger ground of one colour.</summary>
/// <param name="X">Columns of ground on the left.</param>
/// <param name="Y">Rows of ground at the top.</param>
/// <param name="Width">Columns in all.</param>
/// <param name="Height">Rows in all.</param>
/// <param name="Colour">The ground, <c>#rrggbb</c>.</param>
public sealed record PadEdit(int X, int Y, int Width, int Height, string Colour = "#000000") : FrameEdit;

/// <summary>Turns each frame, and mirrors it afterwards.</summary>
/// <param name="QuarterTurns">Quarter turns clockwise, 0 to 3.</param>
/// <param name="Mirrored">Whether left and right change places.</param>
public sealed record TurnEdit(int QuarterTurns, bool Mirrored = false) : FrameEdit;

/// <summary>Changes the colours of each frame, in sRGB values from 0 to 1: v → (v − ½) · Contrast + ½ + Brightness, then v^(1/Gamma), then the distance
/// from grey (BT.709 luma) times Saturation.</summary>
/// <param name="Brightness">Added; 0 changes nothing.</param>
/// <param name="Contrast">Factor around the middle; 1 changes nothing.</param>
/// <param name="Saturation">0 grey, 1 unchanged.</param>
/// <param name="Gamma">Above 1 lightens the dark; 1 changes nothing.</param>
public sealed record ColourEdit(double Brightness = 0, double Contrast = 1, double Saturation = 1, double Gamma = 1) : FrameEdit;

/// <summary>Moves a window over each frame and shows what it frames, at any sub-pixel place: a slow pan and zoom.</summary>
/// <param name="From">The window at the clock <paramref name="Start"/> and before.</param>
/// <param name="To">The window at the end and after it.</param>
/// <param name="Start">Clock at which it begins to move.</param>
/// <param name="Length">Frames that it moves.</param>
/// <param name="Width">Width of the result in pixels.</param>
/// <param name="Height">Height of the result in pixels.</param>
/// <param name="Easing">How it sets off and comes to rest.</param>
public sealed record PanZoomEdit(FrameWindow From, FrameWindow To, long Start, long Length, int Width, int Height, Easing Easing = Easing.Smooth) : FrameEdit;

/// <summary>A window on a frame, as fractions of its width and height.</summary>
/// <param name="CentreX">Its middle, 0 at the left edge, 1 at the right one.</param>
/// <param name="CentreY">Its middle, 0 at the top, 1 at the bottom.</param>
/// <param name="Zoom">How much larger things are seen: at 1 the largest window of the result's aspect ratio that the frame holds.</param>
public readonly record struct FrameWindow(double CentreX, double CentreY, double Zoom);

/// <summary>How a movement goes from its start to its end.</summary>
public enum Easing
{
    /// <summary>At one speed.</summary>
    [Choice("linear")]
    Linear,

    /// <summary>It sets off and comes to rest gently: 3t² − 2t³.</summary>
    [Choice("smooth")]
    Smooth,
}

/// <summary>Fades from or to a colour.</summary>
/// <param name="Start">Clock at which it begins.</param>
/// <param name="Length">Frames that it takes.</param>
/// <param name="In">True: from the colour to the picture, and the colour before. False: to the colour, which stays.</param>
/// <param name="Colour">The colour, <c>#rrggbb</c>.</param>
public sealed record FadeEdit(long Start, long Length, bool In, string Colour = "#000000") : FrameEdit;

/// <summary>Lays another picture over each frame.</summary>
/// <param name="Over">What is laid over: at the clock <paramref name="Start"/> its first frame. A still may have transparency.</param>
/// <param name="X">Column of its left edge; it may lie outside.</param>
/// <param name="Y">Row of its upper edge; it may lie outside.</param>
/// <param name="Start">Clock at which it appears. It is gone when its frames have ended.</param>
/// <param name="Opacity">0 unseen, 1 as it is.</param>
public sealed record OverlayEdit(PictureSegment Over, int X, int Y, long Start = 0, double Opacity = 1) : FrameEdit
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => Over.Artifacts();
}

/// <summary>Draws captions into each frame.</summary>
/// <param name="Script">An artifact with an ASS script (<c>text/x-ssa</c>), timed from clock 0.</param>
public sealed record CaptionEdit(ArtifactReference Script) : FrameEdit
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => [Script];
}
