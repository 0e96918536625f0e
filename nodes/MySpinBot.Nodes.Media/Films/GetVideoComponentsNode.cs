using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A video, taken apart.</summary>
public static class GetVideoComponentsNode
{
    /// <summary>Decodes a video into its frames, its sound and its rate.</summary>
    /// <remarks>All frames are held in memory at once: meant for short clips.</remarks>
    /// <param name="video">The video.</param>
    /// <param name="context">Where its sources are found.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <returns>images: The frames as one batch; audio: The sound, empty where the video has none; fps: Frames a second.</returns>
    [Node("GetVideoComponents", Title = "Get video components", Category = "video", Search = "extract frames,split video,video to images",
        Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static async Task<(Image Images, Audio Audio, double Fps)> TakeApartAsync(Video video, NodeContext context, CancellationToken cancellation)
    {
        var values = (decimal)video.FrameCount * video.Width * video.Height * 3;
        if (video.FrameCount == 0 || values > Image.MaxValues)
        {
            throw new NodeFailure($"The video has {video.FrameCount} frames of {video.Width}×{video.Height} pixels, {values} values in all, "
                + $"and one image holds from one frame up to {Image.MaxValues} values; cut or scale the video first.") { Input = "video" };
        }

        var pixels = GC.AllocateUninitializedArray<float>((int)values);
        var at = 0;
        await new FrameReader(video, context).ReadAsync(TakeAsync, cancellation);
        var images = Image.Own((int)video.FrameCount, video.Height, video.Width, 3, pixels);
        return (images, await SoundAsync(video, context, cancellation), video.FrameRate.Value);

        Task TakeAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken ended)
        {
            for (var i = 0L; i < times; i++)
            {
                ended.ThrowIfCancellationRequested();
                Levels.ToValues(frame.Span, pixels.AsSpan(at, frame.Length));
                at += frame.Length;
                context.Progress(at, pixels.Length, "frame");
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>All frames as float32.</summary>
    public static MemoryNeed Need(Video? video)
        => video is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)Math.Min(long.MaxValue, (decimal)video.FrameCount * video.Width * video.Height * 3 * sizeof(float)));

    private static async Task<Audio> SoundAsync(Video video, NodeContext context, CancellationToken cancellation)
    {
        if (video.Sound.IsDefaultOrEmpty)
        {
            return Audio.Own(1, 1, 44_100, []);
        }

        var track = new SoundTrack(video, context);
        if (track.SampleCount * track.Channels > Pcm.MaxSamples)
        {
            throw new NodeFailure($"The sound of the video has {track.SampleCount * track.Channels} samples and at most {Pcm.MaxSamples} are taken into memory; cut the video first.");
        }

        using var pcm = new MemoryStream();
        await track.WriteAsync(pcm, cancellation);
        return Pcm.ToAudio(pcm.GetBuffer().AsSpan(0, (int)pcm.Length), track.Channels, track.SampleRate);
    }
}
