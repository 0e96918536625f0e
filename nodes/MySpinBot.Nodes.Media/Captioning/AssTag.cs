using System.Globalization;

namespace MySpinBot.Nodes.Media;

/// <summary>Override tags of ASS that matter to a text.</summary>
internal static class AssTag
{
    /// <summary>How long a syllable lasts, where the tag says so: <c>k20</c>, <c>kf20</c>, <c>ko20</c>, <c>K20</c>.</summary>
    public static int? SyllableHundredths(string tag)
        => tag.StartsWith('k') || tag.StartsWith('K') ? int.TryParse(tag.TrimStart('k', 'K', 'f', 'o', 't').Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null : null;

    /// <summary>Whether what follows is a drawing, where the tag says so: <c>p1</c>, <c>p0</c>.</summary>
    public static bool? Drawing(string tag)
        => tag.StartsWith('p') && int.TryParse(tag.AsSpan(1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var scale) ? scale > 0 : null;
}
