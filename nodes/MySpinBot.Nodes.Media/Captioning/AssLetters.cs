using System.Globalization;
using System.Text;

namespace MySpinBot.Nodes.Media;

/// <summary>Sets texts for libass: Chinese, Japanese and Korean letters in the font with the forms of their language. Left alone, it may take Japanese forms for Chinese.</summary>
internal sealed class AssLetters(string font, string language, double size)
{
    // At the same size of ASS, whose sizes are those of lines, Noto's letters are smaller than DejaVu's.
    private const double Enlarged = 1.2;

    private readonly string _end = $"{{\\fn{Family(font)}\\fs{Number(size)}}}";

    private readonly bool _isNoto = font.Contains("CJK", StringComparison.OrdinalIgnoreCase);

    /// <summary>The family of a font's name, which may end with a style: <c>DejaVu Sans Bold</c>. Nothing in it ends a field, a tag or a line.</summary>
    public static string Family(string font) => string.Concat((IsBold(font) ? font.Trim()[..^4] : font).Select(letter => letter is ',' or '{' or '}' or '\\' || char.IsControl(letter) ? ' ' : letter)).Trim();

    /// <summary>Whether the name ends with Bold.</summary>
    public static bool IsBold(string font) => font.TrimEnd().EndsWith("Bold", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of an event.</summary>
    public string Set(string text)
    {
        if (_isNoto || !text.EnumerateRunes().Any(LineBreaking.IsWide))
        {
            return AssText.Escaped(text);
        }

        var (set, run, wide) = (new StringBuilder(), new StringBuilder(), false);
        foreach (var rune in text.EnumerateRunes())
        {
            var isWide = LineBreaking.IsWide(rune) && rune.Value < 0x1F000;
            if (isWide != wide)
            {
                Flush();
                set.Append(isWide ? Begin(text) : _end);
                wide = isWide;
            }

            run.Append(rune.ToString());
        }

        Flush();
        return set.Append(wide ? _end : "").ToString();

        void Flush()
        {
            set.Append(AssText.Escaped(run.ToString()));
            run.Clear();
        }
    }

    private string Begin(string text) => $"{{\\fn{Noto(text)}\\fs{Number(size * Enlarged)}}}";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    // By the language where it is said; otherwise kana tell Japanese and hangul Korean.
    private string Noto(string text)
    {
        var tag = language.ToLowerInvariant();
        var region = tag.StartsWith("ja", StringComparison.Ordinal) ? "JP"
            : tag.StartsWith("ko", StringComparison.Ordinal) ? "KR"
            : tag is "zh-hk" or "yue" ? "HK"
            : tag is "zh-tw" or "zh-hant" ? "TC"
            : text.EnumerateRunes().Any(rune => rune.Value is >= 0x3041 and <= 0x30FA) ? "JP"
            : text.EnumerateRunes().Any(rune => rune.Value is >= 0xAC00 and <= 0xD7A3) ? "KR"
            : "SC";
        return "Noto Sans CJK " + region;
    }
}
