namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>How much of a new face is seen at each place of its box: nothing at the rim, all of it inside, and a soft step between, so that there is no seam. At the frame's own edge there is none to hide.</summary>
internal sealed class SoftMask
{
    private const int Whole = 256;

    private readonly short[] _columns;
    private readonly short[] _rows;

    /// <param name="box">The box.</param>
    /// <param name="frameWidth">Columns of the frame.</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="feather">Width of the step, as a share of the box's shorter side.</param>
    public SoftMask(PixelBox box, int frameWidth, int frameHeight, double feather)
    {
        var step = Math.Min(box.Width, box.Height) * feather;
        (_columns, _rows) = (
            Ramp(box.Width, step, box.X > 0, box.X + box.Width < frameWidth),
            Ramp(box.Height, step, box.Y > 0, box.Y + box.Height < frameHeight));
    }

    /// <summary>How much is seen at a place of the box, 0..256.</summary>
    public int this[int column, int row] => _columns[column] * _rows[row] / Whole;

    /// <summary>Lays a face over a picture.</summary>
    /// <param name="face">Packed bytes of the box.</param>
    /// <param name="picture">Packed bytes of the picture, changed within the box.</param>
    /// <param name="pictureWidth">Its columns.</param>
    /// <param name="box">Where in the picture.</param>
    public void Lay(ReadOnlySpan<byte> face, Span<byte> picture, int pictureWidth, PixelBox box)
    {
        for (var row = 0; row < box.Height; row++)
        {
            var above = face.Slice(row * box.Width * 3, box.Width * 3);
            var below = picture.Slice((((box.Y + row) * pictureWidth) + box.X) * 3, box.Width * 3);
            for (int column = 0, i = 0; column < box.Width; column++, i += 3)
            {
                var share = this[column, row];
                (below[i], below[i + 1], below[i + 2]) = (Mixed(above[i], below[i], share), Mixed(above[i + 1], below[i + 1], share), Mixed(above[i + 2], below[i + 2], share));
            }
        }
    }

    // 256 gives one exactly, 0 the other.
    private static byte Mixed(int above, int below, int share) => (byte)(((below << 8) + ((above - below) * share) + (Whole / 2)) >> 8);

    private static short[] Ramp(int length, double step, bool atStart, bool atEnd)
    {
        var ramp = new short[length];
        for (var i = 0; i < length; i++)
        {
            var inside = Math.Min(atStart ? i + 0.5 : double.MaxValue, atEnd ? length - i - 0.5 : double.MaxValue);
            var way = step > 0 ? Math.Min(1, inside / step) : 1;
            ramp[i] = (short)Math.Round(Whole * way * way * (3 - (2 * way)));
        }

        return ramp;
    }
}
