namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Follows faces from frame to frame: who is where the last frames let expect is the same. No face is followed over a cut.</summary>
/// <param name="leastScore">The least score that a face begins with.</param>
/// <param name="gap">For how many frames a face may be away.</param>
internal sealed class FaceFollowing(double leastScore, int gap)
{
    /// <summary>The least overlap of what is expected and what is seen; how far, in sizes, and how much larger or smaller it may be where they do not overlap.</summary>
    private const double LeastOverlap = 0.2, MostDistance = 0.6, MostGrowth = 1.8;

    private readonly List<MovingFace> _ended = [];
    private readonly List<MovingFace> _there = [];

    /// <summary>All faces that there were.</summary>
    public static List<MovingFace> Through(Watched watched, double leastScore, int gap)
    {
        var following = new FaceFollowing(leastScore, gap);
        var shot = 0;
        foreach (var frames in watched.Seen)
        {
            for (; shot + 1 < watched.Shots.Length && frames.First >= watched.Shots[shot + 1]; shot++)
            {
                following.End();
            }

            following.See(frames);
        }

        following.End();
        return following._ended;
    }

    private void End()
    {
        _ended.AddRange(_there);
        _there.Clear();
    }

    private void See(SeenFrames frames)
    {
        for (var i = _there.Count - 1; i >= 0; i--)
        {
            if (frames.First - _there[i].Last > gap + 1)
            {
                _ended.Add(_there[i]);
                _there.RemoveAt(i);
            }
        }

        var expected = new Sighting[_there.Count];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = _there[i].Expected(frames.First);
        }

        var (followed, taken) = (new bool[_there.Count], new bool[frames.Faces.Length]);
        Assign(frames, expected, followed, taken, (one, other) => one.Overlap(other) is var overlap && overlap >= LeastOverlap ? overlap : 0);
        Assign(frames, expected, followed, taken, Nearness);
        for (var k = 0; k < taken.Length; k++)
        {
            if (!taken[k] && frames.Faces[k].Score >= leastScore)
            {
                _there.Add(new MovingFace(frames, frames.Faces[k]));
            }
        }
    }

    // The best pair first, then the best of the rest: for the few faces of a picture as good as the optimum, and always the same.
    private void Assign(SeenFrames frames, Sighting[] expected, bool[] followed, bool[] taken, Func<Sighting, Sighting, double> fit)
    {
        var pairs = new List<(double Fit, int Face, int Seen)>();
        for (var i = 0; i < expected.Length; i++)
        {
            for (var k = 0; k < frames.Faces.Length && !followed[i]; k++)
            {
                if (!taken[k] && fit(expected[i], frames.Faces[k]) is > 0 and var value)
                {
                    pairs.Add((value, i, k));
                }
            }
        }

        pairs.Sort((a, b) => (b.Fit, a.Face, a.Seen).CompareTo((a.Fit, b.Face, b.Seen)));
        foreach (var (_, face, seen) in pairs)
        {
            if (!followed[face] && !taken[seen])
            {
                (followed[face], taken[seen]) = (true, true);
                _there[face].See(frames, frames.Faces[seen]);
            }
        }
    }

    private static double Nearness(Sighting expected, Sighting seen)
    {
        double dx = (expected.Left + expected.Right - seen.Left - seen.Right) / 2, dy = (expected.Top + expected.Bottom - seen.Top - seen.Bottom) / 2;
        var size = Math.Sqrt(Math.Max(1, expected.Area));
        var growth = Math.Sqrt(seen.Area) / size;
        var distance = Math.Sqrt((dx * dx) + (dy * dy)) / size;
        return distance < MostDistance && growth is < MostGrowth and > 1 / MostGrowth ? 1 - distance : 0;
    }
}
