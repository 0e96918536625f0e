using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Parts that a checkpoint lacks. Its other parts are good all the same, so what is missing is told where it is used.</summary>
internal static class Absent
{
    /// <summary>The most bytes that a sentence about it has.</summary>
    public const int LongestSentence = 2000;

    /// <summary>A text encoder that is not there.</summary>
    /// <param name="sentence">Why, and what would be right.</param>
    public static TextEncoder Text(string sentence) => new([]) { Absence = Short(sentence) };

    /// <summary>An autoencoder that is not there.</summary>
    /// <param name="weights">The file that lacks it.</param>
    /// <param name="sentence">Why, and what would be right.</param>
    public static Autoencoder Vae(WeightFile weights, string sentence)
        => new(weights, new AutoencoderConfig(AutoencoderKind.Kl, 4, [1], 1) { NormGroups = 1, Encodes = false, Decodes = false }) { Absence = Short(sentence) };

    /// <summary>Throws where there is no text encoder.</summary>
    /// <exception cref="NodeFailure">With the sentence that says why.</exception>
    public static void Demand(TextEncoder encoder)
    {
        if (encoder.Absence is { } sentence)
        {
            throw new NodeFailure(sentence) { Input = "clip" };
        }
    }

    /// <summary>Throws where there is no autoencoder.</summary>
    /// <exception cref="NodeFailure">With the sentence that says why.</exception>
    public static void Demand(Autoencoder autoencoder)
    {
        if (autoencoder.Absence is { } sentence)
        {
            throw new NodeFailure(sentence) { Input = "vae" };
        }
    }

    // Four bytes for each character at most.
    private static string Short(string sentence) => sentence.Length <= LongestSentence / 4 ? sentence : $"{sentence[..((LongestSentence / 4) - 1)]}…";
}
