using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A film between two steps, on its way into a file: packed RGB frames in, an artifact out. The same frames give the same bytes.</summary>
internal sealed class Mezzanine : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource<Stream> _input = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeContext _context;
    private readonly string _path;
    private readonly Task _run;

    /// <summary>Starts the encoder.</summary>
    /// <param name="frames">Columns and rows of the frames that come.</param>
    /// <param name="film">Columns and rows that they are scaled to.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="context">Where ffmpeg and artifacts are.</param>
    /// <param name="cancellation">Ends it.</param>
    public Mezzanine((int Width, int Height) frames, (int Width, int Height) film, Rational rate, NodeContext context, CancellationToken cancellation)
    {
        (_context, _path) = (context, context.TemporaryPath(MezzanineFormat.Extension));
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string[] arguments =
        [
            "-hide_banner", "-v", "error", "-xerror", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", string.Create(CultureInfo.InvariantCulture, $"{frames.Width}x{frames.Height}"),
            "-framerate", rate.ToString(), "-i", "pipe:0",
            .. frames == film ? Array.Empty<string>() : ["-vf", string.Create(CultureInfo.InvariantCulture, $"format=gbrp,zscale=w={film.Width}:h={film.Height}:f=lanczos")],
            .. MezzanineFormat.Arguments, _path,
        ];
        _run = new ToolProcess(context.Tools.Executable("ffmpeg"), arguments) { Feed = LendAsync, Explain = FfmpegWords.Reason }.RunAsync(context.Time, _ended.Token);
    }

    /// <summary>Appends a frame, [height, width, 3], and shows it a number of times.</summary>
    /// <exception cref="NodeFailure">The encoder failed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken cancellation)
    {
        await Task.WhenAny(_input.Task, _run);
        try
        {
            for (var i = 0L; i < times && _input.Task.IsCompletedSuccessfully && !_run.IsCompleted; i++)
            {
                await _input.Task.Result.WriteAsync(frame, cancellation);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The encoder closed its end. Why, it says itself.
            await EndedEarlyAsync();
        }

        if (_run.IsCompleted)
        {
            await EndedEarlyAsync();
        }
    }

    /// <summary>Ends the file and stores it.</summary>
    /// <exception cref="NodeFailure">The encoder failed.</exception>
    public async Task<FileSource> StoreAsync(CancellationToken cancellation)
    {
        _written.TrySetResult();
        await _run;
        var artifact = await _context.Artifacts.PutFileAsync(_path, MezzanineFormat.MediaType, cancellation);

        // The artifact has the bytes; a second copy until the call ends would only fill the disk.
        File.Delete(_path);
        return new FileSource(artifact);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _run;
        }
        catch (Exception error) when (error is NodeFailure or OperationCanceledException)
        {
            // It was ended before it was done; or what failed was said to whoever wrote the next frame.
        }

        _ended.Dispose();
    }

    private async Task EndedEarlyAsync()
    {
        _written.TrySetResult();
        await _run;
        throw new NodeFailure("ffmpeg ended before all frames were encoded and did not say why; run it again.");
    }

    private Task LendAsync(Stream input, CancellationToken ended)
    {
        _input.TrySetResult(input);
        return _written.Task.WaitAsync(ended);
    }
}
