using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a video file.</summary>
public static class LoadVideoNode
{
    /// <summary>The longest side that a video may have.</summary>
    public const int MaxSide = 8192;

    private const int MaxRate = 1000;
    private const double MaxSeconds = 1e6;

    /// <summary>Opens a video file. Its frames are decoded when something asks for them; its sound is decoded now.</summary>
    /// <returns>The video.</returns>
    /// <remarks>Frames come at the file's rate; where that changes, as in a phone's recordings, at the usual one that suits it. They are shown upright, with square
    /// pixels, and HDR as SDR. Sound that begins later or earlier than the picture stays where it was.</remarks>
    /// <param name="file">The video file.</param>
    /// <param name="context">Where the file's bytes are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    [Node("LoadVideo", Title = "Load video", Category = "video", Search = "import video,open video", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> LoadAsync(
        [FileFrom("input", Extensions = ".mp4,.mov,.mkv,.webm,.avi,.m4v,.gif,.ts,.mts,.mpg,.wmv,.flv,.ogv")] FileReference file, NodeContext context, CancellationToken cancellation)
    {
        var name = Path.GetFileName(file.Path);
        var probe = await ProbeAsync(file.Path, name, context, cancellation);
        var picture = Checked(probe.Picture, name);
        var artifact = await context.Artifacts.PutFileAsync(file.Path, "video/" + Path.GetExtension(name).TrimStart('.').ToLowerInvariant(), cancellation);
        var video = new Video
        {
            FrameRate = picture.FrameRate,
            Width = picture.Width,
            Height = picture.Height,
            Picture = [new PictureSegment(new FileSource(artifact), picture.FrameCount, Edits: [])],
        };
        if (probe.Sound is not { Channels: > 0, SampleRate: > 0 } sound)
        {
            return video;
        }

        try
        {
            video = video with { Sound = InStep(await SoundDecoding.StoreAsync(file.Path, sound, context, cancellation), sound.Start - picture.Start) };
            return video with { Sound = SoundCut.ToPicture(video) };
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure($"The sound of '{name}' is damaged: {error.Message} Save or download the file again.", error) { Input = "file" };
        }
    }

    private static async Task<MediaProbe> ProbeAsync(string path, string name, NodeContext context, CancellationToken cancellation)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw new NodeFailure(Directory.Exists(path) ? $"'{name}' is a folder; choose a video file." : $"'{name}' is empty or not there; save or download it again.") { Input = "file" };
        }

        try
        {
            return await MediaProbe.OfAsync(path, countFrames: true, context, cancellation);
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure(error.Message, error) { Input = "file" };
        }
    }

    private static PictureStream Checked(PictureStream? picture, string name)
    {
        if (picture is null)
        {
            throw new NodeFailure($"'{name}' has no moving picture; for a sound use LoadAudio, for a picture LoadImage.") { Input = "file" };
        }

        if (picture.Codec is "" or "none" or "unknown" || picture.PixelFormat is "" or "unknown")
        {
            throw new NodeFailure($"The picture of '{name}' cannot be decoded: its codec is unknown, or its beginning is damaged; convert it to H.264 first.") { Input = "file" };
        }

        if (picture.Width > MaxSide || picture.Height > MaxSide)
        {
            throw new NodeFailure($"'{name}' claims {picture.Width}×{picture.Height} pixels; videos of up to {MaxSide} a side are taken.") { Input = "file" };
        }

        if (picture.FrameCount == 0)
        {
            throw new NodeFailure($"'{name}' holds no frames; it was never finished, or it is damaged.") { Input = "file" };
        }

        if (picture.FrameRate.Value > MaxRate)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"'{name}' claims {picture.FrameRate.Value:0} frames a second; videos of up to {MaxRate} are taken.")) { Input = "file" };
        }

        if (picture.FrameCount / picture.FrameRate.Value > MaxSeconds)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"'{name}' claims to last {picture.FrameCount / picture.FrameRate.Value:0} seconds; videos of up to {MaxSeconds:0} are taken.")) { Input = "file" };
        }

        return picture.Missing == 0 ? picture : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
            $"'{name}' is cut off: {picture.Missing} of the frames that it claims are not there, from {picture.FrameCount / picture.FrameRate.Value:0.##} seconds on. Save or download it again.")) { Input = "file" };
    }

    /// <summary>Sound that begins later than the picture waits in silence; of sound that begins earlier, the beginning is left out.</summary>
    private static ImmutableArray<SoundSegment> InStep(SoundSegment sound, decimal late)
    {
        var samples = (long)Math.Round(Math.Clamp(late, -(decimal)MaxSeconds, (decimal)MaxSeconds) * sound.SampleRate, MidpointRounding.AwayFromZero);
        return samples > 0 ? [sound with { Pcm = null, SampleCount = samples }, sound]
            : -samples >= sound.SampleCount ? [sound with { Pcm = null }]
            : [sound with { FirstSample = -samples, SampleCount = sound.SampleCount + samples }];
    }
}
