namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A face that a network saw in one picture, in pixels from its top left corner.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column behind the last one.</param>
/// <param name="Bottom">Row behind the last one.</param>
/// <param name="Score">How sure the network is, 0..1.</param>
/// <param name="Points">Left eye, right eye, nose, left and right corner of the mouth, as they lie in the picture: x, y five times; null where the network gives none.</param>
internal sealed record Sighting(float Left, float Top, float Right, float Bottom, float Score, float[]? Points = null)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public double Area => Math.Max(0, (double)Width) * Math.Max(0, (double)Height);

    /// <summary>Whether every number can be a place in a picture. A network that was given odd weights may say anything.</summary>
    public bool IsSane => float.IsFinite(Left) && float.IsFinite(Top) && float.IsFinite(Right) && float.IsFinite(Bottom) && float.IsFinite(Score) && Right > Left && Bottom > Top
        && (Points is null || Array.TrueForAll(Points, float.IsFinite));

    /// <summary>The same face where the picture is larger and lies elsewhere: coordinate · factor + offset.</summary>
    public Sighting Moved(double factorX, double factorY, double x, double y)
    {
        float[]? points = null;
        if (Points is not null)
        {
            points = new float[Points.Length];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = (float)(i % 2 == 0 ? (Points[i] * factorX) + x : (Points[i] * factorY) + y);
            }
        }

        return new((float)((Left * factorX) + x), (float)((Top * factorY) + y), (float)((Right * factorX) + x), (float)((Bottom * factorY) + y), Score, points);
    }

    public double Shared(Sighting other)
    {
        double width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left), height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Intersection over union.</summary>
    public double Overlap(Sighting other)
    {
        var shared = Shared(other);
        return shared > 0 ? shared / (Area + other.Area - shared) : 0;
    }
}
