using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Models that stand in for others.</summary>
public static class LlmFallbackNode
{
    private const int MostSources = 16;

    /// <summary>Takes one language model, and another when that cannot answer: a server that is not there, or too busy.</summary>
    /// <remarks>Several may follow one another. A model stands in only as long as nothing was answered: text that has come is never begun again.</remarks>
    /// <param name="model">The model that is asked first.</param>
    /// <param name="otherwise">The model that is asked when the first cannot answer.</param>
    /// <returns>Both, as one model.</returns>
    [Node("LlmFallback", Title = "Language model with fallback", Category = "llm/models", Search = "fallback,otherwise,failover,retry,backup")]
    public static LanguageModel Join(LanguageModel model, LanguageModel otherwise)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(otherwise);
        var sources = model.Sources.AddRange(otherwise.Sources.Except(model.Sources));
        return sources.Length <= MostSources ? new LanguageModel(sources) : throw Failures.At("otherwise", $"The model would have {sources.Length} sources; it may have {MostSources}.");
    }
}
