using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Takes every frame of a video through a process and makes one visually lossless film of the results. Rate, sound and captions stay as they are.
/// Host memory is bounded by the window, whatever the video's length; progress and previews are told as it goes.</summary>
/// <remarks>Three stages run beside each other: decoding, processing, encoding. Between them lie a fixed number of rooms for frames, which are used over and over:
/// <see cref="IFrameProcess.AtOnce"/> + 2 batches of frames and one more than <see cref="IFrameProcess.AtOnce"/> of results. Whichever stage is slowest sets the pace, and the others wait.</remarks>
/// <param name="video">The video.</param>
/// <param name="process">What is done to its frames.</param>
/// <param name="context">Where sources and ffmpeg are found, memory is reserved and progress is told.</param>
public sealed class FramePass(Video video, IFrameProcess process, NodeContext context)
{
    // One is being filled by the decoder and one waits, so that the process never does.
    private const int BatchesBeside = 2;

    // One is being encoded.
    private const int ResultsBeside = 1;

    private readonly Recycled<PassBatch> _batches = new(process.AtOnce + BatchesBeside, () => new(video.Width, video.Height, process.BatchSize));
    private readonly Recycled<PassResults> _results = new(process.AtOnce + ResultsBeside, () => new(FrameFormat.Rgb24.Bytes(process.Width, process.Height), process.BatchSize));
    private readonly Channel<PassBatch> _decoded = Channel.CreateUnbounded<PassBatch>();
    private readonly Channel<Task<(PassResults Results, long[] Times)>> _working = Channel.CreateUnbounded<Task<(PassResults, long[])>>();
    private ExceptionDispatchInfo? _failure;

    /// <summary>The size of the film, where it is another than that of the results: they are scaled on their way into it (Lanczos), so that a model which makes frames far too large fills no disk.</summary>
    public (int Width, int Height) FilmSize { get; init; } = (process.Width, process.Height);

    /// <summary>Bytes of host memory that a pass holds, ffmpeg's included: what <see cref="RunAsync"/> reserves.</summary>
    public static long WindowBytes(Video video, IFrameProcess process)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(process);
        var (frame, result) = (3L * video.Width * video.Height, 3L * process.Width * process.Height);
        return (((process.AtOnce + BatchesBeside) * frame) + ((process.AtOnce + ResultsBeside) * result)) * process.BatchSize
            + (MezzanineFormat.FramesOfDecoder * frame) + (MezzanineFormat.FramesOfEncoder * result);
    }

    /// <summary>Does it. A pass runs once.</summary>
    /// <returns>The video with another picture: one file that holds the results.</returns>
    /// <exception cref="NodeFailure">A source is damaged, the encoder failed, or the process did.</exception>
    public async Task<Video> RunAsync(CancellationToken cancellation)
    {
        if (video.FrameCount == 0)
        {
            throw new NodeFailure("The video has no frames.") { Input = "video" };
        }

        using var room = await context.Models.ReserveAsync(new MemoryNeed(DeviceId.Cpu, WindowBytes(video, process)), "frames on their way", cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var film = new Mezzanine((process.Width, process.Height), FilmSize, video.FrameRate, context, ended.Token);
        await Task.WhenAll(
            StageAsync(DecodeAsync, ended, () => _decoded.Writer.Complete()),
            StageAsync(ProcessAsync, ended, () => _working.Writer.Complete()),
            StageAsync(token => EncodeAsync(film, token), ended, () => { }));
        cancellation.ThrowIfCancellationRequested();
        _failure?.Throw();
        var source = await film.StoreAsync(cancellation);
        return video with { Width = FilmSize.Width, Height = FilmSize.Height, Picture = [new PictureSegment(source, video.FrameCount, Edits: [])] };
    }

    /// <summary>Runs a stage beside the others. When it fails, they end too, and what failed first is what is told.</summary>
    private Task StageAsync(Func<CancellationToken, Task> stage, CancellationTokenSource ended, Action complete) => Task.Run(
        async () =>
        {
            try
            {
                await stage(ended.Token);
            }
            catch (Exception error)
            {
                // Whatever it was, it is thrown again when all stages have ended.
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
                await ended.CancelAsync();
            }
            finally
            {
                complete();
            }
        },
        CancellationToken.None);

    private async Task DecodeAsync(CancellationToken cancellation)
    {
        var (batch, place) = (await _batches.TakeAsync(cancellation), 0L);
        await foreach (var run in new FrameReader(video, context).RunsAsync(cancellation))
        {
            if (process.SeesEveryFrame)
            {
                for (var i = 0L; i < run.Times; i++)
                {
                    batch = await WithRoomAsync(batch, cancellation);
                    batch.Add(run.Pixels.Span, place + i, 1, again: i > 0 && batch.Count > 0);
                }
            }
            else if (batch.EndsWith(run.Pixels.Span))
            {
                batch.Prolong(run.Times);
            }
            else
            {
                batch = await WithRoomAsync(batch, cancellation);
                batch.Add(run.Pixels.Span, place, run.Times, again: false);
            }

            place += run.Times;
        }

        _decoded.Writer.TryWrite(batch);
    }

    // A full batch goes on only now: until the next frame came, its last one might have lasted longer.
    private async ValueTask<PassBatch> WithRoomAsync(PassBatch batch, CancellationToken cancellation)
    {
        if (!batch.IsFull)
        {
            return batch;
        }

        _decoded.Writer.TryWrite(batch);
        return await _batches.TakeAsync(cancellation);
    }

    private async Task ProcessAsync(CancellationToken cancellation)
    {
        var underWay = new List<Task>();
        try
        {
            await foreach (var batch in _decoded.Reader.ReadAllAsync(cancellation))
            {
                batch.Results = await _results.TakeAsync(cancellation);
                underWay.RemoveAll(task => task.IsCompleted);
                if (underWay.Count == process.AtOnce)
                {
                    underWay.Remove(await Task.WhenAny(underWay));
                }

                var work = Task.Run(() => ProcessAsync(batch, cancellation), cancellation);
                underWay.Add(work);

                // The batch is not this stage's any more: by now it may be empty, or hold other frames.
                _working.Writer.TryWrite(work);
            }
        }
        finally
        {
            // Their memory must not be given up while they write to it; how they end, the encoding stage says.
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(PassResults Results, long[] Times)> ProcessAsync(PassBatch batch, CancellationToken cancellation)
    {
        await process.ProcessAsync(batch, cancellation);
        var done = (batch.Results!, batch.Times);
        batch.Clear();
        _batches.Return(batch);
        return done;
    }

    private async Task EncodeAsync(Mezzanine film, CancellationToken cancellation)
    {
        var report = new PassReport(video.FrameCount, process.Width, process.Height, context);
        await foreach (var work in _working.Reader.ReadAllAsync(cancellation))
        {
            var (results, times) = await work;
            for (var i = 0; i < times.Length; i++)
            {
                await film.WriteAsync(results.Rooms[i], times[i], cancellation);
                report.Done(results.Rooms[i], times[i]);
            }

            _results.Return(results);
        }
    }
}
