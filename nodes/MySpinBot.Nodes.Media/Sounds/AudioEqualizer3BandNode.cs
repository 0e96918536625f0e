using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Bass, middle and treble.</summary>
public static class AudioEqualizer3BandNode
{
    private const double ShelfQ = 0.707;

    /// <summary>Raises or lowers bass, middle and treble. A band at or above half the sample rate changes nothing; what gets louder than full scale is cut off, as in ComfyUI.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="lowGain">Bass, in decibels.</param>
    /// <param name="lowFreq">Bass lies under this, in hertz.</param>
    /// <param name="midGain">Middle, in decibels.</param>
    /// <param name="midFreq">Middle lies around this, in hertz.</param>
    /// <param name="midQ">How narrow the middle is.</param>
    /// <param name="highGain">Treble, in decibels.</param>
    /// <param name="highFreq">Treble lies above this, in hertz.</param>
    /// <returns>The sound in its new colour.</returns>
    [Node("AudioEqualizer3Band", Title = "Audio equalizer (3 bands)", Category = "audio/edit", Search = "eq,bass boost,treble boost,equalizer", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Equalize(
        Audio audio,
        CancellationToken cancellation,
        [Range(-24.0, 24.0)] [Input(Name = "low_gain_dB", Step = 0.1)] double lowGain = 0,
        [Range(20, 500)] int lowFreq = 100,
        [Range(-24.0, 24.0)] [Input(Name = "mid_gain_dB", Step = 0.1)] double midGain = 0,
        [Range(200, 4000)] int midFreq = 1000,
        [Range(0.1, 10.0)] [Input(Step = 0.1)] double midQ = 0.707,
        [Range(-24.0, 24.0)] [Input(Name = "high_gain_dB", Step = 0.1)] double highGain = 0,
        [Range(1000, 15_000)] int highFreq = 5000)
    {
        var rate = audio.SampleRate;
        (double Gain, double Hertz, Func<Biquad> Filter)[] bands =
        [
            (lowGain, lowFreq, () => Biquad.LowShelf(lowFreq, rate, lowGain, ShelfQ)),
            (midGain, midFreq, () => Biquad.Peak(midFreq, rate, midGain, midQ)),
            (highGain, highFreq, () => Biquad.HighShelf(highFreq, rate, highGain, ShelfQ)),
        ];
        foreach (var band in bands.Where(band => band.Gain != 0 && band.Hertz < rate / 2.0))
        {
            audio = audio.EachChannel(audio.SampleCount, (from, to) => band.Filter().Apply(from, to, limit: 1), cancellation: cancellation);
        }

        return audio;
    }

    /// <summary>The sound after one band and after the next.</summary>
    public static MemoryNeed Need(Audio? audio) => SoundSize.Need(audio, 2);
}
