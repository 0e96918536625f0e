using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Keeps caption tracks in step when the video they ride on is edited. Times are seconds. A track stays, even empty: where videos are joined its captions go on.</summary>
internal static class TrackTiming
{
    /// <summary>What is shown within a stretch, timed from its beginning.</summary>
    public static ImmutableArray<CaptionTrack> Stretch(ImmutableArray<CaptionTrack> tracks, double from, double length) => Each(tracks, captions => CaptionTiming.Cut(captions, from, length));

    /// <summary>Later by so many seconds.</summary>
    public static ImmutableArray<CaptionTrack> Later(ImmutableArray<CaptionTrack> tracks, double seconds) => Each(tracks, captions => CaptionTiming.Shift(captions, seconds));

    /// <summary>Faster: all times divided.</summary>
    public static ImmutableArray<CaptionTrack> Faster(ImmutableArray<CaptionTrack> tracks, double speed) => Each(tracks, captions => CaptionTiming.Scale(captions, 1 / speed));

    /// <summary>Played backwards: each caption stays with its pictures. Words are not spoken backwards, so their times are dropped.</summary>
    public static ImmutableArray<CaptionTrack> Mirrored(ImmutableArray<CaptionTrack> tracks, double seconds) => Each(tracks, captions => captions with
    {
        Cues = [.. captions.Cues.Select(cue => cue with { Start = Math.Clamp(seconds - cue.End, 0, seconds), End = Math.Clamp(seconds - cue.Start, 0, seconds), Words = default })
            .Where(cue => cue.End > cue.Start).OrderBy(cue => cue.Start)],
    });

    /// <summary>Those of several videos in one, each already timed as it is to be. Tracks of the same language and title become one.</summary>
    public static ImmutableArray<CaptionTrack> Together(IEnumerable<ImmutableArray<CaptionTrack>> all)
        => [.. all.Where(tracks => !tracks.IsDefaultOrEmpty).SelectMany(tracks => tracks)
            .GroupBy(track => (track.Captions.Language, track.Title))
            .Select(group => group.First() with { Captions = OneOf([.. group.Select(track => track.Captions)]) })];

    private static Captions OneOf(IReadOnlyList<Captions> parts)
    {
        // An event of another script may name styles that this one does not have.
        var styling = parts[0].Styling;
        return parts[0] with
        {
            Cues = [.. parts.SelectMany(part => part.Cues.Select(cue => part.Styling == styling ? cue : cue with { Styled = null })).OrderBy(cue => cue.Start)],
        };
    }

    private static ImmutableArray<CaptionTrack> Each(ImmutableArray<CaptionTrack> tracks, Func<Captions, Captions> change)
        => tracks.IsDefaultOrEmpty ? [] : [.. tracks.Select(track => track with { Captions = change(track.Captions) })];
}
