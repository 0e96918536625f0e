using System.Collections.Immutable;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>The way of the chosen face through all frames.</summary>
public sealed class FacePath
{
    private readonly ImmutableArray<FaceRun> _runs;
    private readonly ImmutableArray<int> _ids;
    private readonly ImmutableArray<long> _firsts;

    internal FacePath(IEnumerable<(FaceRun Run, int Id)> runs)
    {
        ImmutableArray<(FaceRun Run, int Id)> sorted = [.. runs.OrderBy(one => one.Run.First)];
        _runs = [.. sorted.Select(one => one.Run)];
        _ids = [.. sorted.Select(one => one.Id)];
        _firsts = [.. sorted.Select(one => one.Run.First)];
        FrameCount = sorted.Sum(one => (long)one.Run.Boxes.Length);
    }

    /// <summary>In how many frames there is a box.</summary>
    public long FrameCount { get; }

    /// <summary>Numbers of the faces that it goes through.</summary>
    public IEnumerable<int> Tracks => _ids.Distinct().Order();

    /// <summary>Where the face is in a frame.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryGetBox(long frame, out FaceBox box)
    {
        var at = At(frame);
        box = at < 0 ? default : _runs[at].Boxes[(int)(frame - _runs[at].First)];
        return at >= 0;
    }

    /// <summary>The five points of the face in a frame (see <see cref="FaceRun.Points"/>); empty where there is none.</summary>
    public ReadOnlySpan<FacePoint> PointsAt(long frame)
        => At(frame) is >= 0 and var at && !_runs[at].Points.IsEmpty ? _runs[at].Points.AsSpan((int)(frame - _runs[at].First) * FaceRun.PointCount, FaceRun.PointCount) : [];

    /// <summary>The number of the track that a frame's box comes from; −1 where there is none.</summary>
    public int TrackAt(long frame) => At(frame) is >= 0 and var at ? _ids[at] : -1;

    private int At(long frame)
    {
        var found = _firsts.BinarySearch(frame);
        var at = found >= 0 ? found : ~found - 1;
        return at >= 0 && frame < _runs[at].End ? at : -1;
    }
}

/// <summary>Chooses one face of each shot.</summary>
internal static class FaceChoosing
{
    public static FacePath Path(Faces faces, FaceChoice choice, int number)
    {
        if (choice == FaceChoice.Number)
        {
            return new(number >= 0 && number < faces.Tracks.Length ? faces.Tracks[number].Runs.Select(run => (run, number)) : []);
        }

        return new(faces.Tracks.GroupBy(track => faces.ShotOf(track.First)).SelectMany(shot => Apart([.. shot.OrderBy(track => Rank(track, choice)).ThenBy(track => track.Id)])));
    }

    // The best, then each next best that is never there at the same time as those taken.
    private static List<(FaceRun Run, int Id)> Apart(IReadOnlyList<FaceTrack> best)
    {
        var taken = new List<FaceTrack>();
        foreach (var track in best)
        {
            if (!taken.Exists(other => track.First < other.End && other.First < track.End))
            {
                taken.Add(track);
            }
        }

        return [.. taken.SelectMany(track => track.Runs.Select(run => (run, track.Id)))];
    }

    private static double Rank(FaceTrack track, FaceChoice choice)
    {
        double area = 0, middle = 0;
        foreach (var run in track.Runs)
        {
            foreach (var box in run.Boxes)
            {
                area += box.Area;
                middle += box.CentreX;
            }
        }

        middle /= track.FrameCount;
        return choice switch
        {
            FaceChoice.Leftmost => middle,
            FaceChoice.Rightmost => -middle,
            _ => -area,
        };
    }
}
