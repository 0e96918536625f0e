using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Parts that a checkpoint lacks. Its other parts are good all the same, so what is missing is told where it is used.</summary>
internal static class Absent
{
    /// <summary>The most bytes that a sentence about it has.</summary>
    public const int LongestSentence = 2000;

    /// <summary>Throws where there is no text encoder.</summary>
    public static void Demand(TextEncoder encoder)
    {
        if (encoder.Absence is { } sentence)
        {
            throw new NodeFailure(sentence) { Input = "clip" };
        }
    }

    /// <summary>Throws where there is no autoencoder.</summary>
    public static void Demand(Autoencoder autoencoder)
    {
        if (autoencoder.Absence is { } sentence)
        {
            throw new NodeFailure(sentence) { Input = "vae" };
        }
    }
}
