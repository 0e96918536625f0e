namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What a network is shown: a part of a picture, scaled, in the top left corner of its input.</summary>
/// <param name="X">First column of the part.</param>
/// <param name="Y">First row of the part.</param>
/// <param name="Width">Columns of the part.</param>
/// <param name="Height">Rows of the part.</param>
/// <param name="ScaledWidth">Columns that it has in the input.</param>
/// <param name="ScaledHeight">Rows that it has in the input.</param>
/// <param name="InputWidth">Columns of the input; what is beside the part is empty.</param>
/// <param name="InputHeight">Rows of the input.</param>
internal sealed record PictureView(int X, int Y, int Width, int Height, int ScaledWidth, int ScaledHeight, int InputWidth, int InputHeight)
{
    /// <summary>Values of the input, [3, height, width].</summary>
    public int Values => 3 * InputWidth * InputHeight;

    /// <summary>Where something that was seen in the input is in the picture.</summary>
    public Sighting InPicture(Sighting seen) => seen.Moved((double)Width / ScaledWidth, (double)Height / ScaledHeight, X, Y);

    /// <summary>Whether a face is cut by a side of the part that is no side of the picture: another part shows all of it.</summary>
    public bool Cuts(Sighting inPicture, int pictureWidth, int pictureHeight)
    {
        var margin = 0.02 * Math.Max(Width, Height);
        return (X > 0 && inPicture.Left < X + margin) || (Y > 0 && inPicture.Top < Y + margin)
            || (X + Width < pictureWidth && inPicture.Right > X + Width - margin) || (Y + Height < pictureHeight && inPicture.Bottom > Y + Height - margin);
    }
}

/// <summary>How thoroughly pictures are looked at.</summary>
public enum FaceDetail
{
    /// <summary>Once, small: faces of people who speak to the camera.</summary>
    [MySpinBot.Sdk.Choice("fast")]
    Fast,

    /// <summary>Twice, at both sizes that find near and far faces.</summary>
    [MySpinBot.Sdk.Choice("normal")]
    Normal,

    /// <summary>At all sizes up to the picture's own: small faces in large pictures.</summary>
    [MySpinBot.Sdk.Choice("thorough")]
    Thorough,
}
