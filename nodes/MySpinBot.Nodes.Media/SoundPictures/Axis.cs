using System.Globalization;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Marks and numbers along the edge of a picture.</summary>
internal static class Axis
{
    private const double LetterSize = 11;
    private const double PixelsBetween = 72;
    private static readonly double[] LongSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000, 86400];

    /// <summary>Pixels under a picture for its times.</summary>
    public const int TimeHeight = 20;

    /// <summary>Pixels beside a picture for its frequencies.</summary>
    public const int FrequencyWidth = 40;

    /// <summary>Draws times under the part of a canvas that shows a sound.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="left">Column at which the sound begins.</param>
    /// <param name="top">Row under the picture.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="colour">Of marks and numbers.</param>
    public static void DrawTime(Canvas canvas, int left, int top, double seconds, Colour colour)
    {
        var width = canvas.Width - left;
        var step = Step(seconds * PixelsBetween / width);
        for (var i = 0; i * step <= seconds * (1 + 1e-9); i++)
        {
            var x = left + (i * step / seconds * width);
            canvas.FillRectangle(Math.Min(x, canvas.Width - 1), top, 1, 4, colour.Fade(0.7f));
            Write(canvas, Time(i * step, step), x, top + 6, 0.5, colour);
        }
    }

    /// <summary>Writes a text with its top at <paramref name="y"/>, kept inside the canvas.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">The text.</param>
    /// <param name="x">The column that it refers to.</param>
    /// <param name="y">Its top.</param>
    /// <param name="share">How much of it stands before the column: 0 none, 0.5 half, 1 all.</param>
    /// <param name="colour">Of the letters.</param>
    public static void Write(Canvas canvas, string text, double x, double y, double share, Colour colour)
    {
        if (TextRendering.HasFonts)
        {
            var ink = TextRendering.Render(text, new TextOptions("DejaVu Sans", LetterSize));
            var left = Math.Clamp((int)Math.Round(x - (ink.Width * share)), 2, Math.Max(2, canvas.Width - ink.Width - 2));
            canvas.Draw(ink, left, (int)Math.Round(y), colour);
        }
    }

    private static double Step(double least)
    {
        if (least > 30)
        {
            return LongSteps.FirstOrDefault(step => step >= least, Math.Ceiling(least / 86400) * 86400);
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1e-6))));
        return least > 10 ? (least > 15 ? 30 : 15) : power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private static string Time(double seconds, double step)
    {
        if (step >= 15)
        {
            var time = TimeSpan.FromSeconds(Math.Round(seconds));
            return time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
        }

        var places = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        return seconds.ToString("F" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " s";
    }
}
