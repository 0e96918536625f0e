using System.Threading.Channels;

namespace MySpinBot.Nodes.Media;

/// <summary>Brings frames to an encoder. A few lie between the two, so that one is rendered while another is encoded.</summary>
/// <param name="feed">The frames.</param>
/// <param name="shape">The shape in which they are written.</param>
/// <param name="written">Told of each frame that was written.</param>
internal sealed class FramePipe(FrameFeed feed, FrameShape shape, Action written)
{
    private const int Buffers = 3;

    /// <summary>Writes all of them.</summary>
    public async Task WriteAsync(Stream encoder, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (empty, full) = (Channel.CreateUnbounded<byte[]>(), Channel.CreateUnbounded<(byte[] Frame, long Times)>());
        for (var i = 0; i < Buffers; i++)
        {
            empty.Writer.TryWrite(new byte[shape.FrameBytes]);
        }

        var rendering = Task.Run(() => RenderAsync(empty.Reader, full.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (var (frame, times) in full.Reader.ReadAllAsync(cancellation))
            {
                for (var i = 0L; i < times; i++)
                {
                    await encoder.WriteAsync(frame, cancellation);
                    written();
                }

                empty.Writer.TryWrite(frame);
            }
        }
        finally
        {
            // Where writing failed, nobody waits for what is still being rendered, and how that ends is of no interest.
            await ended.CancelAsync();
            await rendering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await rendering;
    }

    private async Task RenderAsync(ChannelReader<byte[]> empty, ChannelWriter<(byte[] Frame, long Times)> full, CancellationToken cancellation)
    {
        try
        {
            await feed.ReadAsync(
                async (frame, times, ended) =>
                {
                    var buffer = await empty.ReadAsync(ended);
                    shape.Copy(frame.Span, buffer);
                    full.TryWrite((buffer, times));
                },
                cancellation);
        }
        finally
        {
            full.Complete();
        }
    }
}
