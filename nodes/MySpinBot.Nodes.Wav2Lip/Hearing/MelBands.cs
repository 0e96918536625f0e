namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Slaney's mel bands: triangles over the bins of a spectrum, evenly spaced in mel, each of the same area.</summary>
/// <remarks>M. Slaney, "Auditory Toolbox" (1998): linear below 1 kHz, logarithmic above; as librosa.filters.mel makes them with htk=False and norm="slaney".</remarks>
internal sealed class MelBands
{
    private const double LinearHertz = 200.0 / 3, BreakHertz = 1000, BreakMel = BreakHertz / LinearHertz;
    private static readonly double LogStep = Math.Log(6.4) / 27;

    private readonly (int First, float[] Weights)[] _bands;

    /// <param name="count">Bands.</param>
    /// <param name="size">Samples of the transform.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="lowest">Where the first triangle begins, in hertz.</param>
    /// <param name="highest">Where the last one ends.</param>
    public MelBands(int count, int size, int sampleRate, double lowest, double highest)
    {
        _bands = new (int, float[])[count];
        var edges = new double[count + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = Hertz(Mel(lowest) + ((Mel(highest) - Mel(lowest)) * i / (count + 1)));
        }

        for (var band = 0; band < count; band++)
        {
            _bands[band] = Triangle(edges.AsSpan(band, 3), size, sampleRate);
        }
    }

    /// <summary>How many.</summary>
    public int Count => _bands.Length;

    /// <summary>The first bin that a band hears, and how much it hears of that one and of those that follow.</summary>
    public (int First, float[] Weights) this[int band] => _bands[band];

    private static (int First, float[] Weights) Triangle(ReadOnlySpan<double> edges, int size, int sampleRate)
    {
        var (first, weights) = (0, new List<float>());
        for (var bin = 0; bin <= size / 2; bin++)
        {
            var hertz = (double)bin * sampleRate / size;
            var height = Math.Min((hertz - edges[0]) / (edges[1] - edges[0]), (edges[2] - hertz) / (edges[2] - edges[1]));
            if (height > 0)
            {
                first = weights.Count == 0 ? bin : first;

                // librosa keeps the triangles in float32 before it makes their areas alike.
                weights.Add((float)((float)height * (2 / (edges[2] - edges[0]))));
            }
        }

        return (first, [.. weights]);
    }

    private static double Mel(double hertz) => hertz < BreakHertz ? hertz / LinearHertz : BreakMel + (Math.Log(hertz / BreakHertz) / LogStep);

    private static double Hertz(double mel) => mel < BreakMel ? mel * LinearHertz : BreakHertz * Math.Exp(LogStep * (mel - BreakMel));
}
