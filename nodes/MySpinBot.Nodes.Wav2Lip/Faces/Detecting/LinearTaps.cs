namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Which old pixels make each new one of a row, and with what weights: a triangle of one pixel's reach, or of one new pixel's where the row shrinks; half-pixel centres, edges cut off.</summary>
internal sealed class LinearTaps
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    public LinearTaps(int length, int scaled)
    {
        (_first, _weights) = (new int[scaled], new float[scaled][]);
        IsCopy = length == scaled;
        var step = (double)length / scaled;
        var reach = Math.Max(1, step);
        for (var i = 0; i < scaled; i++)
        {
            var centre = ((i + 0.5) * step) - 0.5;
            var (from, to) = (Math.Max(0, (int)Math.Floor(centre - reach) + 1), Math.Min(length - 1, (int)Math.Ceiling(centre + reach) - 1));
            if (to < from)
            {
                from = to = Math.Clamp((int)Math.Round(centre), 0, length - 1);
            }

            (_first[i], _weights[i]) = (from, Weights(from, to, centre, reach));
            Most = Math.Max(Most, _weights[i].Length);
        }
    }

    /// <summary>Whether every new pixel is an old one.</summary>
    public bool IsCopy { get; }

    /// <summary>The most old pixels that make a new one.</summary>
    public int Most { get; }

    /// <summary>The first old pixel of a new one, and the weights from there on.</summary>
    public (int First, float[] Weights) At(int index) => (_first[index], _weights[index]);

    private static float[] Weights(int from, int to, double centre, double reach)
    {
        var weights = new float[to - from + 1];
        var sum = 0.0;
        for (var k = from; k <= to; k++)
        {
            sum += Math.Max(0, 1 - (Math.Abs(k - centre) / reach));
        }

        for (var k = from; k <= to; k++)
        {
            weights[k - from] = sum > 0 ? (float)(Math.Max(0, 1 - (Math.Abs(k - centre) / reach)) / sum) : 1f / weights.Length;
        }

        return weights;
    }
}
