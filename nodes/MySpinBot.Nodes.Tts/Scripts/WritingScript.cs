using System.Text;

namespace MySpinBot.Nodes.Tts;

/// <summary>A script that languages are written in.</summary>
internal enum WritingScript
{
    /// <summary>Belongs to any: digits, punctuation, white space, marks that stand on other letters.</summary>
    Common,
    Latin,
    Han,
    Kana,
    Hangul,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Myanmar,
    Georgian,
    Armenian,
    Ethiopic,
}

/// <summary>Which script a letter belongs to, by Unicode's blocks.</summary>
internal static class WritingScripts
{
    private static readonly (int First, int Last, WritingScript Script)[] Blocks =
    [
        (0x41, 0x5A, WritingScript.Latin), (0x61, 0x7A, WritingScript.Latin), (0xAA, 0xAA, WritingScript.Latin), (0xBA, 0xBA, WritingScript.Latin),
        (0xC0, 0x24F, WritingScript.Latin), (0x250, 0x2AF, WritingScript.Latin), (0x370, 0x3FF, WritingScript.Greek), (0x400, 0x52F, WritingScript.Cyrillic),
        (0x531, 0x58F, WritingScript.Armenian), (0x591, 0x5F4, WritingScript.Hebrew), (0x600, 0x6FF, WritingScript.Arabic), (0x750, 0x77F, WritingScript.Arabic),
        (0x8A0, 0x8FF, WritingScript.Arabic), (0x900, 0x97F, WritingScript.Devanagari), (0x980, 0x9FF, WritingScript.Bengali), (0xA00, 0xA7F, WritingScript.Gurmukhi),
        (0xA80, 0xAFF, WritingScript.Gujarati), (0xB00, 0xB7F, WritingScript.Oriya), (0xB80, 0xBFF, WritingScript.Tamil), (0xC00, 0xC7F, WritingScript.Telugu),
        (0xC80, 0xCFF, WritingScript.Kannada), (0xD00, 0xD7F, WritingScript.Malayalam), (0xD80, 0xDFF, WritingScript.Sinhala), (0xE01, 0xE5B, WritingScript.Thai),
        (0x1000, 0x109F, WritingScript.Myanmar), (0x10A0, 0x10FF, WritingScript.Georgian), (0x1100, 0x11FF, WritingScript.Hangul), (0x1200, 0x139F, WritingScript.Ethiopic),
        (0x1E00, 0x1EFF, WritingScript.Latin), (0x1F00, 0x1FFF, WritingScript.Greek), (0x3005, 0x3005, WritingScript.Han), (0x3007, 0x3007, WritingScript.Han),
        (0x3041, 0x309F, WritingScript.Kana), (0x30A1, 0x30FA, WritingScript.Kana), (0x30FC, 0x30FF, WritingScript.Kana), (0x3131, 0x318E, WritingScript.Hangul),
        (0x31F0, 0x31FF, WritingScript.Kana), (0x3400, 0x4DBF, WritingScript.Han), (0x4E00, 0x9FFF, WritingScript.Han), (0xAC00, 0xD7A3, WritingScript.Hangul),
        (0xF900, 0xFAFF, WritingScript.Han), (0xFB1D, 0xFB4F, WritingScript.Hebrew), (0xFB50, 0xFDFF, WritingScript.Arabic), (0xFE70, 0xFEFC, WritingScript.Arabic),
        (0xFF21, 0xFF3A, WritingScript.Latin), (0xFF41, 0xFF5A, WritingScript.Latin), (0xFF66, 0xFF9D, WritingScript.Kana), (0x20000, 0x3FFFF, WritingScript.Han),
    ];

    // What each language of espeak-ng is written in; those that are not here write Latin letters.
    private static readonly Dictionary<string, WritingScript> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cmn"] = WritingScript.Han, ["yue"] = WritingScript.Han, ["hak"] = WritingScript.Han, ["zh"] = WritingScript.Han, ["ja"] = WritingScript.Kana, ["ko"] = WritingScript.Hangul,
        ["ru"] = WritingScript.Cyrillic, ["uk"] = WritingScript.Cyrillic, ["be"] = WritingScript.Cyrillic, ["bg"] = WritingScript.Cyrillic, ["mk"] = WritingScript.Cyrillic,
        ["sr"] = WritingScript.Cyrillic, ["kk"] = WritingScript.Cyrillic, ["ky"] = WritingScript.Cyrillic, ["tt"] = WritingScript.Cyrillic, ["ba"] = WritingScript.Cyrillic,
        ["cv"] = WritingScript.Cyrillic, ["nog"] = WritingScript.Cyrillic, ["el"] = WritingScript.Greek, ["grc"] = WritingScript.Greek, ["ar"] = WritingScript.Arabic,
        ["fa"] = WritingScript.Arabic, ["ur"] = WritingScript.Arabic, ["sd"] = WritingScript.Arabic, ["ug"] = WritingScript.Arabic, ["he"] = WritingScript.Hebrew,
        ["hi"] = WritingScript.Devanagari, ["mr"] = WritingScript.Devanagari, ["ne"] = WritingScript.Devanagari, ["kok"] = WritingScript.Devanagari, ["bn"] = WritingScript.Bengali,
        ["as"] = WritingScript.Bengali, ["bpy"] = WritingScript.Bengali, ["pa"] = WritingScript.Gurmukhi, ["gu"] = WritingScript.Gujarati, ["or"] = WritingScript.Oriya,
        ["ta"] = WritingScript.Tamil, ["te"] = WritingScript.Telugu, ["kn"] = WritingScript.Kannada, ["ml"] = WritingScript.Malayalam, ["si"] = WritingScript.Sinhala,
        ["th"] = WritingScript.Thai, ["my"] = WritingScript.Myanmar, ["shn"] = WritingScript.Myanmar, ["ka"] = WritingScript.Georgian, ["hy"] = WritingScript.Armenian,
        ["hyw"] = WritingScript.Armenian, ["am"] = WritingScript.Ethiopic,
    };

    /// <summary>The script of a letter; common for what is no letter, and for letters of scripts that no voice here reads.</summary>
    public static WritingScript Of(Rune letter)
    {
        foreach (var (first, last, script) in Blocks)
        {
            if (letter.Value >= first && letter.Value <= last)
            {
                return Rune.IsLetter(letter) || script is WritingScript.Han ? script : WritingScript.Common;
            }
        }

        return WritingScript.Common;
    }

    /// <summary>The script that a voice's language is written in, such as Han for <c>cmn-latn-pinyin</c>.</summary>
    public static WritingScript OfVoice(string voice) => Languages.GetValueOrDefault(VoiceName.LanguageOf(voice).Split('-')[0], WritingScript.Latin);

    /// <summary>The script of a name that people give: of a script (<c>han</c>) or a language (<c>zh</c>); null where it is neither.</summary>
    public static WritingScript? Named(string name)
        => Enum.TryParse<WritingScript>(name, ignoreCase: true, out var script) && script != WritingScript.Common && !char.IsAsciiDigit(name[0]) ? script
            : Languages.TryGetValue(name.Split('-')[0], out var written) ? written
            : name.Length is 2 or 3 && name.All(char.IsAsciiLetter) ? WritingScript.Latin
            : null;
}
