using System.Collections.Immutable;
using System.Threading.Channels;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>How frames are watched.</summary>
/// <param name="Every">Every how many frames are looked at; the first and the last of each shot always are.</param>
/// <param name="LeastScore">The least score that a face begins with; 0 for what the network's authors take.</param>
/// <param name="LeastSide">The least side of a face, in pixels of the frames that are given.</param>
/// <param name="MostFaces">The most faces of a frame; the largest are kept.</param>
internal sealed record WatchOptions(int Every, double LeastScore, double LeastSide, int MostFaces);

/// <summary>Takes frames in order, and looks for faces in them: while a group of frames is with the detector, the next ones are taken and prepared. Three groups are in memory, whatever the number of frames.</summary>
internal sealed class FaceWatch : IAsyncDisposable
{
    /// <summary>Less sure faces than this share of the least score are left out; those between go on with a face that is there, and begin none.</summary>
    internal const double Continuing = 0.6;

    private readonly FaceSight _sight;
    private readonly WatchOptions _options;
    private readonly InputFilling[] _fillings;
    private readonly CutDetection _cuts;
    private readonly Channel<FrameGroup> _ready = Channel.CreateBounded<FrameGroup>(1);
    private readonly Channel<FrameGroup> _free = Channel.CreateUnbounded<FrameGroup>();
    private readonly CancellationTokenSource _stop;
    private readonly Task _looking;
    private readonly List<SeenFrames> _seen = [];
    private readonly ImmutableArray<long>.Builder _shots = ImmutableArray.CreateBuilder<long>();
    private FrameGroup? _filling;
    private byte[]? _skipped;
    private (long First, long Last)? _skippedFrames;
    private long _position, _next;

    /// <summary>Begins to watch.</summary>
    /// <param name="sight">The detector.</param>
    /// <param name="options">How they are watched.</param>
    /// <param name="cancellation">Ends it.</param>
    public FaceWatch(FaceSight sight, WatchOptions options, CancellationToken cancellation)
    {
        (_sight, _options) = (sight, options);
        _fillings = [.. sight.Views.Select(view => new InputFilling(view, sight.Network))];
        _cuts = new CutDetection(sight.Width, sight.Height);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        for (var i = 0; i < 3; i++)
        {
            _free.Writer.TryWrite(new FrameGroup(sight));
        }

        _looking = Task.Run(LookAsync, CancellationToken.None);
    }

    /// <summary>The least score that a face begins with.</summary>
    public double LeastScore => _options.LeastScore > 0 ? _options.LeastScore : _sight.Network.UsualScore;

    /// <summary>Takes a frame that is shown a number of times in a row.</summary>
    /// <param name="frame">Packed RGB bytes; not needed any more when it returns.</param>
    /// <param name="times">How often, at least once.</param>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> frame, long times)
    {
        var (first, last) = (_position, _position + times - 1);
        _position += times;
        if (_cuts.Begins(frame.Span) || first == 0)
        {
            await EndShotAsync();
            _shots.Add(first);
            _next = first;
        }

        if (last >= _next)
        {
            _skippedFrames = null;
            _next = last + _options.Every;
            await PrepareAsync(frame, first, last);
        }
        else
        {
            _skipped ??= new byte[frame.Length];
            frame.CopyTo(_skipped);
            _skippedFrames = (first, last);
        }
    }

    /// <summary>Waits for the rest, and gives what was seen.</summary>
    public async Task<Watched> EndAsync()
    {
        await EndShotAsync();
        if (_filling is { Count: > 0 } rest)
        {
            await HandOverAsync(rest);
        }

        _ready.Writer.Complete();
        await _looking;
        return new Watched(_position, _shots.ToImmutable(), _seen);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ready.Writer.TryComplete();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what ended it was thrown to whoever waited for a result
        _stop.Dispose();
    }

    // The last frame of a shot is looked at, so that no face has to be guessed beyond what was seen.
    private async ValueTask EndShotAsync()
    {
        if (_skippedFrames is var (first, last))
        {
            _skippedFrames = null;
            await PrepareAsync(_skipped, first, last);
        }
    }

    private async ValueTask PrepareAsync(ReadOnlyMemory<byte> frame, long first, long last)
    {
        _filling ??= await FreeAsync();
        _filling.Add(frame.Span, _sight.Width, first, last, _sight, _fillings);
        if (_filling.IsFull)
        {
            await HandOverAsync(_filling);
            _filling = null;
        }
    }

    private async ValueTask<FrameGroup> FreeAsync()
    {
        try
        {
            return await _free.Reader.ReadAsync(_stop.Token);
        }
        catch (ChannelClosedException)
        {
            await _looking; // throws what ended it
            throw;
        }
    }

    private async ValueTask HandOverAsync(FrameGroup group)
    {
        try
        {
            await _ready.Writer.WriteAsync(group, _stop.Token);
        }
        catch (ChannelClosedException)
        {
            await _looking; // throws what ended it
            throw;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await foreach (var group in _ready.Reader.ReadAllAsync(_stop.Token))
            {
                var seen = _sight.See(group.Inputs, group.Count, LeastScore * Continuing, _stop.Token);
                for (var i = 0; i < group.Count; i++)
                {
                    var (first, last) = group.Frames(i);
                    _seen.Add(new SeenFrames(first, last, Kept(seen[i])));
                }

                group.Clear();
                _free.Writer.TryWrite(group);
            }
        }
        finally
        {
            _free.Writer.TryComplete();
            _ready.Writer.TryComplete();
        }
    }

    private ImmutableArray<Sighting> Kept(List<Sighting> seen)
    {
        var kept = new List<Sighting>();
        foreach (var sighting in seen)
        {
            var face = _sight.Network.Convention.Apply(sighting);
            if (Math.Min(face.Width, face.Height) >= _options.LeastSide && face.Right > 0 && face.Bottom > 0 && face.Left < _sight.Width && face.Top < _sight.Height)
            {
                kept.Add(face);
            }
        }

        return kept.Count <= _options.MostFaces ? [.. kept] : [.. kept.OrderByDescending(face => face.Area).Take(_options.MostFaces).OrderByDescending(face => face.Score)];
    }
}
