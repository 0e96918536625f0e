using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Takes a run of equal frames. The bytes are only good until it returns.</summary>
/// <param name="frame">The frame, as <see cref="FrameReader.Format"/> says.</param>
/// <param name="times">How often it is shown in a row.</param>
/// <param name="cancellation">Ends the reading.</param>
public delegate Task FrameSink(ReadOnlyMemory<byte> frame, long times, CancellationToken cancellation);

/// <summary>Lets the frames of a video come into being, in order: cut, edited and in the video's time base. Whatever the video's length, a few are held at a time;
/// the decoder runs ahead by what its pipe holds and waits for whoever reads.</summary>
/// <param name="video">The video.</param>
/// <param name="context">Where its sources and ffmpeg are found.</param>
public sealed class FrameReader(Video video, NodeContext context)
{
    /// <summary>How the frames are wanted.</summary>
    public FrameFormat Format { get; init; } = FrameFormat.Rgb24;

    /// <summary>Hands every frame of the video to the sink, in order.</summary>
    /// <exception cref="NodeFailure">A source is damaged, or the description is at odds with itself.</exception>
    public async Task ReadAsync(FrameSink sink, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sink);
        await using var frames = Open();
        while (await frames.NextAsync(cancellation) is { Times: > 0 } run)
        {
            await sink(run.Pixels, run.Times, cancellation);
        }
    }

    /// <summary>Every frame of the video, in order, a run of equal ones at a time. Leaving the loop ends the decoder.</summary>
    /// <exception cref="NodeFailure">A source is damaged, or the description is at odds with itself.</exception>
    public async IAsyncEnumerable<FrameRun> RunsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var frames = Open();
        while (await frames.NextAsync(cancellation) is { Times: > 0 } run)
        {
            yield return run;
        }
    }

    internal FrameStream Open() => new VideoFrames(video, Format, new FrameSources(context));
}
