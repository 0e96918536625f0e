using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What a made sound is like.</summary>
public enum ToneShape
{
    /// <summary>A pure tone.</summary>
    [Choice("sine")]
    Sine,

    /// <summary>A hollow tone.</summary>
    [Choice("square")]
    Square,

    /// <summary>A bright tone.</summary>
    [Choice("sawtooth")]
    Sawtooth,

    /// <summary>A soft tone.</summary>
    [Choice("triangle")]
    Triangle,

    /// <summary>A sine that glides evenly through the octaves from one pitch to another.</summary>
    [Choice("sweep")]
    Sweep,

    /// <summary>Noise with the same power at every frequency.</summary>
    [Choice("white noise")]
    WhiteNoise,

    /// <summary>Noise with the same power in every octave.</summary>
    [Choice("pink noise")]
    PinkNoise,
}

/// <summary>A sound that is made.</summary>
public static class AudioToneNode
{
    private const double FadeSeconds = 0.005;

    /// <summary>Makes a tone, a sweep or noise. It begins and ends within 5 ms, so that it does not click.</summary>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="shape">What it is like.</param>
    /// <param name="hertz">Pitch of the tone, or where a sweep begins.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="decibels">Its peak: 0 is full scale.</param>
    /// <param name="endHertz">Where a sweep ends.</param>
    /// <param name="seed">Chooses the noise.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="channels">How many channels get it.</param>
    /// <returns>The sound.</returns>
    [Node("AudioTone", Title = "Tone", Category = "audio/make", Search = "tone generator,sine,beep,noise,sweep,test signal", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Make(
        CancellationToken cancellation,
        ToneShape shape = ToneShape.Sine,
        [Range(1.0, 100_000.0)] double hertz = 440,
        [Range(0.0, 86_400.0)] [Input(Step = 0.1)] double seconds = 1,
        [Range(-120.0, 0.0)] double decibels = -12,
        [Range(1.0, 100_000.0)] double endHertz = 4000,
        [Range(0, long.MaxValue)] [Input(Seed = true)] long seed = 0,
        [Range(1000, SoundSize.MaxSampleRate)] [Input(Advanced = true)] int sampleRate = 44_100,
        [Range(1, 8)] [Input(Advanced = true)] int channels = 1)
    {
        RequireAudible(shape, hertz, endHertz, sampleRate);
        var count = SoundSize.SamplesIn(seconds, sampleRate);
        var samples = SoundSize.Allocate(1, channels, count);
        var tone = samples.AsSpan(0, (int)count);
        Fill(tone, shape, hertz, endHertz, seed, sampleRate, cancellation);
        Shape(tone, Decibel.ToGain(decibels), Math.Min(FadeSeconds * sampleRate, count / 2.0));
        for (var channel = 1; channel < channels; channel++)
        {
            tone.CopyTo(samples.AsSpan((int)(channel * count)));
        }

        return Audio.Own(1, channels, sampleRate, samples);
    }

    /// <summary>The sound itself.</summary>
    public static MemoryNeed Need(double seconds, int sampleRate, int channels) => new(DeviceId.Cpu, SoundSize.Bytes(1, channels, seconds * sampleRate));

    private static void RequireAudible(ToneShape shape, double hertz, double endHertz, int sampleRate)
    {
        var highest = shape is ToneShape.WhiteNoise or ToneShape.PinkNoise ? 0 : shape == ToneShape.Sweep ? Math.Max(hertz, endHertz) : hertz;
        if (highest >= sampleRate / 2.0)
        {
            throw new NodeFailure($"A tone of {SoundSize.Text(highest)} Hz cannot be held by {sampleRate} samples a second; choose one under {SoundSize.Text(sampleRate / 2.0)} Hz, or a higher sample rate.")
            {
                Input = shape == ToneShape.Sweep && endHertz > hertz ? "end_hertz" : "hertz",
            };
        }
    }

    private static void Fill(Span<float> tone, ToneShape shape, double hertz, double endHertz, long seed, int sampleRate, CancellationToken cancellation)
    {
        var noise = new RandomNoise(seed);
        var pink = new PinkFilter();
        var oscillator = new Oscillator(hertz, sampleRate, shape switch
        {
            ToneShape.Square => Oscillator.Square,
            ToneShape.Sawtooth => Oscillator.Sawtooth,
            ToneShape.Triangle => Oscillator.Triangle,
            _ => number => number == 1 ? 1 : 0,
        });
        for (var i = 0; i < tone.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            tone[i] = shape switch
            {
                ToneShape.WhiteNoise => (float)noise.Sample(),
                ToneShape.PinkNoise => (float)pink.Next(noise.Sample()),
                ToneShape.Sweep => (float)Math.Sin(Math.Tau * SweepPhase(i, tone.Length, hertz, endHertz, sampleRate)),
                ToneShape.Sine => (float)Math.Sin(Math.Tau * (hertz * i / sampleRate % 1)),
                _ => oscillator.At(hertz * i / sampleRate),
            };
        }
    }

    /// <summary>Periods since the beginning of an exponential sweep.</summary>
    private static double SweepPhase(int sample, int count, double from, double to, int sampleRate)
    {
        var (rate, time) = (Math.Log(to / from), (double)sample / count);
        var seconds = (double)count / sampleRate;
        return (Math.Abs(rate) < 1e-9 ? from * time * seconds : from * seconds * (Math.Exp(rate * time) - 1) / rate) % 1;
    }

    private static void Shape(Span<float> tone, double gain, double fade)
    {
        var peak = 1e-9f;
        foreach (var value in tone)
        {
            peak = Math.Max(peak, Math.Abs(value));
        }

        for (var i = 0; i < tone.Length; i++)
        {
            var edge = Math.Min(1, Math.Min(i, tone.Length - 1 - i) / Math.Max(1, fade));
            tone[i] *= (float)(gain / Math.Max(1, peak) * (1 - Math.Cos(Math.PI * edge)) / 2);
        }
    }
}

/// <summary>White noise made pink: six one-pole filters, after Paul Kellet's "refined method" (music-dsp list, 1999), true to 0.05 dB above 9 Hz at 44.1 kHz.</summary>
internal sealed class PinkFilter
{
    private static readonly double[] Keep = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616];
    private static readonly double[] Take = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980];
    private readonly double[] _state = new double[6];
    private double _last;

    /// <summary>The next sample, within about -1..1.</summary>
    public double Next(double white)
    {
        var sum = _last + (white * 0.5362);
        for (var i = 0; i < _state.Length; i++)
        {
            _state[i] = (_state[i] * Keep[i]) + (white * Take[i]);
            sum += _state[i];
        }

        _last = white * 0.115926;
        return sum * 0.11;
    }
}
