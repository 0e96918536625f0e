using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>For how long an edit does the same.</summary>
internal static class FrameSteadiness
{
    /// <summary>Frames from a clock on, that one included, for which the edit gives equal frames the same result.</summary>
    public static long Of(FrameEdit edit, long clock) => edit switch
    {
        PanZoomEdit { Length: var length, Start: var start } pan => pan.From == pan.To ? long.MaxValue : Around(start, length, clock),
        FadeEdit fade => Around(fade.Start, fade.Length, clock),
        _ => long.MaxValue,
    };

    private static long Around(long start, long length, long clock) => clock < start ? start - clock : clock >= start + length ? long.MaxValue : 1;
}
