namespace MySpinBot.Nodes.Media;

/// <summary>What stands in an ASS script before its events.</summary>
internal static class AssStyle
{
    /// <summary>White letters with a dark outline at the bottom, for captions that came without a style. Sung and unsung have one colour,
    /// so that the times of words may stand in the script without being seen.</summary>
    public const string Plain = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 1280
        PlayResY: 720
        WrapStyle: 0
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Default,DejaVu Sans,44,&H00FFFFFF,&H00FFFFFF,&H00202020,&H80000000,0,0,0,0,100,100,0,0,1,2.5,0,2,64,64,40,1
        """;
}
