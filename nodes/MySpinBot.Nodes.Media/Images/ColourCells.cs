using System.Runtime.InteropServices;

namespace MySpinBot.Nodes.Media;

/// <summary>A colour and how many pixels have it; or the mean of colours that are almost the same.</summary>
internal readonly record struct ColourCell(float Red, float Green, float Blue, float Weight);

/// <summary>The colours of a picture.</summary>
internal static class ColourCells
{
    private const int MostSingleColours = 1 << 16;

    /// <summary>Each colour by itself; where there are more than 65536, means of blocks of 4 × 4 × 4 levels.</summary>
    /// <param name="levels">Red, green and blue of each pixel.</param>
    internal static ColourCell[] Of(ReadOnlySpan<byte> levels) => Counted(levels, 0, MostSingleColours) ?? Counted(levels, 2, int.MaxValue)!;

    private static ColourCell[]? Counted(ReadOnlySpan<byte> levels, int shift, int most)
    {
        var places = new Dictionary<int, int>();
        var sums = new List<(long Red, long Green, long Blue, long Count)>();
        var (lastKey, place) = (-1, 0);
        for (var i = 0; i < levels.Length; i += 3)
        {
            var key = ((levels[i] >> shift) << 16) | ((levels[i + 1] >> shift) << 8) | (levels[i + 2] >> shift);
            if (key != lastKey)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out var exists);
                if (!exists)
                {
                    if (sums.Count == most)
                    {
                        return null;
                    }

                    known = sums.Count;
                    sums.Add(default);
                }

                (lastKey, place) = (key, known);
            }

            ref var sum = ref CollectionsMarshal.AsSpan(sums)[place];
            sum = (sum.Red + levels[i], sum.Green + levels[i + 1], sum.Blue + levels[i + 2], sum.Count + 1);
        }

        return [.. sums.Select(sum => new ColourCell((float)sum.Red / sum.Count, (float)sum.Green / sum.Count, (float)sum.Blue / sum.Count, sum.Count))];
    }
}
