using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Another sample rate, by a sinc under a Kaiser window (Smith, "Digital Audio Resampling"; Kaiser 1974).</summary>
/// <remarks>64 zero crossings on each side and a stop band of 100 dB. What lies above 0.9 of half the lower rate fades, and above half of it is gone.
/// Ratios of small numbers have a filter for every place between two samples; others take theirs from 4,096 places, with a straight line between them.</remarks>
internal sealed class Resampling
{
    private const int MostPlaces = 4096;
    private const double CutOff = 0.95;
    private const double Beta = 0.1102 * (100 - 8.7);

    private readonly int _up;
    private readonly int _down;
    private readonly int _places;
    private readonly int _taps;
    private readonly int _reach;
    private readonly float[] _filters; // [places + 1, taps]

    /// <param name="from">The sample rate as it is.</param>
    /// <param name="to">The sample rate wanted.</param>
    /// <param name="crossings">Zero crossings on each side: more are sharper and slower.</param>
    public Resampling(int from, int to, int crossings = 64)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        (_up, _down) = (to / divisor, from / divisor);
        var width = Math.Min(1, (double)_up / _down) * CutOff;
        _reach = (int)Math.Ceiling(crossings / width);
        _taps = 2 * _reach;
        _places = (int)Math.Min(_up, Math.Clamp((1L << 23) / _taps, 32, MostPlaces));
        _filters = new float[(_places + 1) * _taps];
        for (var place = 0; place <= _places; place++)
        {
            Fill(_filters.AsSpan(place * _taps, _taps), (double)place / _places, width, crossings);
        }
    }

    /// <summary>A sound at another sample rate; as long as it was, to the sample.</summary>
    public static Audio To(Audio audio, int sampleRate, CancellationToken cancellation)
    {
        if (audio.SampleRate == sampleRate)
        {
            return audio;
        }

        var count = Length(audio.SampleCount, audio.SampleRate, sampleRate);
        SoundSize.Require(audio.Batch, audio.Channels, count);
        var resampling = new Resampling(audio.SampleRate, sampleRate);
        return audio.EachChannel(count, (from, to) => resampling.Apply(from, to, cancellation), sampleRate, cancellation);
    }

    /// <summary>Samples afterwards: rounded up, as ComfyUI and torchaudio do.</summary>
    public static long Length(long samples, int from, int to) => ((samples * to) + from - 1) / from;

    /// <summary>Resamples one channel; before and after it there is silence.</summary>
    public void Apply(ReadOnlySpan<float> from, Span<float> to, CancellationToken cancellation)
    {
        var (padded, filter) = (new float[from.Length + (2 * _taps)], new float[_taps]);
        from.CopyTo(padded.AsSpan(_taps));
        for (var i = 0; i < to.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var (whole, rest) = Math.DivRem((long)i * _down, _up);
            var window = padded.AsSpan((int)(whole - _reach + 1 + _taps), _taps);
            to[i] = Dot(Filter((double)rest / _up * _places, filter), window);
        }
    }

    private ReadOnlySpan<float> Filter(double place, float[] mixed)
    {
        var below = (int)place;
        var lower = _filters.AsSpan(below * _taps, _taps);
        if (_places == _up)
        {
            return _filters.AsSpan((int)Math.Round(place) * _taps, _taps);
        }

        var upper = _filters.AsSpan((below + 1) * _taps, _taps);
        var way = (float)(place - below);
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = lower[i] + ((upper[i] - lower[i]) * way);
        }

        return mixed;
    }

    private void Fill(Span<float> filter, double place, double width, int crossings)
    {
        double sum = 0;
        Span<double> exact = _taps <= 4096 ? stackalloc double[_taps] : new double[_taps];
        for (var i = 0; i < _taps; i++)
        {
            var distance = (i - _reach + 1 - place) * width;
            var edge = distance / crossings;
            exact[i] = Math.Abs(edge) >= 1 ? 0 : Sinc(distance) * Bessel(Beta * Math.Sqrt(1 - (edge * edge)));
            sum += exact[i];
        }

        // A steady value stays exactly what it is, at every place.
        for (var i = 0; i < _taps; i++)
        {
            filter[i] = (float)(exact[i] / sum);
        }
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The modified Bessel function of order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            sum += ones[i] * others[i];
        }

        var total = Vector.Sum(sum);
        for (var i = ones.Length * Vector<float>.Count; i < one.Length; i++)
        {
            total += one[i] * other[i];
        }

        return total;
    }
}
