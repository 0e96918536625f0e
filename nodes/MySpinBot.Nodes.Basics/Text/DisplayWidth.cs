using System.Globalization;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>How many columns a character takes where a Latin letter takes one. Ranges: Unicode Standard Annex 11, wide and full-width, in blocks.</summary>
internal static class DisplayWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns of the user-perceived character at this index.</summary>
    public static int Of(string text, int index)
    {
        var point = CodePoint(text, index);
        return CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control ? 0
            : IsWide(point) ? 2 : 1;
    }

    /// <summary>Whether a line may be broken before and after the character: scripts that are written without spaces.</summary>
    public static bool IsIdeograph(string text, int index) => CodePoint(text, index) is
        (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD);

    private static int CodePoint(string text, int index) => CodePoints.LengthAt(text, index) == 2 ? char.ConvertToUtf32(text, index) : text[index];

    private static bool IsWide(int point)
    {
        foreach (var (first, last) in Wide)
        {
            if (point <= last)
            {
                return point >= first;
            }
        }

        return false;
    }
}
