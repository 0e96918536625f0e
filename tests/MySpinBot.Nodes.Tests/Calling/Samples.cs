using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

/// <summary>Pictures and sounds that are easy to recognise.</summary>
internal static class Samples
{
    public static Image Flat(int width, int height, params float[] rgb) => Image.Create(1, height, width, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = rgb[i % 3];
        }
    });

    public static Audio Tone(double seconds, int sampleRate = 22_050, double hertz = 440, int channels = 1)
    {
        var count = (int)Math.Round(seconds * sampleRate);
        var samples = new float[count * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = 0.5f * (float)Math.Sin(Math.Tau * hertz * (i % count) / sampleRate);
        }

        return Audio.Own(1, channels, sampleRate, samples);
    }

    public static double Energy(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return samples.Length == 0 ? 0 : Math.Sqrt(sum / samples.Length);
    }
}
