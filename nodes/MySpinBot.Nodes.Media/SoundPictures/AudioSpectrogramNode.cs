using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A sound drawn by time and frequency.</summary>
public static class AudioSpectrogramNode
{
    private static readonly double[] Marks = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];

    /// <summary>Draws which frequencies a sound has at which time, brighter where they are louder. Channels are mixed; each clip is a picture.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="scale">How frequencies lie: each octave alike, as ears tell them apart, or each hertz alike.</param>
    /// <param name="colors">Colours from quiet to loud.</param>
    /// <param name="decibels">How far below the loudest the darkest lies, in decibels.</param>
    /// <param name="lowest">The frequency at the bottom, in hertz.</param>
    /// <param name="highest">The frequency at the top, in hertz; 0: half the sample rate, which is the most.</param>
    /// <param name="window">Samples that each column looks at: more part neighbouring tones, fewer part moments.</param>
    /// <param name="axes">Whether times stand below and frequencies at the side.</param>
    /// <returns>The pictures.</returns>
    [Node("AudioSpectrogram", Title = "Spectrogram of audio", Category = "audio/picture", Search = "frequencies,fft,mel,visualize audio", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Draw(
        Audio audio,
        CancellationToken cancellation,
        [Range(64, 4096)] int width = 640,
        [Range(64, 4096)] int height = 360,
        FrequencyScale scale = FrequencyScale.Logarithmic,
        ColourScale colors = ColourScale.Dusk,
        [Range(20.0, 160.0)] double decibels = 80,
        [Range(10.0, 100_000.0)] double lowest = 50,
        [Range(0.0, 200_000.0)] double highest = 0,
        [Choices("256", "512", "1024", "2048", "4096", "8192"), Input(Advanced = true)] string window = "2048",
        bool axes = true)
    {
        var top = highest > 0 ? Math.Min(highest, audio.SampleRate / 2.0) : audio.SampleRate / 2.0;
        if (lowest >= top)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"The lowest frequency, {lowest:0.#} Hz, does not lie under the highest, {top:0.#} Hz; a sound of {audio.SampleRate} samples a second has frequencies up to half of that.")) { Input = "lowest" };
        }

        var spectrogram = new Spectrogram(scale, lowest, top, int.Parse(window, CultureInfo.InvariantCulture));
        var (left, usable) = axes ? (Axis.FrequencyWidth, height - Axis.TimeHeight) : (0, height);
        return PictureOfEachClip.Draw(audio, width, height, DrawClip, cancellation);

        Image DrawClip(int clip)
        {
            var columns = width - left;
            var levels = spectrogram.Decibels(Mixdown.Mono(audio, clip), audio.SampleRate, columns, usable, cancellation);
            var loudest = Math.Max(levels.Max(), -120);
            var canvas = new Canvas(width, height, colors.At(0)).Shade((x, y)
                => x < left || y >= usable ? colors.At(0) : colors.At(1 + ((levels[(y * columns) + x - left] - loudest) / decibels)));
            if (axes)
            {
                DrawFrequencies(canvas, spectrogram, usable);
                Axis.DrawTime(canvas, left, usable, audio.Seconds, Colour.White.Fade(0.75f));
            }

            return canvas.ToImage();
        }
    }

    /// <summary>The pictures, their levels, and one mixed channel.</summary>
    public static MemoryNeed Need(Audio? audio, int width, int height)
        => new(DeviceId.Cpu, (((audio?.Batch ?? 1) + 2L) * width * height * 3 * sizeof(float)) + ((audio?.SampleCount ?? 0) * (long)sizeof(float)));

    private static void DrawFrequencies(Canvas canvas, Spectrogram spectrogram, int height)
    {
        var (ink, lastRow) = (Colour.White.Fade(0.75f), double.MaxValue);
        foreach (var hertz in Marks.Where(hertz => hertz >= spectrogram.Lowest && hertz <= spectrogram.Highest))
        {
            var row = height * (1 - spectrogram.Scale.Place(hertz, spectrogram.Lowest, spectrogram.Highest));
            canvas.FillRectangle(Axis.FrequencyWidth, row, canvas.Width, 1, Colour.White.Fade(0.1f));
            if (lastRow - row >= 16)
            {
                canvas.FillRectangle(Axis.FrequencyWidth - 4, row, 4, 1, ink.Fade(0.7f));
                Axis.Write(canvas, hertz >= 1000 ? $"{hertz / 1000:0} k" : $"{hertz:0}", Axis.FrequencyWidth - 7, Math.Clamp(row - 4, 2, height - 8), 1, ink);
                lastRow = row;
            }
        }
    }
}
