using System.Text.Json.Serialization;

namespace MySpinBot.Sdk;

/// <summary>Where frames come from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StillSource), "still")]
[JsonDerivedType(typeof(FileSource), "file")]
[JsonDerivedType(typeof(ClipSource), "clip")]
[JsonDerivedType(typeof(TransitionSource), "transition")]
public abstract record PictureSource
{
    /// <summary>The artifacts that it needs.</summary>
    public abstract IEnumerable<ArtifactReference> Artifacts();
}

/// <summary>One picture, shown for as long as the segment lasts.</summary>
/// <param name="Picture">An artifact with an encoded picture.</param>
public sealed record StillSource(ArtifactReference Picture) : PictureSource
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => [Picture];
}

/// <summary>An encoded video file. Its frames are taken by time: frame n of the video's time base is what the file shows at that moment, upright,
/// whether the file's own frame rate is another or changes.</summary>
/// <param name="File">The file's artifact.</param>
public sealed record FileSource(ArtifactReference File) : PictureSource
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => [File];
}

/// <summary>Another video as one source: what is to be edited as a whole, or runs in a time of its own.</summary>
/// <remarks>Frame n, in the outer time base, shows the inner frame ⌊n · Speed · inner rate / outer rate⌋; played backwards, that frame counted from the end.
/// Only its picture counts; sound and captions stand in the outer video.</remarks>
/// <param name="Clip">The video.</param>
/// <param name="Speed">How much faster than its own time it runs; null for 1.</param>
/// <param name="Reversed">Whether it runs backwards.</param>
public sealed record ClipSource(Video Clip, Rational? Speed = null, bool Reversed = false) : PictureSource
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => Clip.Picture.SelectMany(segment => segment.Artifacts());
}

/// <summary>Frames that lead from one picture over to another.</summary>
/// <remarks>Frame n of <paramref name="Length"/> mixes the frame n of both, n counted from each segment's first frame; its progress is (n + 1) / (Length + 1).</remarks>
/// <param name="From">What is left; as long as <paramref name="Length"/>.</param>
/// <param name="To">What is come to; as long as <paramref name="Length"/>, and of the same size.</param>
/// <param name="Way">How it is done.</param>
/// <param name="Length">Frames.</param>
public sealed record TransitionSource(PictureSegment From, PictureSegment To, TransitionKind Way, long Length) : PictureSource
{
    /// <inheritdoc/>
    public override IEnumerable<ArtifactReference> Artifacts() => From.Artifacts().Concat(To.Artifacts());
}

/// <summary>How one picture leads over to another.</summary>
public enum TransitionKind
{
    /// <summary>One fades into the other.</summary>
    [Choice("fade")]
    Fade,

    /// <summary>To black, and out of it.</summary>
    [Choice("fade through black")]
    FadeThroughBlack,

    /// <summary>To white, and out of it.</summary>
    [Choice("fade through white")]
    FadeThroughWhite,

    /// <summary>An edge runs from right to left and uncovers the new picture.</summary>
    [Choice("wipe left")]
    WipeLeft,

    /// <summary>An edge runs from left to right.</summary>
    [Choice("wipe right")]
    WipeRight,

    /// <summary>An edge runs from bottom to top.</summary>
    [Choice("wipe up")]
    WipeUp,

    /// <summary>An edge runs from top to bottom.</summary>
    [Choice("wipe down")]
    WipeDown,

    /// <summary>The new picture pushes the old one out to the left.</summary>
    [Choice("slide left")]
    SlideLeft,

    /// <summary>The new picture pushes the old one out to the right.</summary>
    [Choice("slide right")]
    SlideRight,

    /// <summary>A circle grows from the middle and uncovers the new picture.</summary>
    [Choice("circle")]
    Circle,
}
