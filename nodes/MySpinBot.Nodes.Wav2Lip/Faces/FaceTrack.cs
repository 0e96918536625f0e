using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>One face through the frames in which it is seen. It keeps its number through short gaps, never over a cut.</summary>
public sealed class FaceTrack
{
    /// <summary>A track of these runs.</summary>
    /// <param name="id">Its number, from 0.</param>
    /// <param name="runs">Runs of frames in order, which neither overlap nor touch.</param>
    /// <exception cref="ArgumentException">They are none, or not in order.</exception>
    public FaceTrack(int id, ImmutableArray<FaceRun> runs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (runs.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A track has at least one run of frames.", nameof(runs));
        }

        for (var i = 1; i < runs.Length; i++)
        {
            if (runs[i].First <= runs[i - 1].End)
            {
                throw new ArgumentException($"The run at frame {runs[i].First} of the track {id} does not stand behind the one that ends at {runs[i - 1].End}.", nameof(runs));
            }
        }

        (Id, Runs) = (id, runs);
    }

    /// <summary>Its number within the faces of a video: in the order in which they appear, from left to right within a frame.</summary>
    public int Id { get; }

    /// <summary>Where it is, in runs of frames without a gap.</summary>
    public ImmutableArray<FaceRun> Runs { get; }

    /// <summary>The first frame that it is in.</summary>
    public long First => Runs[0].First;

    /// <summary>The frame behind the last one that it is in.</summary>
    public long End => Runs[^1].End;

    /// <summary>In how many frames it is.</summary>
    public long FrameCount
    {
        get
        {
            var count = 0L;
            foreach (var run in Runs)
            {
                count += run.Boxes.Length;
            }

            return count;
        }
    }

    /// <summary>Where the face is in a frame.</summary>
    /// <returns>False where it is not there.</returns>
    public bool TryGetBox(long frame, out FaceBox box)
    {
        var run = RunAt(frame);
        box = run is null ? default : run.Boxes[(int)(frame - run.First)];
        return run is not null;
    }

    /// <summary>The five points of the face in a frame, as <see cref="FaceRun.Points"/> has them; empty where it is not there or has none.</summary>
    public ReadOnlySpan<FacePoint> PointsAt(long frame)
        => RunAt(frame) is { Points.IsEmpty: false } run ? run.Points.AsSpan((int)(frame - run.First) * FaceRun.PointCount, FaceRun.PointCount) : [];

    private FaceRun? RunAt(long frame)
    {
        var (low, high) = (0, Runs.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var run = Runs[middle];
            if (frame < run.First)
            {
                high = middle - 1;
            }
            else if (frame >= run.End)
            {
                low = middle + 1;
            }
            else
            {
                return run;
            }
        }

        return null;
    }
}

/// <summary>A face in frames that follow one another.</summary>
public sealed class FaceRun
{
    /// <summary>How many points a face has, where it has any.</summary>
    public const int PointCount = 5;

    /// <summary>A run from a frame on.</summary>
    /// <param name="first">The first frame.</param>
    /// <param name="boxes">Its box in each frame.</param>
    /// <param name="points">Five points for each frame, or none at all.</param>
    /// <exception cref="ArgumentException">There is no box, or the points are not five for each.</exception>
    public FaceRun(long first, ImmutableArray<FaceBox> boxes, ImmutableArray<FacePoint> points = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var marks = points.IsDefault ? [] : points;
        if (boxes.IsDefaultOrEmpty || (marks.Length != 0 && marks.Length != boxes.Length * PointCount))
        {
            throw new ArgumentException($"A run of {(boxes.IsDefault ? 0 : boxes.Length)} boxes with {marks.Length} points is none; it has a box for each frame, and five points for each or none.");
        }

        (First, Boxes, Points) = (first, boxes, marks);
    }

    /// <summary>The first frame.</summary>
    public long First { get; }

    /// <summary>The frame behind the last one.</summary>
    public long End => First + Boxes.Length;

    /// <summary>Its box in each frame.</summary>
    public ImmutableArray<FaceBox> Boxes { get; }

    /// <summary>Its points in each frame, five by five: the eye that is left in the picture, the right eye, the tip of the nose, the left and the right corner of the mouth. Empty where the detector gives none.</summary>
    public ImmutableArray<FacePoint> Points { get; }
}
