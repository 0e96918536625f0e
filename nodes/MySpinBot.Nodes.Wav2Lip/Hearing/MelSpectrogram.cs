using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What Wav2Lip hears: 80 mel bands every 12.5 ms, in decibels between −100 and 0, spread over −4..4.</summary>
/// <remarks>audio.py and hparams.py of Wav2Lip: 20·log₁₀(max(10⁻⁵, mel)) − 20, then (S + 100) / 100 · 8 − 4, cut at both ends.</remarks>
internal sealed class MelSpectrogram
{
    /// <summary>Samples a second of the sound.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Steps a second.</summary>
    public const double StepsPerSecond = (double)SampleRate / SpeechSpectrum.Hop;

    // Shorter sounds are followed by silence: a picture hears sixteen steps.
    private const int ShortestSound = (Wav2LipGenerator.MelSteps - 1) * SpeechSpectrum.Hop;

    private readonly float[] _values; // [bands, steps]

    private MelSpectrogram(int steps) => (Steps, _values) = (steps, new float[Bands.Count * steps]);

    /// <summary>The bands: 55 to 7,600 Hz.</summary>
    public static MelBands Bands { get; } = new(Wav2LipGenerator.MelBands, SpeechSpectrum.Size, SampleRate, 55, 7600);

    /// <summary>Steps: at least as many as one picture hears.</summary>
    public int Steps { get; }

    /// <summary>All values, [bands, steps].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Of a sound of 16,000 samples a second.</summary>
    public static MelSpectrogram Of(float[] sound, CancellationToken cancellation)
    {
        var heard = sound.Length >= ShortestSound ? sound : [.. sound, .. new float[ShortestSound - sound.Length]];
        var mel = new MelSpectrogram(SpeechSpectrum.Steps(heard.Length));
        var blocks = (mel.Steps + SpeechSpectrum.AtOnce - 1) / SpeechSpectrum.AtOnce;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, () => (new SpeechSpectrum(), new float[SpeechSpectrum.Bins * SpeechSpectrum.AtOnce]), Fill, _ => { });
        return mel;

        (SpeechSpectrum, float[]) Fill(int block, ParallelLoopState state, (SpeechSpectrum Spectrum, float[] Magnitudes) work)
        {
            work.Spectrum.Read(heard, block * SpeechSpectrum.AtOnce, work.Magnitudes);
            mel.Hear(work.Magnitudes, block * SpeechSpectrum.AtOnce);
            return work;
        }
    }

    /// <summary>The first step that a picture hears: the one at its time, but never so late that steps are missing at the end.</summary>
    /// <remarks>inference.py of Wav2Lip: int(i · 80 / fps); the last piece ends with the sound.</remarks>
    /// <param name="frame">The picture, counted from 0.</param>
    /// <param name="framesPerSecond">Pictures a second.</param>
    public int Start(long frame, double framesPerSecond) => (int)Math.Min(Steps - Wav2LipGenerator.MelSteps, Math.Floor(frame * (StepsPerSecond / framesPerSecond)));

    /// <summary>What a picture hears, [bands, 16].</summary>
    public void Copy(int start, Span<float> piece)
    {
        for (var band = 0; band < Bands.Count; band++)
        {
            _values.AsSpan((band * Steps) + start, Wav2LipGenerator.MelSteps).CopyTo(piece[(band * Wav2LipGenerator.MelSteps)..]);
        }
    }

    private void Hear(ReadOnlySpan<float> magnitudes, int first)
    {
        Span<float> sums = stackalloc float[SpeechSpectrum.AtOnce];
        var count = Math.Min(SpeechSpectrum.AtOnce, Steps - first);
        for (var band = 0; band < Bands.Count; band++)
        {
            sums.Clear();
            var (bin, weights) = Bands[band];
            foreach (var weight in weights)
            {
                var row = magnitudes.Slice(bin++ * SpeechSpectrum.AtOnce, SpeechSpectrum.AtOnce);
                for (var i = 0; i < row.Length; i++)
                {
                    sums[i] += row[i] * weight;
                }
            }

            for (var i = 0; i < count; i++)
            {
                _values[(band * Steps) + first + i] = Level(sums[i]);
            }
        }
    }

    private static float Level(float magnitude)
        => Math.Clamp((((20 * MathF.Log10(Math.Max(1e-5f, magnitude))) - 20 + 100) / 100 * 8) - 4, -4, 4);
}
