using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A decoded picture in bytes, [height, width, channels]: RGB, or RGB with straight alpha.</summary>
internal sealed record StillPicture(byte[] Pixels, int Width, int Height, int Channels)
{
    /// <summary>The first frame of a decoded file; over black where its transparency is not wanted.</summary>
    public static StillPicture Of(DecodedImage decoded, bool transparency)
    {
        var colours = decoded.Image.Picture(0);
        var alpha = decoded.Alpha is { } mask ? mask.Values[..(mask.Width * mask.Height)] : default;
        var channels = transparency && !alpha.IsEmpty ? 4 : 3;
        var pixels = GC.AllocateUninitializedArray<byte>(decoded.Image.Width * decoded.Image.Height * channels);
        for (int i = 0, from = 0, to = 0; to < pixels.Length; i++, from += 3, to += channels)
        {
            var seen = alpha.IsEmpty || channels == 4 ? 1f : alpha[i];

            // Decoded levels are k/255: the nearest is the level itself.
            pixels[to] = (byte)((colours[from] * seen * 255f) + 0.5f);
            pixels[to + 1] = (byte)((colours[from + 1] * seen * 255f) + 0.5f);
            pixels[to + 2] = (byte)((colours[from + 2] * seen * 255f) + 0.5f);
            if (channels == 4)
            {
                pixels[to + 3] = (byte)((alpha[i] * 255f) + 0.5f);
            }
        }

        return new StillPicture(pixels, decoded.Image.Width, decoded.Image.Height, channels);
    }

    /// <summary>A rectangle of it.</summary>
    public StillPicture Part(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > Width || y + height > Height)
        {
            throw new NodeFailure($"A picture of {Width}×{Height} pixels has no part of {width}×{height} pixels at {x}, {y}; cut out what lies within it.");
        }

        if ((width, height) == (Width, Height))
        {
            return this;
        }

        var part = new byte[width * height * Channels];
        for (var row = 0; row < height; row++)
        {
            Pixels.AsSpan((((row + y) * Width) + x) * Channels, width * Channels).CopyTo(part.AsSpan(row * width * Channels));
        }

        return new StillPicture(part, width, height, Channels);
    }

    /// <summary>It, on a ground of one colour.</summary>
    public StillPicture OnGround(int x, int y, int width, int height, ReadOnlySpan<byte> rgba)
    {
        if (x < 0 || y < 0 || x + Width > width || y + Height > height)
        {
            throw new NodeFailure($"A picture of {Width}×{Height} pixels does not fit on a ground of {width}×{height} pixels at {x}, {y}; make the ground larger.");
        }

        if ((width, height) == (Width, Height))
        {
            return this;
        }

        var ground = new byte[checked(width * height * Channels)];
        for (var i = 0; i < ground.Length; i += Channels)
        {
            rgba[..Channels].CopyTo(ground.AsSpan(i));
        }

        for (var row = 0; row < Height; row++)
        {
            Pixels.AsSpan(row * Width * Channels, Width * Channels).CopyTo(ground.AsSpan((((row + y) * width) + x) * Channels));
        }

        return new StillPicture(ground, width, height, Channels);
    }

    /// <summary>It, turned clockwise and mirrored afterwards.</summary>
    public StillPicture Turned(TurnEdit edit)
    {
        var turns = ((edit.QuarterTurns % 4) + 4) % 4;
        var (width, height) = turns % 2 == 1 ? (Height, Width) : (Width, Height);
        var turned = new byte[Pixels.Length];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, to += Channels)
            {
                var column = edit.Mirrored ? width - 1 - x : x;
                var (fromX, fromY) = turns switch
                {
                    1 => (y, Height - 1 - column),
                    2 => (Width - 1 - column, Height - 1 - y),
                    3 => (Width - 1 - y, column),
                    _ => (column, y),
                };
                Pixels.AsSpan(((fromY * Width) + fromX) * Channels, Channels).CopyTo(turned.AsSpan(to));
            }
        }

        return new StillPicture(turned, width, height, Channels);
    }
}
