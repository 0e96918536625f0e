using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>How tokens are chosen: what flows through LLM_SAMPLING sockets. The seed is the node's own that writes.</summary>
/// <param name="Values">The settings.</param>
[Socket("LLM_SAMPLING", Color = "#c9a227")]
public sealed record SamplingSettings(TextSampling Values)
{
    /// <summary>The settings of a node that writes: what is linked to it, and its own.</summary>
    internal static TextSampling Of(SamplingSettings? linked, long seed, double? temperature)
    {
        var values = linked?.Values ?? new TextSampling();
        return values with { Seed = seed, Temperature = temperature ?? values.Temperature };
    }
}
