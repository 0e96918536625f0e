using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Captions are moved, joined and cut into cues.</summary>
public static class CaptionTimeNodes
{
    /// <summary>Moves captions in time. What would begin before 0 begins at 0; what would end there is left out.</summary>
    /// <param name="captions">The captions.</param>
    /// <param name="offset">Seconds that they come later; less than 0: earlier.</param>
    /// <param name="scale">Every time is multiplied by this first: 0.5 for a video at double speed, 1.04271 from 25 to 23.976 frames a second.</param>
    /// <returns>The captions, moved.</returns>
    [Node("ShiftCaptions", Title = "Shift captions", Category = "video/captions", Search = "subtitles,delay,offset,sync,stretch")]
    public static Captions Shift(Captions captions, [Range(-360_000.0, 360_000.0)] [Input(Step = 0.1)] double offset = 0, [Range(0.01, 100.0)] [Input(Step = 0.01)] double scale = 1)
        => CaptionTiming.Shift(CaptionTiming.Scale(captions, scale), offset);

    /// <summary>Joins captions into one, each moved by its own offset.</summary>
    /// <param name="captions">The captions, as a list.</param>
    /// <param name="offsets">Seconds at which each begins, as a list of as many; where it is not connected, each begins where the one before ends.</param>
    /// <returns>All of them.</returns>
    [Node("JoinCaptions", Title = "Join captions", Category = "video/captions", Search = "subtitles,concatenate,merge")]
    public static Captions Join(IReadOnlyList<Captions> captions, IReadOnlyList<double>? offsets = null)
    {
        if (offsets is { Count: > 0 } && offsets.Count != captions.Count)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"There are {captions.Count} captions and {offsets.Count} offsets; give one offset for each, or none at all.")) { Input = "offsets" };
        }

        var (parts, at) = (new List<(Captions, double)>(), 0.0);
        for (var i = 0; i < captions.Count; i++)
        {
            parts.Add((captions[i], offsets is { Count: > 0 } ? offsets[i] : at));
            at += captions[i].Seconds;
        }

        return CaptionTiming.Join(parts);
    }

    /// <summary>Cuts captions into cues that can be read: so many lines of so many letters, ended at punctuation and pauses. Times of words are used where they
    /// are known, and estimated by length where not.</summary>
    /// <param name="captions">The captions, such as those of TextToSpeech.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="maxCharacters">Latin letters a line. A Chinese character counts as 2.6: 42 letters are 16 characters.</param>
    /// <param name="maxLines">Lines a cue.</param>
    /// <param name="minSeconds">How long a cue is shown at least, where there is room before the next.</param>
    /// <param name="maxSeconds">How long the words of a cue may last.</param>
    /// <param name="maxGap">A silence between words that is longer, in seconds, ends a cue.</param>
    /// <param name="readingSpeed">Letters a second that people read: a cue stays that long, where there is room. 0: only while it is spoken.</param>
    /// <returns>The captions in new cues, without the styles of a script.</returns>
    [Node("ShapeCaptions", Title = "Shape captions", Category = "video/captions", Search = "subtitles,split,break,wrap,lines,readable")]
    public static Captions Shape(
        Captions captions,
        CancellationToken cancellation,
        [Range(4, 200)] int maxCharacters = 42,
        [Range(1, 6)] int maxLines = 2,
        [Range(0.0, 30.0)] [Input(Step = 0.1)] double minSeconds = 1,
        [Range(0.5, 60.0)] [Input(Step = 0.1)] double maxSeconds = 7,
        [Range(0.0, 30.0)] [Input(Step = 0.1)] double maxGap = 0.8,
        [Range(0.0, 100.0)] [Input(Step = 0.5)] double readingSpeed = 17)
        => new CaptionShape(maxCharacters, maxLines, minSeconds, maxSeconds, maxGap, readingSpeed).Of(captions, cancellation);
}
