using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Keeps the tracks of captions that ride on a video in step when it is edited. Times are seconds.</summary>
internal static class CaptionTracks
{
    /// <summary>What is shown within a stretch, timed from its beginning.</summary>
    public static ImmutableArray<CaptionTrack> Stretch(ImmutableArray<CaptionTrack> tracks, double from, double length) => Changed(tracks, captions => CaptionTiming.Cut(captions, from, length));

    /// <summary>All times divided.</summary>
    public static ImmutableArray<CaptionTrack> Faster(ImmutableArray<CaptionTrack> tracks, double speed) => Changed(tracks, captions => CaptionTiming.Scale(captions, 1 / speed));

    /// <summary>Played backwards: each caption stays with its pictures. Words are not spoken backwards, so their times are dropped.</summary>
    public static ImmutableArray<CaptionTrack> Mirrored(ImmutableArray<CaptionTrack> tracks, double seconds) => Changed(Stretch(tracks, 0, seconds), captions => captions with
    {
        Cues = [.. captions.Cues.Select(cue => cue with { Start = seconds - cue.End, End = seconds - cue.Start, Words = default }).OrderBy(cue => cue.Start)],
    });

    /// <summary>Those of several videos in one, each later by its offset. Tracks of the same language and title become one.</summary>
    public static ImmutableArray<CaptionTrack> Together(IEnumerable<(ImmutableArray<CaptionTrack> Tracks, double Offset)> all)
        => [.. all.Where(part => !part.Tracks.IsDefaultOrEmpty).SelectMany(part => part.Tracks.Select(track => (Track: track, part.Offset)))
            .GroupBy(each => (each.Track.Captions.Language, each.Track.Title))
            .Select(group => group.First().Track with { Captions = CaptionTiming.Join(group.Select(each => (each.Track.Captions, each.Offset))) })];

    // A track stays, even empty: where videos are joined its captions go on.
    private static ImmutableArray<CaptionTrack> Changed(ImmutableArray<CaptionTrack> tracks, Func<Captions, Captions> change)
        => tracks.IsDefaultOrEmpty ? [] : [.. tracks.Select(track => track with { Captions = change(track.Captions) })];
}
