namespace MySpinBot.Nodes.Media;

/// <summary>The colour of a palette that is nearest to any colour of 8-bit levels. Exact, and quick: for each block of 8 × 8 × 8 levels those colours are remembered that can be the nearest.</summary>
/// <param name="palette">Red, green and blue of each colour; up to 256.</param>
internal sealed class NearestColour(byte[] palette)
{
    private const int Shift = 3;
    private const int Side = 1 << Shift;

    private readonly byte[]?[] _candidates = new byte[]?[1 << (3 * (8 - Shift))];

    /// <summary>Its number in the palette.</summary>
    internal int To(int red, int green, int blue)
    {
        ref var candidates = ref _candidates[((red >> Shift) << (2 * (8 - Shift))) | ((green >> Shift) << (8 - Shift)) | (blue >> Shift)];
        candidates ??= Candidates(red & -Side, green & -Side, blue & -Side);
        var (best, least) = (0, int.MaxValue);
        foreach (var candidate in candidates)
        {
            var (r, g, b) = (palette[3 * candidate] - red, palette[(3 * candidate) + 1] - green, palette[(3 * candidate) + 2] - blue);
            var distance = (r * r) + (g * g) + (b * b);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    // A colour whose nearest corner is farther than another's farthest one is never the nearest.
    private byte[] Candidates(int red, int green, int blue)
    {
        var count = palette.Length / 3;
        Span<int> nearest = stackalloc int[256];
        var limit = int.MaxValue;
        for (var i = 0; i < count; i++)
        {
            var (r, g, b) = (Reach(palette[3 * i], red), Reach(palette[(3 * i) + 1], green), Reach(palette[(3 * i) + 2], blue));
            nearest[i] = (r.Near * r.Near) + (g.Near * g.Near) + (b.Near * b.Near);
            limit = Math.Min(limit, (r.Far * r.Far) + (g.Far * g.Far) + (b.Far * b.Far));
        }

        var candidates = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            if (nearest[i] <= limit)
            {
                candidates.Add((byte)i);
            }
        }

        return [.. candidates];
    }

    private static (int Near, int Far) Reach(int level, int start)
    {
        var end = start + Side - 1;
        return (level < start ? start - level : level > end ? level - end : 0, Math.Max(Math.Abs(level - start), Math.Abs(level - end)));
    }
}
