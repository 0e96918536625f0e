using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Moves captions in time, as the video moves that they belong to.</summary>
internal static class CaptionTiming
{
    /// <summary>Later by so many seconds, or earlier. What would begin before 0 begins at 0; what would end there is left out.</summary>
    public static Captions Shift(Captions captions, double seconds) => Mapped(captions, time => time + seconds, double.PositiveInfinity);

    /// <summary>Every time multiplied: a video at double speed has captions scaled by a half.</summary>
    public static Captions Scale(Captions captions, double factor) => Mapped(captions, time => time * factor, double.PositiveInfinity);

    /// <summary>The captions of a piece of the video, timed from the piece's beginning. Cues that only reach into it are shown while they do.</summary>
    public static Captions Cut(Captions captions, double start, double seconds) => Mapped(captions, time => time - start, seconds);

    /// <summary>Captions one after the other, each moved by its own offset. The language is the one that all have; styling is kept where all share it.</summary>
    public static Captions Join(IEnumerable<(Captions Captions, double Offset)> parts)
    {
        var all = parts.Select(part => Shift(part.Captions, part.Offset)).ToArray();
        var sameStyling = all.Select(part => part.Styling).Distinct(StringComparer.Ordinal).Count() <= 1;
        return new Captions
        {
            Cues = [.. all.SelectMany(part => part.Cues).Select(cue => sameStyling ? cue : cue with { Styled = null }).OrderBy(cue => cue.Start)],
            Language = all.Select(part => part.Language).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1 ? all[0].Language : "",
            Styling = sameStyling ? all.FirstOrDefault()?.Styling : null,
        };
    }

    private static Captions Mapped(Captions captions, Func<double, double> map, double limit) => captions with
    {
        Cues = captions.Cues.IsDefaultOrEmpty ? [] : [.. captions.Cues.Select(cue => Mapped(cue, map, limit)).OfType<CaptionCue>()],
    };

    private static CaptionCue? Mapped(CaptionCue cue, Func<double, double> map, double limit)
    {
        var (start, end) = (Within(cue.Start), Within(cue.End));

        // Together the words are the text, so none is dropped: one that is cut off lasts no time, at the edge.
        return end <= start ? null : cue with
        {
            Start = start,
            End = end,
            Words = cue.Words.IsDefaultOrEmpty ? cue.Words : [.. cue.Words.Select(word => word with { Start = Within(word.Start), End = Within(word.End) })],
        };

        double Within(double time) => Math.Clamp(map(time), 0, limit);
    }
}
