namespace MySpinBot.Imaging;

/// <summary>The language that a text's letters speak for, as far as it decides how Chinese characters are drawn.</summary>
internal static class TextLanguage
{
    /// <summary>A language tag, or null where it makes no difference.</summary>
    internal static string? Of(string text)
    {
        var chinese = false;
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case >= 0x3041 and <= 0x30FF:
                    return "ja";
                case (>= 0xAC00 and <= 0xD7AF) or (>= 0x1100 and <= 0x11FF):
                    return "ko";
                case (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF):
                    chinese = true;
                    break;
            }
        }

        return chinese ? "zh-cn" : null;
    }
}
