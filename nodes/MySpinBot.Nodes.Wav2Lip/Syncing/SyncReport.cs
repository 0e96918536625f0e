using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What was done, in sentences.</summary>
internal static class SyncReport
{
    private const int MostGaps = 8;

    /// <summary>How many frames speak, and which have no face.</summary>
    public static string Of(ImmutableArray<(long First, long Count)> runs, long length, Rational rate)
    {
        var speaking = runs.Sum(run => run.Count);
        var said = string.Create(CultureInfo.InvariantCulture, $"{length} frames at {rate.Value:0.###} a second; lips move in {speaking} of them.");
        return speaking == length ? said : $"{said} {Missing(runs, length, rate)}";
    }

    /// <summary>Which frames have no face.</summary>
    public static string Missing(ImmutableArray<(long First, long Count)> runs, long length, Rational rate)
    {
        var gaps = Gaps(runs, length).ToArray();
        var listed = string.Join(", ", gaps.Take(MostGaps).Select(gap => Stretch(gap.First, gap.Count, rate)));
        var more = gaps.Length > MostGaps ? string.Create(CultureInfo.InvariantCulture, $" and {gaps.Length - MostGaps} more stretches") : "";
        var frames = gaps.Sum(gap => gap.Count);
        return string.Create(CultureInfo.InvariantCulture, $"No face was found in {frames} {(frames == 1 ? "frame, which stays as it is" : "frames, which stay as they are")}: {listed}{more}.");
    }

    private static IEnumerable<(long First, long Count)> Gaps(ImmutableArray<(long First, long Count)> runs, long length)
    {
        var end = 0L;
        foreach (var (first, count) in runs.Append((length, 0)))
        {
            if (first > end)
            {
                yield return (end, first - end);
            }

            end = first + count;
        }
    }

    private static string Stretch(long first, long count, Rational rate)
        => string.Create(CultureInfo.InvariantCulture, $"{FrameTime.Seconds(first, rate):0.##}–{FrameTime.Seconds(first + count, rate):0.##} s");
}
