using System.Globalization;

namespace MySpinBot.Films;

/// <summary>Numbers as ffmpeg reads them.</summary>
internal static class FfmpegText
{
    /// <summary>A whole number.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with up to six decimals.</summary>
    public static string Of(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
