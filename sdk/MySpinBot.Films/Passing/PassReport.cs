using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Says how far a pass has come: frames, their pace, what is left, and a picture every second.</summary>
internal sealed class PassReport(long frames, int width, int height, NodeContext context)
{
    private static readonly TimeSpan BetweenPreviews = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilPace = TimeSpan.FromSeconds(1);

    private long _previewed = context.Time.GetTimestamp();
    private (long Moment, long Done)? _first;
    private long _done;

    /// <summary>A frame is encoded.</summary>
    /// <param name="result">The frame, [height, width, 3].</param>
    /// <param name="times">How often it is shown.</param>
    public void Done(ReadOnlySpan<byte> result, long times)
    {
        _done += times;
        context.Progress(_done, frames, Words());
        if (context.Time.GetElapsedTime(_previewed) >= BetweenPreviews)
        {
            _previewed = context.Time.GetTimestamp();
            context.Preview(FrameThumbnail.Of(result, width, height));
        }
    }

    // What the start took says nothing about the pace.
    private string Words()
    {
        var (moment, done) = _first ??= (context.Time.GetTimestamp(), _done);
        var elapsed = context.Time.GetElapsedTime(moment);
        if (elapsed < UntilPace || _done == done)
        {
            return "frame";
        }

        var pace = (_done - done) / elapsed.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"frame ({Math.Round(pace, pace >= 10 ? 0 : 2)} a second, {Left((frames - _done) / pace)})");
    }

    private static string Left(double seconds)
    {
        var (number, unit) = seconds switch
        {
            < 90 => (Math.Ceiling(seconds), "second"),
            < 90 * 60 => (Math.Round(seconds / 60), "minute"),
            _ => (Math.Round(seconds / 3600, 1), "hour"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")} left");
    }
}
