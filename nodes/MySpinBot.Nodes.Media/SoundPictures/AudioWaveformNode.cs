using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A sound drawn over time.</summary>
public static class AudioWaveformNode
{
    /// <summary>Draws a sound over time: its peaks, and within them its effective level (RMS). Each clip is a picture.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="color">Colour of the peaks.</param>
    /// <param name="levelColor">Colour of the effective level.</param>
    /// <param name="background">Colour behind it.</param>
    /// <param name="channels">separate: a row for each channel; mixed: all in one.</param>
    /// <param name="fill">Whether the loudest peak fills the height; otherwise full scale does.</param>
    /// <param name="axes">Whether times stand below.</param>
    /// <returns>The pictures.</returns>
    [Node("AudioWaveform", Title = "Waveform of audio", Category = "audio/picture", Search = "draw sound,peaks,oscillogram,visualize audio", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Image Draw(
        Audio audio,
        CancellationToken cancellation,
        [Range(64, 4096)] int width = 640,
        [Range(64, 4096)] int height = 240,
        [Input(Color = true)] string color = "#2f9e9a",
        [Input(Color = true)] string levelColor = "#8ff0d8",
        [Input(Color = true)] string background = "#0f1a26",
        [Choices("separate", "mixed")] string channels = "separate",
        bool fill = false,
        bool axes = true)
    {
        var look = new WaveLook(Colour.Parse(color), Colour.Parse(levelColor), Colour.Parse(background));
        return PictureOfEachClip.Draw(audio, width, height, DrawClip, cancellation);

        Image DrawClip(int clip)
        {
            var rows = (channels == "mixed" ? [Mixdown.Mono(audio, clip)] : Enumerable.Range(0, audio.Channels).Select(channel => audio.Channel(clip, channel).ToArray()))
                .Select(sound => WaveColumn.Of(sound, width)).ToArray();
            var peak = rows.Max(row => row.Max(column => Math.Max(column.Highest, -column.Lowest)));
            var canvas = new Canvas(width, height, look.Background);
            var usable = axes ? height - Axis.TimeHeight : height;
            for (var row = 0; row < rows.Length; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                look.DrawRow(canvas, rows[row], (double)usable * row / rows.Length, (double)usable / rows.Length, fill && peak > 0 ? 1 / peak : 1);
            }

            if (axes)
            {
                Axis.DrawTime(canvas, 0, usable, audio.Seconds, look.Ink);
            }

            return canvas.ToImage();
        }
    }

    /// <summary>The pictures, and one channel at a time.</summary>
    public static MemoryNeed Need(Audio? audio, int width, int height)
        => new(DeviceId.Cpu, ((audio?.Batch ?? 1) * (long)width * height * 3 * sizeof(float)) + ((audio?.Channels ?? 1) * (long)(audio?.SampleCount ?? 0) * sizeof(float)));
}

/// <summary>Colours of a wave.</summary>
/// <param name="Peaks">From the lowest to the highest value.</param>
/// <param name="Level">The effective level.</param>
/// <param name="Background">Behind it.</param>
internal sealed record WaveLook(Colour Peaks, Colour Level, Colour Background)
{
    /// <summary>For lines and letters: what stands out from the background.</summary>
    public Colour Ink => ((0.3 * Background.Red) + (0.59 * Background.Green) + (0.11 * Background.Blue) < 0.5 ? Colour.White : Colour.Black).Fade(0.75f);

    /// <summary>One channel within a row of the canvas.</summary>
    public void DrawRow(Canvas canvas, WaveColumn[] columns, double top, double height, float gain)
    {
        var (middle, reach) = (top + (height / 2), Math.Max(1, (height / 2) - 3));
        canvas.FillRectangle(0, Math.Floor(middle), canvas.Width, 1, Ink.Fade(0.25f));
        canvas.FillRectangle(0, Math.Round(middle - reach), canvas.Width, 1, Ink.Fade(0.08f)).FillRectangle(0, Math.Round(middle + reach), canvas.Width, 1, Ink.Fade(0.08f));
        for (var x = 0; x < columns.Length; x++)
        {
            var column = columns[x];
            var (high, low) = (Y(column.Highest), Y(column.Lowest));
            if (low - high < 1.2)
            {
                (high, low) = (((high + low) / 2) - 0.6, ((high + low) / 2) + 0.6);
            }

            Bar(canvas, x, high, low, Peaks);
            var (up, down) = (Math.Max(high, Y(column.Effective)), Math.Min(low, Y(-column.Effective)));
            Bar(canvas, x, up, down, Level.Fade(0.85f));
        }

        double Y(float value) => middle - (Math.Clamp(value * gain, -1, 1) * reach);
    }

    private static void Bar(Canvas canvas, int x, double from, double to, Colour colour)
    {
        if (to > from)
        {
            canvas.FillRectangle(x, from, 1, to - from, colour);
        }
    }
}
