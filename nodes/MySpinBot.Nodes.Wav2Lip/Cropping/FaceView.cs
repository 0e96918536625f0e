namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Between pictures and what the generator takes and gives. One thread at a time.</summary>
/// <remarks>inference.py of Wav2Lip: crops of blue, green, red are resized; of the first three channels the lower half is 0, the other three have all of it; what comes out is cut to whole levels.</remarks>
/// <param name="size">Rows and columns of the generator's faces.</param>
internal sealed class FaceView(int size)
{
    private static readonly float[] Shares = [.. Enumerable.Range(0, 256).Select(level => (float)(level / 255.0))];

    private readonly byte[] _face = new byte[size * size * 3];
    private BilinearResizing? _down;
    private BilinearResizing? _up;

    /// <summary>Numbers of one face on its way into the generator, [6, size, size].</summary>
    public int InputLength => 6 * size * size;

    /// <summary>Numbers of one face on its way out, [3, size, size].</summary>
    public int OutputLength => 3 * size * size;

    /// <summary>Cuts a face out of a picture and makes it what the generator takes.</summary>
    /// <param name="picture">Packed red, green, blue.</param>
    /// <param name="pictureWidth">Its columns.</param>
    /// <param name="box">Where the face is.</param>
    /// <param name="planes">[6, size, size]: blue, green, red without the lower half, and whole.</param>
    public void Read(ReadOnlySpan<byte> picture, int pictureWidth, PixelBox box, Span<float> planes)
    {
        var down = _down?.Is(box.Width, box.Height, size, size) == true ? _down : _down = new BilinearResizing(box.Width, box.Height, size, size);
        down.Apply(picture[Offset(box, pictureWidth)..], pictureWidth * 3, _face);
        Spread(_face, planes);
    }

    /// <summary>What the generator made, at the size of its box.</summary>
    /// <param name="planes">[3, size, size]: blue, green, red in 0..1.</param>
    /// <param name="box">Where the face is.</param>
    /// <param name="face">Room for the bytes, [box rows, box columns, 3], red, green, blue.</param>
    public void Write(ReadOnlySpan<float> planes, PixelBox box, Span<byte> face)
    {
        Gather(planes, _face);
        var up = _up?.Is(size, size, box.Width, box.Height) == true ? _up : _up = new BilinearResizing(size, size, box.Width, box.Height);
        up.Apply(_face, size * 3, face);
    }

    /// <summary>The first byte of a box within a picture.</summary>
    public static int Offset(PixelBox box, int pictureWidth) => ((box.Y * pictureWidth) + box.X) * 3;

    private void Spread(ReadOnlySpan<byte> face, Span<float> planes)
    {
        var plane = size * size;
        for (var channel = 0; channel < 3; channel++)
        {
            var masked = planes.Slice(channel * plane, plane);
            var whole = planes.Slice((channel + 3) * plane, plane);
            for (int i = 0, from = 2 - channel; i < plane; i++, from += 3)
            {
                whole[i] = Shares[face[from]];
            }

            var seen = size / 2 * size;
            whole[..seen].CopyTo(masked);
            masked[seen..].Clear();
        }
    }

    private void Gather(ReadOnlySpan<float> planes, Span<byte> face)
    {
        var plane = size * size;
        for (var channel = 0; channel < 3; channel++)
        {
            var values = planes.Slice(channel * plane, plane);
            for (int i = 0, to = 2 - channel; i < plane; i++, to += 3)
            {
                // A broken model's NaN is black rather than anything.
                face[to] = values[i] is >= 0 and <= 1 ? (byte)(values[i] * 255f) : values[i] > 1 ? (byte)255 : (byte)0;
            }
        }
    }
}
