namespace MySpinBot.Nodes.Media;

/// <summary>The power spectrum of a stretch of sound under a Hann window. A sine of full scale has the power 1 in its bin.</summary>
internal sealed class SpectrumWindow
{
    private readonly Fourier _fourier;
    private readonly double[] _window;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    /// <param name="size">Samples, a power of two.</param>
    public SpectrumWindow(int size)
    {
        (_fourier, _real, _imaginary) = (new Fourier(size), new double[size], new double[size]);
        _window = [.. Enumerable.Range(0, size).Select(i => (1 - Math.Cos(Math.Tau * i / size)) / 2)];
        Size = size;
    }

    /// <summary>Samples.</summary>
    public int Size { get; }

    /// <summary>Frequencies from 0 to half the sample rate, both included.</summary>
    public int Bins => (Size / 2) + 1;

    /// <summary>Adds the power around a sample to <paramref name="power"/>; outside the sound there is silence.</summary>
    /// <param name="sound">The samples.</param>
    /// <param name="centre">The middle of the window.</param>
    /// <param name="power">One value a bin.</param>
    public void AddPower(ReadOnlySpan<float> sound, long centre, Span<double> power)
    {
        var first = centre - (Size / 2);
        for (var i = 0; i < Size; i++)
        {
            var at = first + i;
            _real[i] = at >= 0 && at < sound.Length && float.IsFinite(sound[(int)at]) ? sound[(int)at] * _window[i] : 0;
        }

        Array.Clear(_imaginary);
        _fourier.Transform(_real, _imaginary);
        var scale = 16.0 / ((double)Size * Size); // A sine of amplitude 1 gives size / 4 under this window.
        for (var bin = 0; bin < Bins; bin++)
        {
            power[bin] += ((_real[bin] * _real[bin]) + (_imaginary[bin] * _imaginary[bin])) * scale;
        }
    }
}
