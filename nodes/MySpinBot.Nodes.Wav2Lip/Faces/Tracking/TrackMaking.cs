using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Makes FACES of what was seen: faces are followed, frames between are filled in linearly, and boxes smoothed over time.</summary>
internal static class TrackMaking
{
    private const int PointNumbers = FaceRun.PointCount * 2, Numbers = 4;

    /// <summary>The faces.</summary>
    /// <param name="watched">What was seen.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="rate">Frames a second; null for pictures.</param>
    /// <param name="leastScore">The least score that a face begins with.</param>
    /// <param name="gap">For how many frames a face may be away and stay the same.</param>
    /// <param name="window">Over how many frames boxes are averaged; 1 for none.</param>
    /// <param name="scale">Pixels of a frame for each pixel that the detector saw, across and down.</param>
    public static Faces Of(Watched watched, int width, int height, Rational? rate, double leastScore, int gap, int window, (double X, double Y) scale)
    {
        var runs = new List<FaceRun>();
        foreach (var face in FaceFollowing.Through(watched, leastScore, gap))
        {
            runs.Add(Run(face, window, scale));
        }

        var sorted = runs.OrderBy(run => run.First).ThenBy(run => run.Boxes[0].Left).ThenBy(run => run.Boxes[0].Top).ThenBy(run => run.End);
        return new Faces(width, height, watched.FrameCount, rate, watched.Shots, [.. sorted.Select((run, id) => new FaceTrack(id, [run]))]);
    }

    private static FaceRun Run(MovingFace face, int window, (double X, double Y) scale)
    {
        var first = face.Sightings[0].First;
        var count = checked((int)(face.Last - first + 1));
        var hasPoints = face.Sightings.TrueForAll(one => one.Face.Points is not null);
        var width = Numbers + (hasPoints ? PointNumbers : 0);
        var (values, scores, seen) = (new double[count * width], new double[count], new bool[count]);
        Fill(face, first, width, scale, values, scores, seen);
        values = Smoothing.Centred(values, width, window);

        var boxes = ImmutableArray.CreateBuilder<FaceBox>(count);
        var points = ImmutableArray.CreateBuilder<FacePoint>(hasPoints ? count * FaceRun.PointCount : 0);
        for (var i = 0; i < count; i++)
        {
            var row = values.AsSpan(i * width, width);
            boxes.Add(new FaceBox(row[0], row[1], Math.Max(row[0], row[2]), Math.Max(row[1], row[3]), scores[i], seen[i]));
            for (var k = Numbers; k < width; k += 2)
            {
                points.Add(new FacePoint(row[k], row[k + 1]));
            }
        }

        return new FaceRun(first, boxes.MoveToImmutable(), points.MoveToImmutable());
    }

    private static void Fill(MovingFace face, long origin, int width, (double X, double Y) scale, double[] values, double[] scores, bool[] seen)
    {
        for (var s = 0; s < face.Sightings.Count; s++)
        {
            var (first, last, sighting) = face.Sightings[s];
            for (var frame = first; frame <= last; frame++)
            {
                (seen[frame - origin], scores[frame - origin]) = (true, sighting.Score);
                Write(sighting, scale, values.AsSpan((int)(frame - origin) * width, width));
            }

            if (s > 0)
            {
                var (before, after) = ((int)(face.Sightings[s - 1].Last - origin), (int)(first - origin));
                Between(before, after, width, values);
                Between(before, after, 1, scores);
            }
        }
    }

    private static void Write(Sighting face, (double X, double Y) scale, Span<double> row)
    {
        (row[0], row[1], row[2], row[3]) = (face.Left * scale.X, face.Top * scale.Y, face.Right * scale.X, face.Bottom * scale.Y);
        for (var k = Numbers; k < row.Length; k++)
        {
            row[k] = face.Points![k - Numbers] * ((k - Numbers) % 2 == 0 ? scale.X : scale.Y);
        }
    }

    private static void Between(int before, int after, int width, double[] values)
    {
        for (var i = before + 1; i < after; i++)
        {
            var way = (double)(i - before) / (after - before);
            for (var k = 0; k < width; k++)
            {
                values[(i * width) + k] = values[(before * width) + k] + ((values[(after * width) + k] - values[(before * width) + k]) * way);
            }
        }
    }
}
