using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The sound of a video, and another one.</summary>
public static class VideoAudioNodes
{
    /// <summary>Takes the sound out of a video. No frame is decoded.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where its sound is found.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The sound, exactly as long as the picture; silence where the video has none.</returns>
    [Node("GetVideoAudio", Title = "Get video audio", Category = "video/sound", Search = "extract audio,soundtrack,demux", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static async Task<Audio> GetAsync(Video video, NodeContext context, CancellationToken cancellation)
    {
        if (video.Sound.IsDefaultOrEmpty)
        {
            return Audio.Own(1, 1, 44_100, new float[Samples(FrameTime.SamplesIn(video.FrameCount, 44_100, video.FrameRate), 1)]);
        }

        var track = new SoundTrack(video, context);
        Samples(track.SampleCount, track.Channels);
        var file = await SoundFile.OfAsync(video, context, cancellation);
        return Pcm.ToAudio(await File.ReadAllBytesAsync(file.Path, cancellation), file.Channels, file.SampleRate);
    }

    /// <summary>The sound as float32, twice: as bytes and as samples.</summary>
    public static MemoryNeed Need(Video? video)
        => video is null || video.Sound.IsDefaultOrEmpty ? MemoryNeed.None
            : new(DeviceId.Cpu, (long)Math.Min(long.MaxValue, video.Seconds * video.Sound.Max(segment => (double)segment.SampleRate * segment.Channels) * 8));

    /// <summary>Gives a video another sound, or lays one under its own.</summary>
    /// <param name="video">The video.</param>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where the new sound is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="mode">replace: the video's own sound is gone; mix: both are heard.</param>
    /// <param name="gain">Gain of the new sound in decibels; 0 leaves it as it is.</param>
    /// <param name="videoGain">Gain of the video's own sound in decibels, where they are mixed.</param>
    /// <param name="offset">When the new sound begins, in seconds; negative to leave out its beginning.</param>
    /// <param name="loop">Whether it begins again when it has ended.</param>
    /// <param name="fadeIn">Seconds that the new sound takes to appear.</param>
    /// <param name="fadeOut">Seconds that it takes to vanish, at the end of the video or its own.</param>
    /// <returns>The video with its new sound, as long as before.</returns>
    [Node("SetVideoAudio", Title = "Set video audio", Category = "video/sound", Search = "add music,replace audio,soundtrack,mux,background music", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> SetAsync(
        Video video,
        Audio audio,
        NodeContext context,
        CancellationToken cancellation,
        [Choices("replace", "mix")] string mode = "replace",
        [Range(-100.0, 24.0), Input(Step = 0.5)] double gain = 0,
        [Range(-100.0, 24.0), Input(Step = 0.5)] double videoGain = 0,
        [Range(-1e5, 1e5), Input(Step = 0.1)] double offset = 0,
        bool loop = false,
        [Range(0.0, 600.0), Input(Step = 0.1)] double fadeIn = 0,
        [Range(0.0, 600.0), Input(Step = 0.1)] double fadeOut = 0)
    {
        Pcm.RequireOneClip(audio);
        if (audio.SampleCount == 0 || video.FrameCount == 0)
        {
            throw new NodeFailure(audio.SampleCount == 0 ? "The sound is empty." : "The video has no frames, so no sound can go with it.");
        }

        var stored = await SoundOf.StoreAsync(audio, context.Artifacts, cancellation);
        var (laid, first, end) = Laid(video, stored, offset, loop);
        var isMixed = mode == "mix" && VideoSound.IsHeard(video);
        if (!isMixed && gain == 0 && fadeIn == 0 && fadeOut == 0)
        {
            return laid;
        }

        var curve = Curve(Factor(gain), first, end, fadeIn, fadeOut);
        if (!isMixed)
        {
            var alone = await SoundFile.OfAsync(laid, context, cancellation);
            return video with { Sound = [await (await SoundMixing.MixAsync(alone, sample => curve((double)sample / alone.SampleRate), null, null, context, cancellation)).StoreAsync(context, cancellation)] };
        }

        var (own, other) = await VideoSound.AlikeAsync(video, laid, context, cancellation);
        var ownFactor = Factor(videoGain);
        var mixed = await SoundMixing.MixAsync(own, _ => ownFactor, other, sample => curve((double)sample / other.SampleRate), context, cancellation);
        return video with { Sound = [await mixed.StoreAsync(context, cancellation)] };
    }

    /// <summary>The new sound laid along the picture, and from when to when it is heard, in seconds.</summary>
    private static (Video Laid, double First, double End) Laid(Video video, SoundSegment sound, double offset, bool loop)
    {
        var skipped = offset < 0 ? (long)Math.Round(-offset * sound.SampleRate) : 0;
        skipped = loop ? skipped % sound.SampleCount : Math.Min(skipped, sound.SampleCount);
        var before = offset > 0 ? (long)Math.Round(offset * sound.SampleRate) : 0;
        var needed = FrameTime.SamplesIn(video.FrameCount, sound.SampleRate, video.FrameRate) - before;
        var segments = ImmutableArray.CreateBuilder<SoundSegment>();
        if (before > 0)
        {
            segments.Add(sound with { Pcm = null, SampleCount = before });
        }

        if (loop && needed / sound.SampleCount > VideoNesting.MostSegments)
        {
            throw new NodeFailure($"The sound of {sound.SampleCount} samples would be heard {needed / sound.SampleCount} times; repeat a longer one.") { Input = "audio" };
        }

        for (var heard = sound with { FirstSample = skipped, SampleCount = sound.SampleCount - skipped }; needed > 0 && heard.SampleCount > 0; heard = sound)
        {
            segments.Add(heard);
            needed -= heard.SampleCount;
            if (!loop)
            {
                break;
            }
        }

        var laid = video with { Sound = segments.ToImmutable() };
        var end = Math.Min(video.Seconds, segments.Sum(segment => (double)segment.SampleCount / segment.SampleRate));
        laid = laid with { Sound = laid.Sound.IsEmpty ? [sound with { Pcm = null }] : laid.Sound };
        return (laid with { Sound = SoundCut.ToPicture(laid) }, (double)before / sound.SampleRate, end);
    }

    private static Func<double, double> Curve(double factor, double first, double end, double fadeIn, double fadeOut) => seconds =>
    {
        var into = fadeIn == 0 ? 1 : Math.Clamp((seconds - first) / fadeIn, 0, 1);
        var outOf = fadeOut == 0 ? 1 : Math.Clamp((end - seconds) / fadeOut, 0, 1);
        return factor * into * outOf;
    };

    private static double Factor(double decibels) => Math.Pow(10, decibels / 20);

    private static long Samples(long samples, int channels) => samples * channels <= Pcm.MaxSamples ? samples
        : throw new NodeFailure($"The sound of the video has {samples * channels} samples and at most {Pcm.MaxSamples} are taken into memory; cut the video first.") { Input = "video" };
}
