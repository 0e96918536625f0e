using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>The faces of a picture, of a batch of pictures or of a video, frame by frame. What flows through FACES sockets. Boxes are as S3FD draws them, whichever detector found them.</summary>
[Socket("FACES", Color = "#c46a9b")]
public sealed class Faces
{
    /// <summary>The most frames, tracks and shots that one value speaks of.</summary>
    internal const int MostFrames = 100_000_000, MostTracks = 1_000_000;

    /// <summary>The faces of these frames.</summary>
    /// <param name="width">Columns of a frame.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="frameCount">How many frames were looked at.</param>
    /// <param name="frameRate">Frames a second; null for pictures, which have none.</param>
    /// <param name="shots">The first frame of each shot, 0 first; null for one shot.</param>
    /// <param name="tracks">The faces, by number.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public Faces(int width, int height, long frameCount, Rational? frameRate = null, ImmutableArray<long> shots = default, ImmutableArray<FaceTrack> tracks = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(frameCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frameCount, MostFrames);
        (Width, Height, FrameCount, FrameRate) = (width, height, frameCount, frameRate);
        Shots = shots.IsDefault ? frameCount > 0 ? [0] : [] : shots;
        Tracks = tracks.IsDefault ? [] : tracks;
        Check();
    }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>How many frames were looked at.</summary>
    public long FrameCount { get; }

    /// <summary>Frames a second; null where the frames are pictures.</summary>
    public Rational? FrameRate { get; }

    /// <summary>The first frame of each shot: 0, then where the picture is cut. Pictures of a batch that do not resemble each other are shots.</summary>
    public ImmutableArray<long> Shots { get; }

    /// <summary>The faces, by number. Empty where there is none, which is no error.</summary>
    public ImmutableArray<FaceTrack> Tracks { get; }

    /// <summary>One face's way through all frames: in each shot the face that is chosen.</summary>
    /// <remarks>Where the chosen face of a shot is away for a while, the next best one that is never there together with it stands in for it: often the same face, come back.
    /// <see cref="FaceChoice.Number"/> takes the track of that number and no other.</remarks>
    /// <param name="choice">Which.</param>
    /// <param name="number">For <see cref="FaceChoice.Number"/>.</param>
    public FacePath Choose(FaceChoice choice, int number = 0) => FaceChoosing.Path(this, choice, number);

    /// <summary>Which shot a frame belongs to.</summary>
    public int ShotOf(long frame)
    {
        var found = Shots.BinarySearch(frame);
        return found >= 0 ? found : ~found - 1;
    }

    private void Check()
    {
        if ((FrameCount > 0) != (Shots.Length > 0) || (Shots.Length > 0 && (Shots[0] != 0 || Shots[^1] >= FrameCount)))
        {
            throw new ArgumentException($"Shots of {FrameCount} frames begin at 0 and within them.");
        }

        for (var i = 1; i < Shots.Length; i++)
        {
            if (Shots[i] <= Shots[i - 1])
            {
                throw new ArgumentException($"The shot at frame {Shots[i]} does not stand behind the one at {Shots[i - 1]}.");
            }
        }

        for (var i = 0; i < Tracks.Length; i++)
        {
            if (Tracks[i].Id != i || Tracks[i].End > FrameCount)
            {
                throw new ArgumentException($"The track at place {i} has the number {Tracks[i].Id} and ends at frame {Tracks[i].End} of {FrameCount}; tracks are numbered from 0, and end with the frames.");
            }

            if (ShotOf(Tracks[i].First) != ShotOf(Tracks[i].End - 1))
            {
                throw new ArgumentException($"The track {i} goes over a cut.");
            }
        }
    }
}

/// <summary>Which of several faces is meant.</summary>
public enum FaceChoice
{
    /// <summary>The one that covers the most of a shot: its size, summed over its frames.</summary>
    [Choice("largest")]
    Largest,

    /// <summary>The one whose middle is farthest to the left, on average over its frames.</summary>
    [Choice("leftmost")]
    Leftmost,

    /// <summary>The one whose middle is farthest to the right, on average over its frames.</summary>
    [Choice("rightmost")]
    Rightmost,

    /// <summary>The one of this number.</summary>
    [Choice("by number")]
    Number,
}
