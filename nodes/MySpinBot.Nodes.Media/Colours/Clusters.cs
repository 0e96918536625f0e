using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>Points that belong together.</summary>
/// <param name="Centre">Their mean.</param>
/// <param name="Share">Their part of all points, from 0 to 1.</param>
internal sealed record Clusters(Vector3 Centre, double Share)
{
    private const int MostRounds = 40;
    private const float SameColour = 1e-6f;

    /// <summary>k-means (Lloyd), begun with points as far from each other as there are (Gonzalez), so that no chance is in it. Largest cluster first.</summary>
    public static IReadOnlyList<Clusters> Find(Vector3[] points, int count, CancellationToken cancellation)
    {
        var centres = Apart(points, count);
        var (sums, sizes) = (new Vector3[centres.Length], new int[centres.Length]);
        for (var (round, moved) = (0, true); moved && round < MostRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(sums);
            Array.Clear(sizes);
            foreach (var point in points)
            {
                var nearest = Nearest(point, centres);
                sums[nearest] += point;
                sizes[nearest]++;
            }

            moved = false;
            for (var i = 0; i < centres.Length; i++)
            {
                var mean = sizes[i] == 0 ? centres[i] : sums[i] / sizes[i];
                moved |= Vector3.DistanceSquared(mean, centres[i]) > SameColour * SameColour;
                centres[i] = mean;
            }
        }

        return [.. centres.Select((centre, i) => new Clusters(centre, sizes[i] / (double)points.Length)).Where(cluster => cluster.Share > 0).OrderByDescending(cluster => cluster.Share)];
    }

    private static Vector3[] Apart(Vector3[] points, int count)
    {
        var mean = Vector3.Zero;
        foreach (var point in points)
        {
            mean += point / points.Length;
        }

        var centres = new List<Vector3> { points.MinBy(point => Vector3.DistanceSquared(point, mean)) };
        var distances = points.Select(point => Vector3.DistanceSquared(point, centres[0])).ToArray();
        while (centres.Count < count && distances.Max() > SameColour)
        {
            centres.Add(points[Array.IndexOf(distances, distances.Max())]);
            for (var i = 0; i < points.Length; i++)
            {
                distances[i] = Math.Min(distances[i], Vector3.DistanceSquared(points[i], centres[^1]));
            }
        }

        return [.. centres];
    }

    private static int Nearest(Vector3 point, Vector3[] centres)
    {
        var (nearest, least) = (0, float.MaxValue);
        for (var i = 0; i < centres.Length; i++)
        {
            var distance = Vector3.DistanceSquared(point, centres[i]);
            (nearest, least) = distance < least ? (i, distance) : (nearest, least);
        }

        return nearest;
    }
}
