using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Takes a run of equal frames. The bytes are only good until it returns.</summary>
internal delegate Task FrameSink(ReadOnlyMemory<byte> frame, long times, CancellationToken cancellation);

/// <summary>Lets the frames of a video come into being, in order, a few at a time.</summary>
internal sealed class FrameReader(Video video, NodeContext context)
{
    /// <summary>How the frames are wanted.</summary>
    public FrameFormat Format { get; init; } = FrameFormat.Rgb24;

    /// <summary>Hands every frame of the video to the sink, in order.</summary>
    /// <exception cref="NodeFailure">A source is damaged, or the description is at odds with itself.</exception>
    public async Task ReadAsync(FrameSink sink, CancellationToken cancellation)
    {
        await using var frames = new VideoFrames(video, Format, new FrameSources(context));
        while (await frames.NextAsync(cancellation) is { Times: > 0 } run)
        {
            await sink(run.Pixels, run.Times, cancellation);
        }
    }
}
