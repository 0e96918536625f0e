using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where a sound is heard: stretches whose effective level over 10 ms lies above a threshold in any channel.</summary>
internal static class LoudStretches
{
    private const double WindowSeconds = 0.01;

    /// <summary>First and end sample of each stretch in order. Pauses shorter than <paramref name="pause"/> seconds belong to it.</summary>
    public static List<(int First, int End)> Of(Audio audio, double decibels, double pause)
    {
        var window = Math.Max(1, (int)Math.Round(WindowSeconds * audio.SampleRate));
        var threshold = Math.Pow(Decibel.ToGain(decibels), 2);
        var found = new List<(int First, int End)>();
        for (var first = 0; first < audio.SampleCount; first += window)
        {
            var end = Math.Min(first + window, audio.SampleCount);
            if (Power(audio, first, end) <= threshold)
            {
                continue;
            }

            if (found is [.., var last] && first - last.End < pause * audio.SampleRate)
            {
                found[^1] = (last.First, end);
            }
            else
            {
                found.Add((first, end));
            }
        }

        return found;
    }

    private static double Power(Audio audio, int first, int end)
    {
        double loudest = 0;
        for (var row = 0; row < audio.Batch * audio.Channels; row++)
        {
            double sum = 0;
            foreach (var sample in audio.Channel(row / audio.Channels, row % audio.Channels)[first..end])
            {
                sum += sample * sample;
            }

            loudest = Math.Max(loudest, sum / (end - first));
        }

        return loudest;
    }
}
