using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Single frames of a video, decoded into a batch of pictures.</summary>
internal static class PickedFrames
{
    private const int MostSkipped = 48;

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

        var (stretches, wanted) = Of(video, frames);
        var pixels = GC.AllocateUninitializedArray<float>((int)values);
        var (position, next, size) = (0L, 0, video.Width * video.Height * 3);
        await new FrameReader(stretches, context).ReadAsync(TakeAsync, cancellation);
        return Image.Own(frames.Count, video.Height, video.Width, 3, pixels);

        Task TakeAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken ended)
        {
            for (position += times; next < wanted.Length && wanted[next] < position; next++)
            {
                ended.ThrowIfCancellationRequested();
                Spread(frame.Span, pixels.AsSpan(next * size, size));
                context.Progress(next + 1, wanted.Length, "frame");
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>The stretches of a video that hold these frames, and where in them they are. Opening a file anew takes longer than decoding a few frames for nothing.</summary>
    public static (Video Stretches, long[] Wanted) Of(Video video, IReadOnlyList<long> frames)
    {
        var picture = ImmutableArray.CreateBuilder<PictureSegment>();
        var wanted = new long[frames.Count];
        long length = 0;
        for (int first = 0, end; first < frames.Count; first = end)
        {
            for (end = first; end < frames.Count && (end == first || (frames[end] > frames[end - 1] && frames[end] <= frames[end - 1] + MostSkipped)); end++)
            {
                wanted[end] = length + frames[end] - frames[first];
            }

            picture.AddRange(VideoCut.Picture(video.Picture, frames[first], frames[end - 1] + 1));
            length += frames[end - 1] + 1 - frames[first];
        }

        return (VideoEdits.PictureOf(video) with { Picture = picture.ToImmutable() }, wanted);
    }

    private static void Spread(ReadOnlySpan<byte> frame, Span<float> values)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            values[i] = Levels.FromByte(frame[i]);
        }
    }
}
