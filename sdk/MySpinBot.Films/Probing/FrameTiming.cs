using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A picture stream's frames over time, as a constant rate.</summary>
/// <param name="Rate">Frames a second.</param>
/// <param name="Count">Frames at that rate.</param>
/// <param name="Missing">Frames that the file claims and does not hold.</param>
/// <param name="Start">When the first is shown, on the file's clock, in seconds.</param>
internal sealed record FrameTiming(Rational Rate, long Count, long Missing, decimal Start)
{
    private const double FastestOwnRate = 121;
    private const double MostRepeats = 4;

    private static readonly Rational[] UsualRates =
    [
        new(1), new(2), new(5), new(10), new(12), new(15), new(24000, 1001), new(24), new(25), new(30000, 1001), new(30), new(48), new(50), new(60000, 1001), new(60), new(100), new(120),
    ];

    internal static FrameTiming? Read(JsonElement stream, JsonElement format)
    {
        var (average, finest) = (Fraction(stream, "avg_frame_rate"), Fraction(stream, "r_frame_rate"));
        if ((average ?? finest) is not { } mean)
        {
            return null;
        }

        var steady = finest is not { } exact || Math.Abs((exact.Value / mean.Value) - 1) < 1e-3;
        var rate = steady ? Usual(mean) : Suiting(mean, finest!.Value, stream);
        var counted = (long)MediaProbe.Number(stream, "nb_read_packets");
        var (own, start) = (OwnSeconds(stream), StartOf(stream));
        var seconds = own > 0 ? own : Math.Max(0, MediaProbe.Number(format, "duration"));
        var timed = FrameTime.FrameAt(Math.Min(seconds, 1e9), rate);

        // What was counted is there; a length is only a claim, and the only one where frames come as they like.
        var count = counted == 0 ? timed : steady && own > 0 ? Math.Min(counted, timed) : steady || timed == 0 ? counted : timed;
        var claimed = own > 0 ? (long)(own * mean.Value) : 0;
        return new FrameTiming(rate, count, counted > 0 && counted + Math.Max(mean.Value, claimed / 50.0) < claimed ? claimed - counted : 0, start);
    }

    /// <summary>The rate that the times of a stream of changing pace fit on, where that is not too fine; otherwise the least usual one that leaves nothing out on average.</summary>
    private static Rational Suiting(Rational mean, Rational finest, JsonElement stream)
    {
        var fields = MediaProbe.Text(stream, "field_order") is "tt" or "bb" or "tb" or "bt";
        return fields ? Usual(mean)
            : finest.Value <= FastestOwnRate && finest.Value > mean.Value && finest.Value <= mean.Value * MostRepeats ? Usual(finest)
            : UsualRates.FirstOrDefault(rate => rate.Value >= mean.Value * 0.99, new Rational(120));
    }

    // 29.9699 is meant to be 30000/1001.
    private static Rational Usual(Rational rate)
    {
        var usual = UsualRates.MinBy(usual => Math.Abs((usual.Value / rate.Value) - 1));
        return Math.Abs((usual.Value / rate.Value) - 1) < 2e-4 || rate.Numerator > int.MaxValue || rate.Denominator > int.MaxValue ? usual : rate;
    }

    private static double OwnSeconds(JsonElement stream)
    {
        if (MediaProbe.Number(stream, "duration") is var own and > 0)
        {
            return own;
        }

        // Matroska's writers put it down as 00:01:02.345678901: where the stream ends.
        return stream.TryGetProperty("tags", out var tags) && MediaProbe.Text(tags, "DURATION").Split(':') is [var hours, var minutes, var seconds]
            && double.TryParse(hours, CultureInfo.InvariantCulture, out var h) && double.TryParse(minutes, CultureInfo.InvariantCulture, out var m)
            && double.TryParse(seconds, CultureInfo.InvariantCulture, out var s)
            ? Math.Max(0, (h * 3600) + (m * 60) + s - (double)StartOf(stream))
            : 0;
    }

    private static decimal StartOf(JsonElement stream)
        => Fraction(stream, "time_base") is { } unit && MediaProbe.Number(stream, "start_pts") is var ticks && Math.Abs(ticks) < 1e15
            ? (decimal)ticks * unit.Numerator / unit.Denominator
            : 0;

    private static Rational? Fraction(JsonElement stream, string name)
        => MediaProbe.Text(stream, name).Split('/') is [var above, var below]
            && long.TryParse(above, CultureInfo.InvariantCulture, out var numerator) && long.TryParse(below, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0 && denominator > 0
            ? new Rational(numerator, denominator)
            : null;
}
