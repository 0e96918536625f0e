using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Opens segments, with all that they are made of.</summary>
internal sealed class FrameSources(NodeContext context)
{
    private readonly Dictionary<ContentId, PictureStream> _films = [];

    /// <summary>The frames of a segment from its first one on.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="rate">The time base that it counts in.</param>
    /// <param name="format">How its frames are wanted.</param>
    /// <param name="cancellation">Ends everything that is started for it.</param>
    public async Task<FrameStream> OpenAsync(PictureSegment segment, Rational rate, FrameFormat format, CancellationToken cancellation)
    {
        var edits = segment.Edits.IsDefault ? [] : segment.Edits;
        var (stream, done) = segment.Source switch
        {
            StillSource still => await StillFrames.OpenAsync(still, edits, format, context.Artifacts, cancellation),
            FileSource file => await OpenFileAsync(file, segment, edits, rate, format, cancellation),
            ClipSource clip => (ClipFrames.Open(clip, segment.FirstFrame, rate, edits.IsEmpty ? format : FrameFormat.Rgb24, this), 0),
            TransitionSource transition => (await OpenTransitionAsync(transition, segment, rate, cancellation), 0),
            _ => throw new NodeFailure($"A segment of the video comes from {segment.Source.GetType().Name}, which this version does not know; update MySpinBot."),
        };
        try
        {
            while (done < edits.Length)
            {
                (stream, done) = await EditedAsync(stream, segment, edits, done, rate, cancellation);
            }

            return stream.Format == format ? stream : new ConvertedFrames(stream, format);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task<(FrameStream Stream, int Done)> EditedAsync(
        FrameStream stream, PictureSegment segment, ImmutableArray<FrameEdit> edits, int at, Rational rate, CancellationToken cancellation)
    {
        if (edits[at] is OverlayEdit over)
        {
            return (new OverlaidFrames(stream, over, segment.FirstFrame, (part, token) => OpenAsync(part, rate, FrameFormat.Rgba, token)), at + 1);
        }

        if (FrameOperations.For(edits[at], stream.Width, stream.Height) is { } operation)
        {
            return (new OperatedFrames(stream, operation, edits[at], segment.FirstFrame), at + 1);
        }

        var (filters, end) = (new FilterChain(stream.Width, stream.Height), at);
        while (end < edits.Length && FilterChain.Knows(edits[end]))
        {
            await filters.AddAsync(edits[end++], context.Artifacts, cancellation);
        }

        return end > at
            ? (await FilteredFrames.StartAsync(stream, filters, segment, rate, context, cancellation), end)
            : throw new NodeFailure($"Frames of this video are to be edited by {edits[at].GetType().Name}, which this version does not know; update MySpinBot.");
    }

    private async Task<(FrameStream Stream, int Done)> OpenFileAsync(
        FileSource file, PictureSegment segment, ImmutableArray<FrameEdit> edits, Rational rate, FrameFormat format, CancellationToken cancellation)
    {
        var path = await context.Artifacts.PathOfAsync(file.File, cancellation);
        if (!_films.TryGetValue(file.File.Id, out var film))
        {
            var probe = await MediaProbe.OfAsync(path, countFrames: false, context, cancellation);
            film = probe.Picture ?? throw new NodeFailure("A video file that the video is made of has no moving picture; make the video again.");
            _films.Add(file.File.Id, film);
        }

        var (filters, done) = (new FilterChain(film.Width, film.Height), 0);
        while (done < edits.Length && FilterChain.Knows(edits[done]))
        {
            await filters.AddAsync(edits[done++], context.Artifacts, cancellation);
        }

        var decoding = new FilmDecoding(path, film, rate, filters, done == edits.Length ? format : FrameFormat.Rgb24);
        return (new FileFrames(decoding, segment, context, cancellation), done);
    }

    private async Task<FrameStream> OpenTransitionAsync(TransitionSource transition, PictureSegment segment, Rational rate, CancellationToken cancellation)
    {
        var from = await OpenAsync(Behind(transition.From, segment), rate, FrameFormat.Rgb24, cancellation);
        try
        {
            return new MixedFrames(transition, segment.FirstFrame, from, await OpenAsync(Behind(transition.To, segment), rate, FrameFormat.Rgb24, cancellation));
        }
        catch
        {
            await from.DisposeAsync();
            throw;
        }
    }

    /// <summary>The part of a transition's side that a segment shows.</summary>
    private static PictureSegment Behind(PictureSegment side, PictureSegment segment)
        => side with { FirstFrame = side.FirstFrame + segment.FirstFrame, FrameCount = segment.FrameCount };
}
