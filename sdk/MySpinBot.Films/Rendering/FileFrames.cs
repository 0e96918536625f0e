using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>The frames of a video file. Containers round their length: what is missing at the end, up to a second, is the last frame held.</summary>
internal sealed class FileFrames : FrameStream
{
    private readonly FilmDecoding _film;
    private readonly PictureSegment _segment;
    private readonly NodeContext _context;
    private readonly CancellationToken _ended;
    private ToolFrames _decoder;
    private ReadOnlyMemory<byte> _last;
    private long _had;

    /// <summary>Starts to decode.</summary>
    public FileFrames(FilmDecoding film, PictureSegment segment, NodeContext context, CancellationToken cancellation)
        : base(film.Format, film.Width, film.Height)
    {
        (_film, _segment, _context, _ended) = (film, segment, context, cancellation);
        _decoder = Decoder(segment.FirstFrame, segment.FrameCount);
    }

    // A second, and a frame of it where frames are rarer.
    private long MostHeld => Math.Max(1, (long)Math.Ceiling(_film.Rate.Value));

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is { Times: > 0 } run)
        {
            (_last, _had) = (run.Pixels, _had + 1);
            return run;
        }

        if (_had == 0 && _segment.FirstFrame > 0)
        {
            await FindLastAsync(cancellation);
        }

        var missing = _segment.FrameCount - _had;
        if (_last.Length > 0 && missing <= MostHeld)
        {
            _had += missing;
            return new FrameRun(_last, missing);
        }

        throw new NodeFailure(
            $"A video file ended after {_segment.FirstFrame + _had} of {_segment.FirstFrame + _segment.FrameCount} frames, at {Moment}; it is damaged or cut off. Save or download it again.");
    }

    public override ValueTask DisposeAsync() => _decoder.DisposeAsync();

    private string Moment => string.Create(CultureInfo.InvariantCulture, $"{FrameTime.Seconds(_segment.FirstFrame + _had, _film.Rate):0.##} seconds");

    private ToolFrames Decoder(long first, long count)
        => new(_film.Format, _film.Width, _film.Height, _film.Arguments(first, count), null, _context, _ended);

    private async ValueTask<FrameRun> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return _had < _segment.FrameCount ? await _decoder.NextAsync(cancellation) : new FrameRun(_last, long.MaxValue);
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure($"A video file is damaged at {Moment}: {error.Message} Save or download it again.", error);
        }
    }

    /// <summary>The segment lies wholly behind the last frame: that frame is what it shows.</summary>
    private async Task FindLastAsync(CancellationToken cancellation)
    {
        await _decoder.DisposeAsync();
        var first = Math.Max(0, _segment.FirstFrame - MostHeld);
        _decoder = Decoder(first, _segment.FirstFrame - first);
        while (await _decoder.NextAsync(cancellation) is { Times: > 0 } run)
        {
            _last = run.Pixels;
        }
    }
}
