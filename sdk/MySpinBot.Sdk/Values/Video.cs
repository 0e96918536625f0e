using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MySpinBot.Sdk;

/// <summary>A video as a description: what is shown and heard, from which artifacts, edited how. No frame is held.
/// Its content id is the hash of this description; frames come into being when something asks for them, and are encoded once.</summary>
public sealed record Video
{
    /// <summary>Frames a second of the result: the time base that <see cref="Picture"/> counts in.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>Width of the result in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the result in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>What is shown, one segment after the other.</summary>
    public ImmutableArray<PictureSegment> Picture { get; init; } = [];

    /// <summary>What is heard, one segment after the other; empty where there is no sound.</summary>
    public ImmutableArray<SoundSegment> Sound { get; init; } = [];

    /// <summary>Number of frames in all.</summary>
    [JsonIgnore]
    public long FrameCount => Picture.Sum(segment => segment.FrameCount);

    /// <summary>Length of the picture in seconds.</summary>
    [JsonIgnore]
    public double Seconds => FrameCount / FrameRate.Value;
}

/// <summary>A run of frames from one source.</summary>
/// <param name="Source">Where the frames come from.</param>
/// <param name="FrameCount">How many frames of the result this segment fills.</param>
/// <param name="FirstFrame">Frames of the source to leave out at its start, in the result's time base.</param>
/// <param name="Edits">What is done to each frame, in order.</param>
public sealed record PictureSegment(PictureSource Source, long FrameCount, long FirstFrame = 0, ImmutableArray<FrameEdit> Edits = default);

/// <summary>Where frames come from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StillSource), "still")]
[JsonDerivedType(typeof(FileSource), "file")]
public abstract record PictureSource;

/// <summary>One picture, shown for as long as the segment lasts.</summary>
/// <param name="Picture">An artifact with an encoded picture.</param>
public sealed record StillSource(ArtifactReference Picture) : PictureSource;

/// <summary>An encoded video file.</summary>
/// <param name="File">The file's artifact.</param>
public sealed record FileSource(ArtifactReference File) : PictureSource;

/// <summary>Something done to every frame of a segment. Later kinds join this list; documents that hold them say so by their kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ScaleEdit), "scale")]
public abstract record FrameEdit;

/// <summary>Scales each frame.</summary>
/// <param name="Width">New width in pixels.</param>
/// <param name="Height">New height in pixels.</param>
/// <param name="KeepAspect">Whether to keep the aspect ratio and fill the rest with black.</param>
public sealed record ScaleEdit(int Width, int Height, bool KeepAspect = true) : FrameEdit;

/// <summary>A run of sound from one artifact, or silence.</summary>
/// <param name="Pcm">Artifact of interleaved little-endian float32 samples; null for silence.</param>
/// <param name="Channels">Channels in the artifact.</param>
/// <param name="SampleRate">Samples a second in the artifact.</param>
/// <param name="SampleCount">Samples of each channel that this segment fills, in <paramref name="SampleRate"/>.</param>
/// <param name="FirstSample">Samples of each channel to leave out at the artifact's start.</param>
public sealed record SoundSegment(ArtifactReference? Pcm, int Channels, int SampleRate, long SampleCount, long FirstSample = 0);
