using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <content>Samplers. A chain owns what is added to it (<see cref="SamplerHandle.Add"/>).</content>
internal static unsafe partial class LlamaNative
{
    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_default_params")]
    internal static partial LlamaChainParams DefaultChainParams();

    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_init")]
    internal static partial SamplerHandle NewChain(LlamaChainParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_add")]
    internal static partial void AddToChain(SamplerHandle chain, SamplerHandle sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_n")]
    internal static partial int ChainLength(SamplerHandle chain);

    [LibraryImport(Library, EntryPoint = "llama_sampler_free")]
    internal static partial void FreeSampler(nint sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_clone")]
    internal static partial SamplerHandle Clone(SamplerHandle sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_accept")]
    internal static partial void Accept(SamplerHandle sampler, int token);

    [LibraryImport(Library, EntryPoint = "llama_sampler_apply")]
    internal static partial void Apply(SamplerHandle sampler, LlamaCandidates* candidates);

    /// <summary>Chooses from a row of the last step, and accepts what was chosen.</summary>
    [LibraryImport(Library, EntryPoint = "llama_sampler_sample")]
    internal static partial int Sample(SamplerHandle sampler, ContextHandle context, int row);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_greedy")]
    internal static partial SamplerHandle NewGreedy();

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_dist")]
    internal static partial SamplerHandle NewDistribution(uint seed);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_k")]
    internal static partial SamplerHandle NewTopK(int k);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_p")]
    internal static partial SamplerHandle NewTopP(float p, nuint keeps);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_min_p")]
    internal static partial SamplerHandle NewMinP(float p, nuint keeps);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_typical")]
    internal static partial SamplerHandle NewTypical(float p, nuint keeps);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_temp")]
    internal static partial SamplerHandle NewTemperature(float temperature);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_mirostat")]
    internal static partial SamplerHandle NewMirostat(int tokenCount, uint seed, float tau, float eta, int m);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_mirostat_v2")]
    internal static partial SamplerHandle NewMirostat2(uint seed, float tau, float eta);

    /// <param name="tokenCount">Tokens of the vocabulary.</param>
    /// <param name="window">How many tokens back it looks; 0 and below is not at all (-1 is not the context, as it once was).</param>
    /// <param name="repetition">Divides.</param>
    /// <param name="frequency">Taken off each time.</param>
    /// <param name="presence">Taken off once.</param>
    [LibraryImport(Library, EntryPoint = "llama_sampler_init_penalties")]
    internal static partial SamplerHandle NewPenalties(int tokenCount, int window, float repetition, float frequency, float presence);

    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="multiplier">Strength.</param>
    /// <param name="growth">The base.</param>
    /// <param name="allowedLength">Sequences up to this long are free.</param>
    /// <param name="window">How many tokens back it looks; 0 and below is not at all. This library takes no length of training for it, as others do.</param>
    /// <param name="breakers">UTF-8 texts that end with a zero.</param>
    /// <param name="breakerCount">How many.</param>
    [LibraryImport(Library, EntryPoint = "llama_sampler_init_dry")]
    internal static partial SamplerHandle NewDry(nint vocabulary, float multiplier, float growth, int allowedLength, int window, byte** breakers, nuint breakerCount);

    /// <returns>Invalid where the grammar is wrong; what is wrong is in the log.</returns>
    [LibraryImport(Library, EntryPoint = "llama_sampler_init_grammar", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SamplerHandle NewGrammar(nint vocabulary, string grammar, string root);
}
