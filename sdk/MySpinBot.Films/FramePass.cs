using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Takes every frame of a video through a process and makes one visually lossless film of the results. Rate, sound and captions stay as they are.
/// Host memory is bounded by the window, whatever the video's length; progress and previews are told as it goes.</summary>
public sealed class FramePass(Video video, IFrameProcess process, NodeContext context)
{
    private readonly (Video Video, IFrameProcess Process, NodeContext Context) _of = (video, process, context);

    /// <summary>Does it.</summary>
    /// <exception cref="NodeFailure">A source is damaged, or the process failed.</exception>
    public Task<Video> RunAsync(CancellationToken cancellation) => throw new NotSupportedException($"{_of}");
}
