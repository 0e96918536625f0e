using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>The colour of a palette that is nearest to any colour, looked for among all, as many at once as the processor takes.</summary>
internal sealed class NearestMean
{
    private readonly float[] _red, _green, _blue;

    internal NearestMean(ColourCell[] palette)
    {
        var padded = (palette.Length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (_red, _green, _blue) = (Padded(cell => cell.Red), Padded(cell => cell.Green), Padded(cell => cell.Blue));

        // The last colour is repeated; the first of equals is found.
        float[] Padded(Func<ColourCell, float> part) => [.. Enumerable.Range(0, padded).Select(i => part(palette[Math.Min(i, palette.Length - 1)]))];
    }

    internal int To(ColourCell cell)
    {
        var (least, index) = (new Vector<float>(float.MaxValue), Vector<int>.Zero);
        for (var i = 0; i < _red.Length; i += Vector<float>.Count)
        {
            var red = new Vector<float>(_red, i) - new Vector<float>(cell.Red);
            var green = new Vector<float>(_green, i) - new Vector<float>(cell.Green);
            var blue = new Vector<float>(_blue, i) - new Vector<float>(cell.Blue);
            var distance = (red * red) + (green * green) + (blue * blue);
            var nearer = Vector.LessThan(distance, least);
            index = Vector.ConditionalSelect(nearer, new Vector<int>(i), index);
            least = Vector.Min(distance, least);
        }

        var best = 0;
        for (var lane = 1; lane < Vector<float>.Count; lane++)
        {
            best = least[lane] < least[best] || (least[lane] == least[best] && index[lane] + lane < index[best] + best) ? lane : best;
        }

        return Math.Min(index[best] + best, _red.Length - 1);
    }
}
