using System.Globalization;
using System.Text;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where captions stand in the picture.</summary>
public enum CaptionPosition
{
    /// <summary>At the bottom.</summary>
    [Choice("bottom")]
    Bottom,

    /// <summary>In the middle.</summary>
    [Choice("middle")]
    Middle,

    /// <summary>At the top.</summary>
    [Choice("top")]
    Top,
}

/// <summary>What sets captions off from the picture.</summary>
public enum CaptionGround
{
    /// <summary>A line around the letters.</summary>
    [Choice("outline")]
    Outline,

    /// <summary>A line around the letters and a shadow below them.</summary>
    [Choice("shadow")]
    Shadow,

    /// <summary>A box behind the lines.</summary>
    [Choice("box")]
    Box,
}

/// <summary>How the word that is being spoken is shown.</summary>
public enum CaptionHighlight
{
    /// <summary>Like the others.</summary>
    [Choice("none")]
    None,

    /// <summary>In another colour.</summary>
    [Choice("word")]
    Word,

    /// <summary>Alone, one word after the other.</summary>
    [Choice("pop")]
    Pop,
}

/// <summary>How captions are drawn.</summary>
internal sealed record BurnStyle(string Font, double Size, Colour Text, Colour Outline, double OutlineWidth, CaptionGround Ground, CaptionPosition Position, double Margin, int MaxCharacters,
    CaptionHighlight Highlight, Colour HighlightColour)
{
    // libass makes a font's ascent and descent as high as its size: letters of DejaVu then are 0.86 of it, an average one half as wide as that and a bit.
    private const double LetterWidth = 0.5;

    // Cues that overlap are written once for each stretch of time.
    private const int LongestScript = 64 << 20;

    /// <summary>The script that draws them on frames of this size.</summary>
    /// <exception cref="NodeFailure">So many captions lie over each other that the script would not end.</exception>
    public string Script(Captions captions, int width, int height, CancellationToken cancellation)
    {
        var (size, margin, side) = (Math.Max(1, Size * height), (int)Math.Round(Margin * height), (int)Math.Round(width * 0.06));
        var letters = MaxCharacters > 0 ? MaxCharacters : Math.Max(8, (width - (2 * side)) / (size * LetterWidth));
        var script = new StringBuilder(Head(captions.Language, width, height, size, side, margin));
        var cues = captions.Cues.OrderBy(cue => cue.Start).Select(cue => new LaidCue(cue, letters)).ToArray();
        var lettering = new AssLetters(Font, captions.Language, size);
        if (Highlight == CaptionHighlight.Pop)
        {
            AppendPops(script, cues, lettering);
        }
        else
        {
            AppendTimeline(script, cues, lettering, cancellation);
        }

        return script.ToString();
    }

    private string Head(string language, int width, int height, double size, int side, int margin)
    {
        var ink = Ground == CaptionGround.Box ? $"4,0,{Number(size * 0.22)}" : $"1,{Number(size * OutlineWidth)},{Number(Ground == CaptionGround.Shadow ? size * 0.06 : 0)}";
        var alignment = Position switch { CaptionPosition.Bottom => 2, CaptionPosition.Top => 8, _ => 5 };
        return string.Create(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            LayoutResX: {width}
            LayoutResY: {height}
            WrapStyle: 0
            ScaledBorderAndShadow: yes
            YCbCr Matrix: None
            {(language.Length > 0 ? $"Language: {language}\n" : "")}
            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Default,{AssLetters.Family(Font)},{Number(size)},{Colour(Text)},{Colour(Text)},{Colour(Outline)},{Colour(Outline, Ground == CaptionGround.Box ? 0x40 : 0x60)},{(AssLetters.IsBold(Font) ? -1 : 0)},0,0,0,100,100,0,0,{ink},{alignment},{side},{side},{margin},1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """);
    }

    /// <summary>One event for each stretch in which the same is shown: cues that overlap stand below each other in it, so that nothing lies on anything.</summary>
    private void AppendTimeline(StringBuilder script, LaidCue[] cues, AssLetters lettering, CancellationToken cancellation)
    {
        var colours = Highlight == CaptionHighlight.Word;
        var times = cues.SelectMany(cue => cue.Times(colours)).Distinct().Order().ToArray();
        var (shown, next) = (new List<LaidCue>(), 0);
        for (var i = 0; i + 1 < times.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            shown.RemoveAll(cue => cue.End <= times[i]);
            while (next < cues.Length && cues[next].Start <= times[i])
            {
                shown.Add(cues[next++]);
            }

            if (shown.Count > 0)
            {
                var texts = shown.Select(cue => colours ? Coloured(cue, times[i], lettering) : lettering.Set(cue.Text));
                CaptionWriting.AppendEvent(script, times[i] / 100.0, times[i + 1] / 100.0, $"0,Default,,0,0,0,,{string.Join("\\N", texts)}");
                RequireEnd(script, times[i], shown.Count);
            }
        }
    }

    private static void RequireEnd(StringBuilder script, long hundredths, int shown)
    {
        if (script.Length > LongestScript)
        {
            throw new NodeFailure(FormattableString.Invariant($"Too many captions lie over each other: {shown} at {hundredths / 100.0:0.##} seconds; let each end before the next begins.")) { Input = "captions" };
        }
    }

    private static void AppendPops(StringBuilder script, LaidCue[] cues, AssLetters lettering)
    {
        for (var c = 0; c < cues.Length; c++)
        {
            var (words, last) = (cues[c].Words, c + 1 < cues.Length ? Math.Min(cues[c].End, cues[c + 1].Start) : cues[c].End);
            for (var i = 0; i < words.Count; i++)
            {
                // Each stays until the next comes, so that nothing flickers.
                var (start, end) = (words[i].Start, Math.Min(last, i + 1 < words.Count ? words[i + 1].Start : last));
                if (end > start)
                {
                    CaptionWriting.AppendEvent(script, start / 100.0, end / 100.0, $"0,Default,,0,0,0,,{{\\fscx70\\fscy70\\t(0,70,\\fscx112\\fscy112)\\t(70,140,\\fscx100\\fscy100)}}{lettering.Set(words[i].Text)}");
                }
            }
        }
    }

    private string Coloured(LaidCue cue, long time, AssLetters lettering)
    {
        var (line, at) = (new StringBuilder(), 0);
        foreach (var word in cue.Words.Where(word => word.Start <= time && time < word.End))
        {
            line.Append(lettering.Set(cue.Text[at..word.Place]));
            line.Append(CultureInfo.InvariantCulture, $"{{\\1c{Tag(HighlightColour)}}}{lettering.Set(word.Text)}{{\\1c{Tag(Text)}}}");
            at = word.Place + word.Text.Length;
        }

        return line.Append(lettering.Set(cue.Text[at..])).ToString();
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Colour(Colour colour, int transparency = 0) => string.Create(CultureInfo.InvariantCulture, $"&H{transparency:X2}{Hex(colour)}");

    private static string Tag(Colour colour) => $"&H{Hex(colour)}&";

    // ASS writes blue first.
    private static string Hex(Colour colour) => string.Create(CultureInfo.InvariantCulture, $"{Level(colour.Blue):X2}{Level(colour.Green):X2}{Level(colour.Red):X2}");

    private static int Level(float value) => (int)Math.Round(Math.Clamp(value, 0, 1) * 255);
}
