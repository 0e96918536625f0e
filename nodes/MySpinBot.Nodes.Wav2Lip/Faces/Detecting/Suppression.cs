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
