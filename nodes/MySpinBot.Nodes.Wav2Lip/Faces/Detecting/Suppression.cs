namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Of several boxes around one face, keeps the surest: non-maximum suppression. Equal scores go by place, so the result is always the same.</summary>
internal static class Suppression
{
    /// <summary>The most boxes that are compared: the surest ones.</summary>
    private const int MostCompared = 5_000;

    /// <summary>Keeps each box that overlaps none of the surer ones kept by more than a share.</summary>
    /// <param name="seen">What was seen; sorted afterwards.</param>
    /// <param name="overlap">The most intersection over union that two faces may have.</param>
    /// <param name="inside">The most of the smaller box that may lie within another one, for what several views of one picture saw: 1 for no bound.</param>
    public static List<Sighting> Surest(List<Sighting> seen, double overlap, double inside = 1)
    {
        seen.RemoveAll(one => !one.IsSane);
        seen.Sort(Surer);
        var kept = new List<Sighting>();
        for (var i = 0; i < Math.Min(seen.Count, MostCompared); i++)
        {
            if (IsNew(seen[i], kept, overlap, inside))
            {
                kept.Add(seen[i]);
            }
        }

        return kept;
    }

    /// <summary>What several views of one picture agree on: the surest boxes, each where the views that saw the face see it on average. Boxes of one face differ by some percent from view to view; the mean is steadier.</summary>
    /// <param name="seen">What each view saw, its own duplicates removed.</param>
    /// <param name="overlap">The most intersection over union that two faces may have.</param>
    public static List<Sighting> Agreed(List<Sighting> seen, double overlap)
    {
        var kept = Surest(seen, overlap, inside: 0.7);
        for (var i = 0; i < kept.Count; i++)
        {
            kept[i] = Mean(kept[i], seen);
        }

        return kept;
    }

    private static Sighting Mean(Sighting surest, List<Sighting> seen)
    {
        const double SameFace = 0.6;
        var numbers = new double[4 + (surest.Points?.Length ?? 0)];
        var weight = 0.0;
        foreach (var one in seen)
        {
            if (one.Overlap(surest) < SameFace || one.Points is null != surest.Points is null)
            {
                continue;
            }

            weight += one.Score;
            numbers[0] += one.Score * one.Left;
            numbers[1] += one.Score * one.Top;
            numbers[2] += one.Score * one.Right;
            numbers[3] += one.Score * one.Bottom;
            for (var k = 4; k < numbers.Length; k++)
            {
                numbers[k] += one.Score * one.Points![k - 4];
            }
        }

        float Of(int k) => (float)(numbers[k] / weight);
        return weight > 0 ? new(Of(0), Of(1), Of(2), Of(3), surest.Score, surest.Points is null ? null : [.. Enumerable.Range(4, numbers.Length - 4).Select(Of)]) : surest;
    }

    private static bool IsNew(Sighting one, List<Sighting> kept, double overlap, double inside)
    {
        foreach (var other in kept)
        {
            var shared = one.Shared(other);
            if (shared > 0 && (shared > overlap * (one.Area + other.Area - shared) || shared > inside * Math.Min(one.Area, other.Area)))
            {
                return false;
            }
        }

        return true;
    }

    private static int Surer(Sighting a, Sighting b)
    {
        var order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Left.CompareTo(b.Left);
        order = order != 0 ? order : a.Top.CompareTo(b.Top);
        return order != 0 ? order : b.Area.CompareTo(a.Area);
    }
}
