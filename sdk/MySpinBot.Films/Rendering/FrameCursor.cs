namespace MySpinBot.Films;

/// <summary>Reads a stream in steps of one's own, whatever the lengths of its runs.</summary>
internal sealed class FrameCursor(FrameStream stream) : IAsyncDisposable
{
    private FrameRun _run;

    /// <summary>The stream.</summary>
    public FrameStream Stream => stream;

    /// <summary>The frame under the cursor and how often it comes from here on; 0 times at the end.</summary>
    public async ValueTask<FrameRun> PeekAsync(CancellationToken cancellation)
    {
        if (_run.Times == 0)
        {
            _run = await stream.NextAsync(cancellation);
        }

        return _run;
    }

    /// <summary>Goes on within the run.</summary>
    public void Advance(long frames) => _run = _run with { Times = _run.Times - frames };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
