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

    /// <summary>Captions that go along with the video without being drawn into it; the first is the default.</summary>
    public ImmutableArray<CaptionTrack> Captions { get; init; } = [];

    /// <summary>Number of frames in all.</summary>
    [JsonIgnore]
    public long FrameCount => Picture.Sum(segment => segment.FrameCount);

    /// <summary>Length of the picture in seconds.</summary>
    [JsonIgnore]
    public double Seconds => FrameCount / FrameRate.Value;

    /// <summary>The artifacts that its picture and its sound come from, those of nested videos and of edits included.</summary>
    public IEnumerable<ArtifactReference> Artifacts()
        => Picture.SelectMany(segment => segment.Artifacts()).Concat(Sound.Select(segment => segment.Pcm).OfType<ArtifactReference>());
}

/// <summary>A run of frames from one source.</summary>
/// <remarks>A segment has a clock that counts the source's frames in the video's time base, from 0 at the source's first frame. The segment's first frame is
/// shown at <paramref name="FirstFrame"/> of that clock. Edits that change over time are told the clock, not the place in the segment: cutting a segment in two
/// changes no frame.</remarks>
/// <param name="Source">Where the frames come from.</param>
/// <param name="FrameCount">How many frames of the result this segment fills.</param>
/// <param name="FirstFrame">Frames of the source to leave out at its start, in the result's time base: the clock at the first frame.</param>
/// <param name="Edits">What is done to each frame, in order.</param>
public sealed record PictureSegment(PictureSource Source, long FrameCount, long FirstFrame = 0, ImmutableArray<FrameEdit> Edits = default)
{
    /// <summary>The artifacts that it needs.</summary>
    public IEnumerable<ArtifactReference> Artifacts()
        => Source.Artifacts().Concat(Edits.IsDefault ? [] : Edits.SelectMany(edit => edit.Artifacts()));
}

/// <summary>A track of captions.</summary>
/// <param name="Captions">The captions, timed from the video's first frame.</param>
/// <param name="Title">What a player's menu shows; empty to leave it to the language.</param>
public sealed record CaptionTrack(Captions Captions, string Title = "");

/// <summary>A run of sound from one artifact, or silence.</summary>
/// <param name="Pcm">Artifact of interleaved little-endian float32 samples; null for silence.</param>
/// <param name="Channels">Channels in the artifact.</param>
/// <param name="SampleRate">Samples a second in the artifact.</param>
/// <param name="SampleCount">Samples of each channel that this segment fills, in <paramref name="SampleRate"/>.</param>
/// <param name="FirstSample">Samples of each channel to leave out at the artifact's start.</param>
public sealed record SoundSegment(ArtifactReference? Pcm, int Channels, int SampleRate, long SampleCount, long FirstSample = 0);
