using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Single frames of a video, decoded into a batch of pictures.</summary>
internal static class PickedFrames
{
    /// <summary>The frames with these numbers, in this order.</summary>
    /// <param name="video">The video.</param>
    /// <param name="frames">Numbers from 0.</param>
    /// <param name="context">Where its sources are found.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <exception cref="NodeFailure">There are none, or more than one image holds.</exception>
    public static async Task<Image> ReadAsync(Video video, IReadOnlyList<long> frames, NodeContext context, CancellationToken cancellation)
    {
        var values = (decimal)frames.Count * video.Width * video.Height * 3;
        if (frames.Count == 0 || values > Image.MaxValues)
        {
            throw new NodeFailure($"{frames.Count} frames of {video.Width}×{video.Height} pixels were asked for, {values} values in all, and one image holds from one frame up to {Image.MaxValues} values; "
                + "ask for fewer frames, or scale the video first.");
        }

        var pixels = GC.AllocateUninitializedArray<float>((int)values);
        var at = 0;
        await new FrameReader(Of(video, frames), context).ReadAsync(TakeAsync, cancellation);
        return Image.Own(frames.Count, video.Height, video.Width, 3, pixels);

        Task TakeAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken ended)
        {
            for (var i = 0L; i < times; i++)
            {
                ended.ThrowIfCancellationRequested();
                Spread(frame.Span, pixels.AsSpan(at, frame.Length));
                at += frame.Length;
                context.Progress(at, pixels.Length, "frame");
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>A video of these frames alone: neighbours are one cut.</summary>
    public static Video Of(Video video, IReadOnlyList<long> frames)
    {
        var picture = ImmutableArray.CreateBuilder<PictureSegment>();
        for (int first = 0, end; first < frames.Count; first = end)
        {
            end = first + 1;
            while (end < frames.Count && frames[end] == frames[end - 1] + 1)
            {
                end++;
            }

            picture.AddRange(VideoCut.Picture(video.Picture, frames[first], frames[end - 1] + 1));
        }

        return VideoEdits.PictureOf(video) with { Picture = picture.ToImmutable() };
    }

    private static void Spread(ReadOnlySpan<byte> frame, Span<float> values)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            values[i] = Levels.FromByte(frame[i]);
        }
    }
}
