using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Keeps captions in step when the video they ride on is edited. Times are seconds.</summary>
internal static class CaptionTiming
{
    /// <summary>What is shown within a stretch, timed from its beginning. What begins before or ends after it is cut; its words stay whole.</summary>
    public static ImmutableArray<CaptionTrack> Stretch(ImmutableArray<CaptionTrack> tracks, double from, double length)
        => Changed(tracks, cue => Timed(cue, time => Math.Clamp(time - from, 0, length)));

    /// <summary>Later by so many seconds.</summary>
    public static ImmutableArray<CaptionTrack> Later(ImmutableArray<CaptionTrack> tracks, double seconds)
        => seconds == 0 ? tracks : Changed(tracks, cue => Timed(cue, time => time + seconds));

    /// <summary>Faster: all times divided.</summary>
    public static ImmutableArray<CaptionTrack> Faster(ImmutableArray<CaptionTrack> tracks, double speed) => Changed(tracks, cue => Timed(cue, time => time / speed));

    /// <summary>Played backwards: each caption stays with its pictures. Words are not spoken backwards, so their times are dropped.</summary>
    public static ImmutableArray<CaptionTrack> Mirrored(ImmutableArray<CaptionTrack> tracks, double seconds) => Changed(
        tracks, cue => cue with { Start = Math.Clamp(seconds - cue.End, 0, seconds), End = Math.Clamp(seconds - cue.Start, 0, seconds), Words = default });

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

    private static CaptionCue Timed(CaptionCue cue, Func<double, double> time) => cue with
    {
        Start = time(cue.Start),
        End = time(cue.End),
        Words = cue.Words.IsDefault ? default : [.. cue.Words.Select(word => word with { Start = time(word.Start), End = time(word.End) })],
    };

    // A track stays, even empty: where videos are joined its captions go on.
    private static ImmutableArray<CaptionTrack> Changed(ImmutableArray<CaptionTrack> tracks, Func<CaptionCue, CaptionCue> change) => tracks.IsDefaultOrEmpty ? []
        : [.. tracks.Select(track => track with { Captions = track.Captions with { Cues = [.. track.Captions.Cues.Select(change).Where(cue => cue.End > cue.Start).OrderBy(cue => cue.Start)] } })];
}
