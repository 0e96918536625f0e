namespace MySpinBot.Nodes.Tts;

/// <summary>How loud speech is while it sounds.</summary>
internal static class Loudness
{
    private const int Frame = 512;

    /// <summary>Root mean square over the frames that are within 30 dB of the loudest; 0 for silence.</summary>
    public static double Of(ReadOnlySpan<float> speech)
    {
        var powers = new List<float>(speech.Length / Frame);
        for (var i = 0; i + Frame <= speech.Length; i += Frame)
        {
            powers.Add(Product(speech.Slice(i, Frame), speech.Slice(i, Frame)) / Frame);
        }

        var loudest = powers.Count == 0 ? 0 : powers.Max();
        return loudest <= 0 ? 0 : Math.Sqrt(powers.Where(power => power >= loudest / 1000).Average());
    }

    /// <summary>The same, louder or softer, and never beyond full scale.</summary>
    public static Spoken Scaled(Spoken speech, double gain)
    {
        if (gain == 1)
        {
            return speech;
        }

        var scaled = new float[speech.Samples.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Math.Clamp(speech.Samples[i] * (float)gain, -1, 1);
        }

        return speech with { Samples = scaled };
    }

    /// <summary>The sum of the products.</summary>
    public static float Product(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
