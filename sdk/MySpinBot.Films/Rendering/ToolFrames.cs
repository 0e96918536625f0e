using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>What an ffmpeg writes to its standard output, a frame at a time. It runs no further ahead than its pipe holds.</summary>
internal sealed class ToolFrames : FrameStream
{
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource<Stream> _output = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private byte[] _frame;
    private byte[] _before;

    /// <summary>Starts ffmpeg.</summary>
    public ToolFrames(
        FrameFormat format, int width, int height, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? feed, NodeContext context, CancellationToken cancellation)
        : base(format, width, height)
    {
        (_frame, _before) = (new byte[FrameBytes], new byte[FrameBytes]);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _run = new ToolProcess(context.Tools.Executable("ffmpeg"), arguments) { Feed = feed, Drain = LendAsync, Explain = FfmpegWords.Reason }.RunAsync(context.Time, _ended.Token);
    }

    /// <summary>The next frame; what the one before was stays as it is for one call more.</summary>
    /// <exception cref="NodeFailure">ffmpeg failed.</exception>
    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        (_frame, _before) = (_before, _frame);
        await Task.WhenAny(_output.Task, _run);
        if (_output.Task.IsCompletedSuccessfully
            && await _output.Task.Result.ReadAtLeastAsync(_frame, _frame.Length, throwOnEndOfStream: false, cancellation) == _frame.Length)
        {
            return new FrameRun(_frame, 1);
        }

        _read.TrySetResult();
        await _run;
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _run;
        }
        catch (Exception error) when (error is NodeFailure or OperationCanceledException)
        {
            // It was ended before it was done; or what failed was said to whoever asked for the next frame.
        }

        _ended.Dispose();
    }

    private Task LendAsync(Stream output, CancellationToken ended)
    {
        _output.TrySetResult(output);
        return _read.Task.WaitAsync(ended);
    }
}
