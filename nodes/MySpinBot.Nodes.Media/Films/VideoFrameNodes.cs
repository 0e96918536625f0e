using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures out of a video.</summary>
public static class VideoFrameNodes
{
    /// <summary>Takes frames out of a video as pictures.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where its sources are found.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <param name="which">first and last: so many from that end; evenly: spread over the whole; every nth: one out of so many; at times: those shown at the times given.</param>
    /// <param name="count">How many frames, or which nth.</param>
    /// <param name="times">Times in seconds, separated by commas; negative ones count from the end.</param>
    /// <returns>images: The frames as a batch; seconds: When each of them begins, separated by commas.</returns>
    [Node("GetVideoFrames", Title = "Get video frames", Category = "video/frames", Search = "extract frames,screenshot,frame at time,video to images,last frame",
        Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static async Task<(Image Images, string Seconds)> TakeAsync(
        Video video, NodeContext context, CancellationToken cancellation,
        [Choices("first", "last", "evenly", "every nth", "at times")] string which = "evenly", [Range(1, 100_000)] int count = 1, string times = "0")
    {
        var frames = Numbers(video, which, count, times);
        var seconds = frames.Select(frame => ((double)FrameTime.Seconds(frame, video.FrameRate)).ToString("0.######", CultureInfo.InvariantCulture));
        return (await PickedFrames.ReadAsync(video, frames, context, cancellation), string.Join(", ", seconds));
    }

    /// <summary>Takes small pictures out of a video, evenly spread over its length: for contact sheets.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where its sources are found.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Width of each in pixels; the height follows. 0 for the video's own size.</param>
    /// <returns>The pictures as a batch.</returns>
    [Node("VideoThumbnails", Title = "Video thumbnails", Category = "video/frames", Search = "contact sheet,preview,storyboard", Repeatability = Repeatability.SameMachine, Need = nameof(Thumbnails))]
    public static Task<Image> ThumbnailsAsync(Video video, NodeContext context, CancellationToken cancellation, [Range(1, 256)] int count = 9, [Range(0, 2048)] int width = 320)
    {
        var small = width == 0 || width == video.Width ? video : ScaleVideoNode.Scale(video, width, 0, FrameFit.Stretch);
        return PickedFrames.ReadAsync(small, Numbers(small, "evenly", count, ""), context, cancellation);
    }

    /// <summary>The frames as float32.</summary>
    public static MemoryNeed Need(Video? video, string which, int count)
    {
        if (video is null)
        {
            return MemoryNeed.None;
        }

        var frames = which switch { "every nth" => ((video.FrameCount - 1) / count) + 1, "at times" => 1, _ => Math.Min(count, video.FrameCount) };
        return new(DeviceId.Cpu, (long)Math.Min(long.MaxValue, (decimal)frames * video.Width * video.Height * 3 * sizeof(float)));
    }

    /// <summary>The small pictures as float32.</summary>
    public static MemoryNeed Thumbnails(Video? video, int count, int width)
    {
        if (video is null)
        {
            return MemoryNeed.None;
        }

        var columns = width == 0 ? video.Width : width;
        return new(DeviceId.Cpu, (long)Math.Min(long.MaxValue, Math.Min(count, video.FrameCount) * (decimal)columns * columns * video.Height / video.Width * 3 * sizeof(float)));
    }

    private static long[] Numbers(Video video, string which, int count, string times)
    {
        var all = video.FrameCount;
        if (all == 0)
        {
            throw new NodeFailure("The video has no frames.") { Input = "video" };
        }

        var many = Math.Min(count, all);
        return which switch
        {
            "first" => Sequence(many, i => i),
            "last" => Sequence(many, i => all - many + i),
            "every nth" => Sequence(((all - 1) / count) + 1, i => i * count),
            "at times" => [.. times.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => AtTime(video, text))],
            _ => Sequence(many, i => (((2 * i) + 1) * all) / (2 * many)),
        };
    }

    private static long[] Sequence(long count, Func<long, long> number)
    {
        if (count > VideoNesting.MostSegments)
        {
            throw new NodeFailure($"{count} frames were asked for; at most {VideoNesting.MostSegments} are taken at once.") { Input = "count" };
        }

        var numbers = new long[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = number(i);
        }

        return numbers;
    }

    private static long AtTime(Video video, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(Math.Abs(seconds) <= 1e7))
        {
            throw new NodeFailure($"'{text}' is no time; write seconds separated by commas, such as 0, 1.5, -0.04.") { Input = "times" };
        }

        // The frame that is on screen at that moment. A time that was written with few digits still finds the frame that begins there.
        var frame = (long)Math.Floor(((seconds < 0 ? video.Seconds + seconds : seconds) * video.FrameRate.Value) + 1e-3);
        return frame >= 0 && frame < video.FrameCount ? frame
            : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"The video lasts {video.Seconds:0.###} seconds and shows nothing at {seconds:0.###}; ask for a time within it.")) { Input = "times" };
    }
}
