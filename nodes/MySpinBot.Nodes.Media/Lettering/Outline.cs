using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Letters made wider by a distance, with smooth edges.</summary>
/// <remarks>The exact Euclidean distance transform of Felzenszwalb and Huttenlocher (2012), along columns, then rows; half covered pixels count as half a pixel nearer.</remarks>
internal static class Outline
{
    private const float Far = 1e10f;

    /// <summary>All within <paramref name="width"/> pixels of the ink, in a mask that is larger by <paramref name="reach"/> on each side.</summary>
    public static Mask Of(Mask ink, double width, int reach)
    {
        var padded = Padding.Around(ink, reach);
        var squares = new float[padded.Values.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            var cover = padded.Values[i];
            squares[i] = cover <= 0 ? Far : Math.Max(0, 0.5f - cover) * Math.Max(0, 0.5f - cover);
        }

        var line = new DistanceLine(Math.Max(padded.Width, padded.Height));
        for (var x = 0; x < padded.Width; x++)
        {
            line.Transform(squares, x, padded.Width, padded.Height);
        }

        for (var y = 0; y < padded.Height; y++)
        {
            line.Transform(squares, y * padded.Width, 1, padded.Width);
        }

        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = Math.Max(padded.Values[i], (float)Math.Clamp(width + 0.5 - Math.Sqrt(squares[i]), 0, 1));
        }

        return Mask.Own(1, padded.Height, padded.Width, squares);
    }

    /// <summary>The lower envelope of the parabolas that stand on the values of one line.</summary>
    private sealed class DistanceLine(int longest)
    {
        private readonly float[] _values = new float[longest];
        private readonly int[] _roots = new int[longest];
        private readonly float[] _ends = new float[longest + 1];

        public void Transform(float[] grid, int offset, int stride, int count)
        {
            var last = 0;
            (_roots[0], _ends[0], _ends[1]) = (0, -Far, Far);
            for (var q = 0; q < count; q++)
            {
                _values[q] = grid[offset + (q * stride)];
                if (q == 0)
                {
                    continue;
                }

                var meet = Meeting(q, _roots[last]);
                while (last > 0 && meet <= _ends[last])
                {
                    meet = Meeting(q, _roots[--last]);
                }

                last++;
                (_roots[last], _ends[last], _ends[last + 1]) = (q, meet, Far);
            }

            for (int q = 0, at = 0; q < count; q++)
            {
                while (_ends[at + 1] < q)
                {
                    at++;
                }

                var way = q - _roots[at];
                grid[offset + (q * stride)] = _values[_roots[at]] + (way * way);
            }
        }

        private float Meeting(int q, int root) => (float)((_values[q] - (double)_values[root] + ((double)q * q) - ((double)root * root)) / (2.0 * (q - root)));
    }
}
