using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>A picture as programs hand it over a pipe (PPM, "P6"): columns, rows, and three bytes a pixel.</summary>
internal sealed record PixMap(int Width, int Height, byte[] Pixels)
{
    // "P6 WIDTH HEIGHT 255", with single white space between and behind.
    private const int MostHeader = 40;

    /// <summary>The next picture of a stream; null at its end.</summary>
    /// <exception cref="NodeFailure">What comes is no such picture, or larger than was asked for.</exception>
    public static async Task<PixMap?> ReadAsync(Stream stream, int mostWidth, int mostHeight, CancellationToken cancellation)
    {
        var header = new StringBuilder(MostHeader);
        var letter = new byte[1];
        for (var spaces = 0; spaces < 4;)
        {
            if (await stream.ReadAsync(letter, cancellation) == 0)
            {
                return header.Length == 0 ? null : throw Broken();
            }

            spaces += letter[0] is (byte)' ' or (byte)'\n' ? 1 : 0;
            header.Append((char)letter[0]);
            if (header.Length > MostHeader)
            {
                throw Broken();
            }
        }

        if (header.ToString().Split([' ', '\n']) is not ["P6", var columns, var rows, "255", ""]
            || !int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width < 1 || width > mostWidth
            || !int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var height) || height < 1 || height > mostHeight)
        {
            throw Broken();
        }

        var pixels = new byte[width * height * 3];
        return await stream.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false, cancellation) == pixels.Length ? new PixMap(width, height, pixels) : throw Broken();
    }

    /// <summary>Pictures in a row; where one has another size than the first it is cut off or has black beside it, and where there are too few the last is shown again.</summary>
    public static Image SideBySide(IReadOnlyList<PixMap> pictures, int count)
    {
        var (width, height) = (pictures[0].Width, pictures[0].Height);
        return Image.Create(1, height, width * count, 3, values =>
        {
            Array.Clear(values);
            for (var i = 0; i < count; i++)
            {
                var picture = pictures[Math.Min(i, pictures.Count - 1)];
                for (var y = 0; y < Math.Min(height, picture.Height); y++)
                {
                    Spread(picture.Pixels.AsSpan(y * picture.Width * 3, Math.Min(width, picture.Width) * 3), values.AsSpan(((y * count) + i) * width * 3));
                }
            }
        });
    }

    /// <summary>It alone.</summary>
    public Image ToImage() => SideBySide([this], 1);

    private static void Spread(ReadOnlySpan<byte> levels, Span<float> values)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            values[i] = levels[i] / 255f;
        }
    }

    private static NodeFailure Broken() => new("ffmpeg gave something that is no picture of the size that was asked for.");
}
