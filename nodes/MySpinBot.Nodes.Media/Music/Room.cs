namespace MySpinBot.Nodes.Media;

/// <summary>The echo of a room: four combs and two all-passes a side, after Schroeder ("Natural sounding artificial reverberation", 1962); the sides have other lengths.</summary>
internal static class Room
{
    private static readonly double[] Combs = [0.0297, 0.0371, 0.0411, 0.0437];
    private static readonly double[] AllPasses = [0.005, 0.0017];

    private const double Decay = 2.4; // seconds by which an echo is 60 dB down
    private const float Diffusion = 0.7f;
    private const float Damping = 0.35f;

    /// <summary>Adds the echo of a channel to itself.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="amount">How much of it is heard.</param>
    /// <param name="spread">Factor of all lengths: another one for each side.</param>
    public static void Add(Span<float> channel, int sampleRate, float amount, double spread)
    {
        var echo = new float[channel.Length];
        foreach (var seconds in Combs)
        {
            Comb(channel, echo, Math.Max(1, (int)(seconds * spread * sampleRate)), (float)Math.Pow(10, -3 * seconds * spread / Decay));
        }

        foreach (var seconds in AllPasses)
        {
            AllPass(echo, Math.Max(1, (int)(seconds * spread * sampleRate)));
        }

        for (var i = 0; i < channel.Length; i++)
        {
            channel[i] += amount * echo[i];
        }
    }

    private static void Comb(ReadOnlySpan<float> from, Span<float> to, int length, float feedback)
    {
        var (line, at, low) = (new float[length], 0, 0f);
        for (var i = 0; i < from.Length; i++)
        {
            // Walls swallow the treble first.
            low += (line[at] - low) * (1 - Damping);
            to[i] += line[at] / Combs.Length;
            line[at] = from[i] + (low * feedback);
            at = at + 1 == length ? 0 : at + 1;
        }
    }

    private static void AllPass(Span<float> samples, int length)
    {
        var (line, at) = (new float[length], 0);
        for (var i = 0; i < samples.Length; i++)
        {
            var delayed = line[at];
            var into = samples[i] + (Diffusion * delayed);
            (line[at], samples[i]) = (into, delayed - (Diffusion * into));
            at = at + 1 == length ? 0 : at + 1;
        }
    }
}
