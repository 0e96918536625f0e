using System.Collections.Immutable;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A video that is made to say a sound: what is planned, done for a stretch of it, and put together.</summary>
internal sealed class SyncedVideo
{
    private readonly Video _video;
    private readonly Audio _audio;
    private readonly SyncSettings _settings;
    private readonly SyncPlan _plan;

    private SyncedVideo(Video video, Audio audio, SyncSettings settings, SyncPlan plan, Video shown)
        => (_video, _audio, _settings, _plan, Shown) = (video, audio, settings, plan, shown);

    /// <summary>What is seen while the sound lasts: the picture of the video, without anything done to it.</summary>
    public Video Shown { get; }

    /// <summary>The part of it in which faces are.</summary>
    public Video Region => VideoEdits.Edited(Shown, _plan.Region.Width, _plan.Region.Height, new CropEdit(_plan.Region.X, _plan.Region.Y, _plan.Region.Width, _plan.Region.Height));

    private long Length => Shown.FrameCount;

    /// <summary>Plans it.</summary>
    /// <exception cref="NodeFailure">The faces are another video's, or none is there while the sound lasts.</exception>
    public static SyncedVideo Plan(Video video, Audio audio, Faces faces, SyncSettings settings, CancellationToken cancellation)
    {
        RequireFacesOf(video, faces);
        Pcm.RequireOneClip(audio);
        SoundSize.RequireSamples(audio);
        var length = Math.Max(1, FrameTime.FrameAt(audio.Seconds, video.FrameRate));
        if (length > VideoNesting.MostFrames)
        {
            throw new NodeFailure($"The sound lasts {length} frames; at most {VideoNesting.MostFrames} are shown. Make it shorter.") { Input = "audio" };
        }

        var order = new FrameOrder(video.FrameCount, settings.SoundIsLonger);
        var plan = SyncPlan.Of(order, new Talkers(faces, settings.Whose, settings.FaceNumber, settings.Pads), length, cancellation);
        RequireFace(plan, faces, settings);
        var shown = VideoNesting.Checked(VideoEdits.PictureOf(video) with { Picture = order.Picture(video, length) });
        return new SyncedVideo(video, audio, settings, plan, shown);
    }

    /// <summary>Makes a stretch of the region speak.</summary>
    /// <param name="part">The stretch.</param>
    /// <param name="model">The generator.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Video> SpeakAsync(FramePart part, Wav2LipModel model, NodeContext context, CancellationToken cancellation)
    {
        var mel = MelSpectrogram.Of(Speech.Of(_audio, cancellation), cancellation);
        using var generator = await LipGenerator.OpenAsync(model, context, _settings.BatchSize, LipFrames.MostAtOnce, cancellation);
        var lips = new LipFrames(_plan, part.First, mel, generator, (_video.Width, _video.Height), _video.FrameRate.Value, _settings.Feather);
        return await new FramePass(part.Video, lips, context).RunAsync(cancellation);
    }

    /// <summary>The video with its speaking region, its sound, and what there is to say about it.</summary>
    /// <param name="region">The region, speaking.</param>
    /// <param name="context">Where the sound is kept.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<(Video Video, string Report)> TogetherAsync(Video region, NodeContext context, CancellationToken cancellation)
    {
        var rest = _settings.SoundIsShorter == ShorterSound.Keep && _video.FrameCount > Length ? Slices.Of(_video.Picture, Length, _video.FrameCount - Length) : [];
        var picture = SyncedFilm.Picture(Shown, region, _plan);
        var video = VideoNesting.Checked(_video with { Picture = [.. picture, .. rest], Captions = [] });
        var sound = await SoundOf.StoreAsync(_audio, context.Artifacts, cancellation);
        if (_plan.Runs.Sum(run => run.Count) < Length)
        {
            context.Log.Warn(SyncReport.Missing(_plan.Runs, Length, video.FrameRate));
        }

        return (video with { Sound = SyncedFilm.Sound(video, sound, Length) }, SyncReport.Of(_plan.Runs, Length, video.FrameRate));
    }

    private static void RequireFacesOf(Video video, Faces faces)
    {
        if ((faces.Width, faces.Height, faces.FrameCount) != (video.Width, video.Height, video.FrameCount))
        {
            throw new NodeFailure($"The faces were found in {faces.FrameCount} frames of {faces.Width}×{faces.Height} pixels, and this picture has {video.FrameCount} of {video.Width}×{video.Height}; link the faces that FaceDetect found in this very picture.") { Input = "faces" };
        }
    }

    private static void RequireFace(SyncPlan plan, Faces faces, SyncSettings settings)
    {
        if (!plan.Region.IsEmpty)
        {
            return;
        }

        throw settings.Whose == LipsOf.Number && faces.Tracks.Length > 0
            ? new NodeFailure($"There is no face of number {settings.FaceNumber} while the sound lasts; {faces.Tracks.Length} {(faces.Tracks.Length == 1 ? "was" : "were")} found, counted from 0.") { Input = "face_number" }
            : new NodeFailure("No face was found while the sound lasts, so there are no lips to move; take a picture in which a face is seen from the front, or let FaceDetect look for smaller and less certain ones.") { Input = "faces" };
    }
}
