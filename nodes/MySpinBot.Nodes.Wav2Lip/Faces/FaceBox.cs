namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Where a face is in a frame, in pixels from the frame's top left corner: from mid-forehead to chin, tight, as S3FD draws it. It may reach beyond the frame.
/// Coordinates are multiples of 1/16 pixel and scores of 1/1024, so that a box is the same after any way through a file.</summary>
public readonly record struct FaceBox
{
    /// <summary>Coordinates are stored in this part of a pixel.</summary>
    internal const int Grain = 16;

    /// <summary>Scores are stored in this part of 1.</summary>
    internal const int ScoreGrain = 1024;

    /// <summary>The farthest that a coordinate may lie from the frame's corner, in pixels.</summary>
    internal const int Farthest = 1 << 20;

    /// <summary>Rounds to what is stored.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">Column behind the last one.</param>
    /// <param name="bottom">Row behind the last one.</param>
    /// <param name="score">How sure the detector is, 0..1.</param>
    /// <param name="isSeen">False where it lies between two detections.</param>
    public FaceBox(double left, double top, double right, double bottom, double score = 1, bool isSeen = true)
        : this(new StoredBox(Grains(left), Grains(top), Grains(right), Grains(bottom), (int)Math.Round(Math.Clamp(double.IsNaN(score) ? 0 : score, 0, 1) * ScoreGrain)), isSeen)
    {
    }

    internal FaceBox(StoredBox stored, bool isSeen)
    {
        if (stored.Right < stored.Left || stored.Bottom < stored.Top)
        {
            throw new ArgumentException($"A box from ({stored.Left / (float)Grain}, {stored.Top / (float)Grain}) to ({stored.Right / (float)Grain}, {stored.Bottom / (float)Grain}) is turned inside out.");
        }

        (Stored, IsSeen) = (stored, isSeen);
    }

    /// <summary>First column.</summary>
    public float Left => Stored.Left / (float)Grain;

    /// <summary>First row: mid-forehead.</summary>
    public float Top => Stored.Top / (float)Grain;

    /// <summary>Column behind the last one.</summary>
    public float Right => Stored.Right / (float)Grain;

    /// <summary>Row behind the last one: the chin.</summary>
    public float Bottom => Stored.Bottom / (float)Grain;

    /// <summary>How sure the detector is, 0..1; between two detections, what lies between their scores.</summary>
    public float Score => Stored.Score / (float)ScoreGrain;

    /// <summary>Whether a detector saw it in this very frame; false where it lies between two detections.</summary>
    public bool IsSeen { get; }

    /// <summary>Columns.</summary>
    public float Width => (Stored.Right - Stored.Left) / (float)Grain;

    /// <summary>Rows.</summary>
    public float Height => (Stored.Bottom - Stored.Top) / (float)Grain;

    /// <summary>Column of its middle.</summary>
    public float CentreX => (Stored.Left + Stored.Right) / (2f * Grain);

    /// <summary>Row of its middle.</summary>
    public float CentreY => (Stored.Top + Stored.Bottom) / (2f * Grain);

    /// <summary>Square pixels.</summary>
    public double Area => (double)Width * Height;

    internal StoredBox Stored { get; }

    /// <summary>The pixels of a frame that the box covers, made larger on each side, within the frame: what is cut out for a model.</summary>
    /// <remarks>As Wav2Lip's inference: coordinates are cut to whole pixels first, then padded, then held within the frame.</remarks>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="top">Rows to add above.</param>
    /// <param name="bottom">Rows to add below; 10 in Wav2Lip, so that the chin is in it.</param>
    /// <param name="left">Columns to add.</param>
    /// <param name="right">Columns to add.</param>
    /// <returns>The pixels; empty where the box lies beside the frame.</returns>
    public PixelBox Pixels(int width, int height, int top = 0, int bottom = 0, int left = 0, int right = 0)
    {
        var (x0, y0) = (Math.Clamp(Whole(Left) - left, 0, width), Math.Clamp(Whole(Top) - top, 0, height));
        var (x1, y1) = (Math.Clamp(Whole(Right) + right, x0, width), Math.Clamp(Whole(Bottom) + bottom, y0, height));
        return new PixelBox(x0, y0, x1 - x0, y1 - y0);
    }

    /// <summary>Intersection over union with another box, 0..1.</summary>
    public double Overlap(FaceBox other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        var both = width > 0 && height > 0 ? (double)width * height : 0;
        return both > 0 ? both / (Area + other.Area - both) : 0;
    }

    private static int Whole(float coordinate) => (int)MathF.Max(0, coordinate);

    internal static int Grains(double pixels)
        => double.IsNaN(pixels) ? throw new ArgumentException("A coordinate of a face is not a number.") : (int)Math.Round(Math.Clamp(pixels, -Farthest, Farthest) * Grain);
}

/// <summary>A box as it is stored: coordinates in sixteenths of a pixel, the score in 1,024ths.</summary>
internal readonly record struct StoredBox(int Left, int Top, int Right, int Bottom, int Score);

/// <summary>A rectangle of whole pixels within a frame.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns; 0 where nothing of it lies within the frame.</param>
/// <param name="Height">Rows; 0 where nothing of it lies within the frame.</param>
public readonly record struct PixelBox(int X, int Y, int Width, int Height)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Width == 0 || Height == 0;
}

/// <summary>A place in a frame, in pixels from its top left corner, a multiple of 1/16.</summary>
public readonly record struct FacePoint
{
    /// <summary>Rounds to what is stored.</summary>
    public FacePoint(double x, double y) => (StoredX, StoredY) = (FaceBox.Grains(x), FaceBox.Grains(y));

    internal FacePoint(int x, int y) => (StoredX, StoredY) = (x, y);

    /// <summary>Columns from the left.</summary>
    public float X => StoredX / (float)FaceBox.Grain;

    /// <summary>Rows from the top.</summary>
    public float Y => StoredY / (float)FaceBox.Grain;

    internal int StoredX { get; }

    internal int StoredY { get; }
}
