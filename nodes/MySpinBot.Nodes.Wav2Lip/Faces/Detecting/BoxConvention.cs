namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>How a network's boxes become boxes as S3FD draws them, which Wav2Lip was trained with: each side moves by a share of the box. docs/FACES.md says how the numbers were found.</summary>
/// <param name="Left">How far the left side moves out, as a share of the width.</param>
/// <param name="Top">How far the top moves out, as a share of the height.</param>
/// <param name="Right">As <paramref name="Left"/>, for the right side.</param>
/// <param name="Bottom">As <paramref name="Top"/>, for the bottom.</param>
internal sealed record BoxConvention(double Left, double Top, double Right, double Bottom)
{
    /// <summary>S3FD's own.</summary>
    public static BoxConvention S3fd { get; } = new(0, 0, 0, 0);

    /// <summary>UltraFace's: its boxes begin a little higher on the forehead.</summary>
    public static BoxConvention UltraFace { get; } = new(0, -0.02, 0, 0);

    /// <summary>YuNet's: it was trained on the same boxes, and no difference could be measured.</summary>
    public static BoxConvention YuNet { get; } = new(0, 0, 0, 0);

    /// <summary>The box as S3FD would draw it.</summary>
    public Sighting Apply(Sighting box) => box with
    {
        Left = (float)(box.Left - (Left * box.Width)),
        Top = (float)(box.Top - (Top * box.Height)),
        Right = (float)(box.Right + (Right * box.Width)),
        Bottom = (float)(box.Bottom + (Bottom * box.Height)),
    };
}
