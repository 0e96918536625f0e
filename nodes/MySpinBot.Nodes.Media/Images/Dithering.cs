namespace MySpinBot.Nodes.Media;

/// <summary>Pictures brought into the colours of a palette.</summary>
internal static class Dithering
{
    /// <summary>Replaces each colour.</summary>
    /// <param name="levels">Red, green and blue of each pixel.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="palette">Red, green and blue of each colour.</param>
    /// <param name="method">none, floyd-steinberg, or bayer- and the side of the pattern.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static void Apply(Span<byte> levels, int width, byte[] palette, string method, CancellationToken cancellation)
    {
        if (method == "floyd-steinberg")
        {
            Diffuse(levels, width, palette, cancellation);
            return;
        }

        var order = method.StartsWith("bayer-", StringComparison.Ordinal) ? int.Parse(method.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture) : 1;
        Nearest(levels, width, palette, Bayer(order, 2f * 256 / (palette.Length / 3)), order, cancellation);
    }

    private static void Nearest(Span<byte> levels, int width, byte[] palette, float[] pattern, int order, CancellationToken cancellation)
    {
        var nearest = new NearestColour(palette);
        var row = 3 * width;
        for (var start = 0; start < levels.Length; start += row)
        {
            cancellation.ThrowIfCancellationRequested();
            var shifts = pattern.AsSpan(start / row % order * order, order);
            for (int at = start, x = 0; x < width; at += 3, x++)
            {
                var shift = shifts[x & (order - 1)];
                var colour = 3 * nearest.To(Shifted(levels[at], shift), Shifted(levels[at + 1], shift), Shifted(levels[at + 2], shift));
                (levels[at], levels[at + 1], levels[at + 2]) = (palette[colour], palette[colour + 1], palette[colour + 2]);
            }
        }
    }

    private static int Shifted(byte level, float shift) => (int)Math.Clamp(level + shift, 0, 255);

    // Robert Floyd and Louis Steinberg, 1976: 7/16 to the right, 3, 5 and 1 below. In sixteenths, always from left to right.
    private static void Diffuse(Span<byte> levels, int width, byte[] palette, CancellationToken cancellation)
    {
        var nearest = new NearestColour(palette);
        var (row, below) = (new int[(width + 2) * 3], new int[(width + 2) * 3]);
        Span<int> wanted = stackalloc int[3];
        for (var start = 0; start < levels.Length; start += 3 * width)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(below);
            for (int at = start, place = 3; place <= 3 * width; at += 3, place += 3)
            {
                for (var c = 0; c < 3; c++)
                {
                    wanted[c] = Math.Clamp(levels[at + c] + (row[place + c] / 16), 0, 255);
                }

                var colour = 3 * nearest.To(wanted[0], wanted[1], wanted[2]);
                for (var c = 0; c < 3; c++)
                {
                    var error = wanted[c] - palette[colour + c];
                    row[place + 3 + c] += 7 * error;
                    below[place - 3 + c] += 3 * error;
                    below[place + c] += 5 * error;
                    below[place + 3 + c] += error;
                    levels[at + c] = palette[colour + c];
                }
            }

            (row, below) = (below, row);
        }
    }

    // Bryce Bayer, 1973: each pattern holds the one of half its side four times, shifted a little each time. Around 0, as far apart as the palette's colours.
    private static float[] Bayer(int order, float spread)
    {
        var pattern = new float[order * order];
        for (var i = 0; order > 1 && i < pattern.Length; i++)
        {
            pattern[i] = (spread * Bayer(i % order, i / order, order)) + 0.5f;
        }

        return pattern;
    }

    private static float Bayer(int x, int y, int order)
    {
        if (order == 1)
        {
            return 0;
        }

        var half = order / 2;
        var corner = (y >= half, x >= half) switch
        {
            (false, false) => -1.5f,
            (false, true) => 0.5f,
            (true, false) => 1.5f,
            _ => -0.5f,
        };
        return Bayer(x % half, y % half, half) + (corner / (order * order));
    }
}
