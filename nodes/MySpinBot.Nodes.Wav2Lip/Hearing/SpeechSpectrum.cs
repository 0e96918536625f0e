using MySpinBot.Films;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Magnitudes of short pieces of speech: pre-emphasis, periodic Hann windows of 800 samples every 200, centred, mirrored at both ends. One thread at a time.</summary>
/// <remarks>audio.py of Wav2Lip: y[n] = x[n] − 0.97·x[n−1], then librosa.stft(n_fft=800, hop_length=200, win_length=800). Two real pieces go into one complex transform.</remarks>
internal sealed class SpeechSpectrum
{
    /// <summary>Samples of a window.</summary>
    public const int Size = 800;

    /// <summary>Samples from one window to the next.</summary>
    public const int Hop = 200;

    /// <summary>Frequencies from 0 to half the sample rate.</summary>
    public const int Bins = (Size / 2) + 1;

    /// <summary>Windows that are transformed together.</summary>
    public const int AtOnce = 2 * Signals;

    private const int Signals = 8;
    private const double Emphasis = 0.97;

    private static readonly double[] Window = Hann();

    private readonly Fourier _fourier = new(Size, Signals);
    private readonly double[] _samples = new double[((AtOnce - 1) * Hop) + Size];
    private readonly double[] _real = new double[Size * Signals];
    private readonly double[] _imaginary = new double[Size * Signals];

    /// <summary>A periodic Hann window.</summary>
    public static double[] Hann() => [.. Enumerable.Range(0, Size).Select(i => 0.5 - (0.5 * Math.Cos(Math.Tau * i / Size)))];

    /// <summary>Windows that a sound has.</summary>
    public static int Steps(int samples) => 1 + (samples / Hop);

    /// <summary>The sound with its high frequencies raised, one sample.</summary>
    public static double Emphasised(ReadOnlySpan<float> sound, int at) => at == 0 ? sound[0] : sound[at] - (Emphasis * sound[at - 1]);

    /// <summary>The magnitudes of the windows from <paramref name="first"/> on; of those behind the last one nothing is said.</summary>
    /// <param name="sound">The whole sound, 16,000 samples a second, longer than half a window.</param>
    /// <param name="first">The first window.</param>
    /// <param name="magnitudes">[<see cref="Bins"/>, <see cref="AtOnce"/>].</param>
    public void Read(ReadOnlySpan<float> sound, int first, Span<float> magnitudes)
    {
        Gather(sound, (first * Hop) - (Size / 2));
        for (var i = 0; i < Size; i++)
        {
            var (window, at) = (Window[i], i * Signals);
            for (var signal = 0; signal < Signals; signal++)
            {
                _real[at + signal] = _samples[(signal * Hop) + i] * window;
                _imaginary[at + signal] = _samples[((signal + Signals) * Hop) + i] * window;
            }
        }

        _fourier.Transform(_real, _imaginary);
        Separate(magnitudes);
    }

    private void Gather(ReadOnlySpan<float> sound, int start)
    {
        var end = sound.Length - 1;
        for (var i = 0; i < _samples.Length; i++)
        {
            var at = Math.Abs(start + i);
            at = at > end ? (2 * end) - at : at;

            // Only windows behind the last one look farther than one mirror.
            _samples[i] = at < 0 ? 0 : Emphasised(sound, at);
        }
    }

    // z = a + ib of real a and b: A(k) = (Z(k) + Z*(−k)) / 2, B(k) = (Z(k) − Z*(−k)) / 2i.
    private void Separate(Span<float> magnitudes)
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            var (at, mirrored) = (bin * Signals, (Size - bin) % Size * Signals);
            for (var signal = 0; signal < Signals; signal++)
            {
                var (real, imaginary) = (_real[at + signal], _imaginary[at + signal]);
                var (otherReal, otherImaginary) = (_real[mirrored + signal], _imaginary[mirrored + signal]);
                magnitudes[(bin * AtOnce) + signal] = Length(real + otherReal, imaginary - otherImaginary);
                magnitudes[(bin * AtOnce) + Signals + signal] = Length(real - otherReal, imaginary + otherImaginary);
            }
        }
    }

    private static float Length(double twiceReal, double twiceImaginary) => (float)(Math.Sqrt((twiceReal * twiceReal) + (twiceImaginary * twiceImaginary)) / 2);
}
