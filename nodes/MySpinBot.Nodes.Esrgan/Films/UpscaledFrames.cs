using MySpinBot.Films;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Esrgan;

/// <summary>Makes every frame larger. A picture counts by itself: what stands still is done once.</summary>
internal sealed class UpscaledFrames(Upscaler upscaler, Video video) : IFrameProcess
{
    public int Width => video.Width * upscaler.Scale;

    public int Height => video.Height * upscaler.Scale;

    // A frame fills a device by itself; several in one run would only need more memory.
    public int BatchSize => 1;

    // While the model computes one frame, the bytes of another are made numbers and back.
    public int AtOnce => 2;

    public async ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            await upscaler.UpscaleAsync(frames.Frame(i), frames.Width, frames.Height, frames.Result(i), cancellation);
        }
    }
}
