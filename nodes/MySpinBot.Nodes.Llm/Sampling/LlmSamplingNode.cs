using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>How language models choose their words.</summary>
public static class LlmSamplingNode
{
    /// <summary>Says how a language model chooses the next token.</summary>
    /// <remarks>Tokens are first made less likely by penalties, then left out by the limits (top-k, typical, top-p, min-p), and of what is left one is drawn at the temperature. With mirostat the limits do not count.
    /// The seed is that of the node that writes.</remarks>
    /// <param name="temperature">0 takes the likeliest token each time; higher is more surprising.</param>
    /// <param name="topK">Only the likeliest so many tokens; 0 for all.</param>
    /// <param name="topP">Only the likeliest tokens that have this probability together.</param>
    /// <param name="minP">Only tokens at least so likely, as a part of the likeliest one's probability.</param>
    /// <param name="typicalP">Only tokens about as surprising as is to be expected; 1 for all.</param>
    /// <param name="repetitionPenalty">What the likelihood of tokens that came before is divided by; 1 for nothing.</param>
    /// <param name="frequencyPenalty">Taken from a token for each time that it came.</param>
    /// <param name="presencePenalty">Taken from a token if it came at all.</param>
    /// <param name="penaltyWindow">How many tokens back these three look; -1 for all.</param>
    /// <param name="dryMultiplier">Strength of the penalty for going on with a sequence that came before (DRY); 0 for none.</param>
    /// <param name="dryBase">How fast that grows with the sequence.</param>
    /// <param name="dryAllowedLength">Sequences up to this long are free of it.</param>
    /// <param name="mirostat">Keeps the surprise constant instead of the limits: off, or its version.</param>
    /// <param name="mirostatTau">The surprise that mirostat aims at.</param>
    /// <param name="mirostatEta">How fast mirostat corrects.</param>
    /// <returns>The settings.</returns>
    [Node("LlmSampling", Title = "Sampling of text", Category = "llm/models", Search = "temperature,top-k,top-p,min-p,penalty,mirostat,dry,sampler")]
    public static SamplingSettings Choose(
        [Range(0.0, 5.0), Input(Step = 0.05)] double temperature = 0.8,
        [Range(0, 1_000_000)] int topK = 40,
        [Range(0.0, 1.0), Input(Step = 0.01)] double topP = 0.95,
        [Range(0.0, 1.0), Input(Step = 0.01)] double minP = 0.05,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double typicalP = 1,
        [Range(0.01, 10.0), Input(Step = 0.01)] double repetitionPenalty = 1,
        [Range(-2.0, 2.0), Input(Step = 0.01, Advanced = true)] double frequencyPenalty = 0,
        [Range(-2.0, 2.0), Input(Step = 0.01, Advanced = true)] double presencePenalty = 0,
        [Range(-1, 1_000_000), Input(Advanced = true)] int penaltyWindow = 64,
        [Range(0.0, 10.0), Input(Step = 0.05, Advanced = true)] double dryMultiplier = 0,
        [Range(1.0, 10.0), Input(Step = 0.05, Advanced = true)] double dryBase = 1.75,
        [Range(1, 1000), Input(Advanced = true)] int dryAllowedLength = 2,
        [Choices("off", "1", "2"), Input(Advanced = true)] string mirostat = "off",
        [Range(0.0, 20.0), Input(Step = 0.1, Advanced = true)] double mirostatTau = 5,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double mirostatEta = 0.1) => new(new TextSampling
        {
            Temperature = temperature,
            TopK = topK,
            TopP = topP,
            MinP = minP,
            TypicalP = typicalP,
            RepetitionPenalty = repetitionPenalty,
            FrequencyPenalty = frequencyPenalty,
            PresencePenalty = presencePenalty,
            PenaltyWindow = penaltyWindow,
            Dry = dryMultiplier > 0 ? new DryPenalty(dryMultiplier, dryBase, dryAllowedLength) : null,
            Mirostat = mirostat switch
            {
                "1" => new Mirostat(1, mirostatTau, mirostatEta),
                "2" => new Mirostat(2, mirostatTau, mirostatEta),
                _ => null,
            },
        });
}
