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

    /// <summary>The script that draws them on frames of this size.</summary>
    public string Script(Captions captions, int width, int height)
    {
        var (size, margin) = (Math.Max(1, Size * height), (int)Math.Round(Margin * height));
        var side = (int)Math.Round(width * 0.06);
        var letters = MaxCharacters > 0 ? MaxCharacters : Math.Max(8, (width - (2 * side)) / (size * LetterWidth));
        var script = new StringBuilder(Head(captions.Language, width, height, size, side, margin));
        var lettering = new AssLetters(Font, captions.Language);
        foreach (var cue in captions.Cues.OrderBy(cue => cue.Start))
        {
            AppendCue(script, cue, letters, lettering);
        }

        return script.ToString();
    }

    private string Head(string language, int width, int height, double size, int side, int margin)
    {
        var ink = Ground == CaptionGround.Box ? $"3,{Number(size * 0.18)},0" : $"1,{Number(size * OutlineWidth)},{Number(Ground == CaptionGround.Shadow ? size * 0.06 : 0)}";
        var alignment = Position switch { CaptionPosition.Bottom => 2, CaptionPosition.Top => 8, _ => 5 };
        var outline = Ground == CaptionGround.Box ? Colour(Outline, 0x40) : Colour(Outline);
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
            Style: Default,{AssLetters.Family(Font)},{Number(size)},{Colour(Text)},{Colour(Text)},{outline},{Colour(Outline, 0x60)},{(AssLetters.IsBold(Font) ? -1 : 0)},0,0,0,100,100,0,0,{ink},{alignment},{side},{side},{margin},1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """);
    }

    private void AppendCue(StringBuilder script, CaptionCue cue, double letters, AssLetters lettering)
    {
        // Lines of the cue that fit are somebody's choice; only wider ones are broken anew.
        var fits = cue.Text.Split('\n').All(line => LineBreaking.Width(line, WideLetter) <= letters);
        var text = fits ? cue.Text : LineBreaking.Break(cue.Text.Replace('\n', ' '), letters, WideLetter);
        if (Highlight == CaptionHighlight.None)
        {
            CaptionWriting.AppendEvent(script, cue.Start, cue.End, $"0,Default,,0,0,0,,{lettering.Set(text)}");
            return;
        }

        var words = WordPlaces.Of(text, WordTimes.Of(cue));
        if (Highlight == CaptionHighlight.Word)
        {
            CaptionWriting.AppendEvent(script, cue.Start, cue.End, $"0,Default,,0,0,0,,{Coloured(cue, text, words, lettering)}");
            return;
        }

        for (var i = 0; i < words.Count; i++)
        {
            // Each stays until the next comes, so that nothing flickers.
            var (start, end) = (words[i].Word.Start, i + 1 < words.Count ? words[i + 1].Word.Start : Math.Max(words[i].Word.End, cue.End));
            if (end - start >= 0.01)
            {
                CaptionWriting.AppendEvent(script, start, end, $"0,Default,,0,0,0,,{{\\fscx70\\fscy70\\t(0,70,\\fscx112\\fscy112)\\t(70,140,\\fscx100\\fscy100)}}{lettering.Set(words[i].Word.Text)}");
            }
        }
    }

    private string Coloured(CaptionCue cue, string text, IReadOnlyList<(int Place, CaptionWord Word)> words, AssLetters lettering)
    {
        var (line, at) = (new StringBuilder(), 0);
        foreach (var (place, word) in words)
        {
            var (from, to) = (Milliseconds(word.Start - cue.Start), Milliseconds(word.End - cue.Start));
            line.Append(lettering.Set(text[at..place]));
            line.Append(CultureInfo.InvariantCulture, $"{{\\1c{Tag(Text)}\\t({from},{from + 1},\\1c{Tag(HighlightColour)})\\t({to},{to + 1},\\1c{Tag(Text)})}}{lettering.Set(word.Text)}");
            at = place + word.Text.Length;
        }

        return line.Append(lettering.Set(text[at..])).ToString();
    }

    // The letters of Noto's CJK fonts, beside those of DejaVu at the same size of ASS.
    private static double WideLetter => 0.76 / LetterWidth;

    private static long Milliseconds(double seconds) => Math.Max(0, (long)Math.Round(seconds * 1000));

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Colour(Colour colour, int transparency = 0) => string.Create(CultureInfo.InvariantCulture, $"&H{transparency:X2}{Hex(colour)}");

    private static string Tag(Colour colour) => $"&H{Hex(colour)}&";

    // ASS writes blue first.
    private static string Hex(Colour colour) => string.Create(CultureInfo.InvariantCulture, $"{Level(colour.Blue):X2}{Level(colour.Green):X2}{Level(colour.Red):X2}");

    private static int Level(float value) => (int)Math.Round(Math.Clamp(value, 0, 1) * 255);
}
