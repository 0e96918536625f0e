namespace MySpinBot.Language;

/// <summary>A memory for sequences over a model, with the working memory of its steps: what is asked of the library, and what is measured before.</summary>
/// <param name="Tokens">Tokens that all sequences together may have; rounded up to 256.</param>
/// <param name="Sequences">How many sequence numbers there are, 1 to 256: those that are computed and those that only remember.</param>
/// <param name="Batch">The most tokens of a step.</param>
internal readonly record struct ContextNeed(int Tokens, int Sequences, int Batch)
{
    /// <summary>Tokens that the library rounds memories up to.</summary>
    internal const int Grain = 256;

    /// <summary>Sequence numbers that the library has.</summary>
    internal const int MostSequences = 256;

    /// <summary>Whether it reads whole texts both ways, for vectors: a text has to be one step then, and there is no memory.</summary>
    public bool Embeds { get; init; }

    /// <summary>How the library makes one vector of a text's tokens; where it reads forwards only, that is done here, and texts may be longer than a step.</summary>
    public LlamaPooling Pooling { get; init; } = LlamaPooling.None;

    /// <summary>Whether the same tokens give the same numbers however many threads compute them. The library's flash attention cuts the memory by its threads once it is longer than 512 tokens, and sums in another order with each number of them.</summary>
    public bool Steady { get; init; }

    /// <summary>A memory that many sequences share; some numbers beside those that are computed remember what was.</summary>
    /// <param name="tokens">Tokens of all together.</param>
    /// <param name="sequences">How many are computed at once.</param>
    public static ContextNeed Shared(int tokens, int sequences) => new(tokens, Math.Clamp(sequences * 8, 2, MostSequences), Math.Clamp(tokens, Grain, 512));

    /// <summary>A memory for one sequence by itself.</summary>
    /// <param name="tokens">Tokens that it may have.</param>
    public static ContextNeed Alone(int tokens) => new(tokens, 1, Math.Clamp(Round(tokens), Grain, 512)) { Steady = true };

    /// <summary>Tokens as the library rounds them.</summary>
    internal static int Round(int tokens) => checked((tokens + Grain - 1) / Grain * Grain);

    /// <summary>The library's settings.</summary>
    internal LlamaContextParams Parameters(LlamaOptions options, int threads)
    {
        var parameters = LlamaNative.DefaultContextParams();
        parameters.Context = (uint)Round(Tokens);
        parameters.Batch = parameters.MicroBatch = (uint)Batch;
        parameters.Sequences = (uint)Sequences;

        // Rows of logits of a step: fewer than there are sequence numbers end the process. Vectors are wanted of every token.
        parameters.Outputs = Embeds ? 0 : (uint)Sequences;
        (parameters.Threads, parameters.BatchThreads) = (threads, threads);
        parameters.Shared = 1;
        parameters.MeasuresNothing = 1;
        parameters.Embeds = (byte)(Embeds ? 1 : 0);
        parameters.Pooling = Pooling;

        // Flash attention rounds a prompt's numbers otherwise than a token's, so who keeps 32-bit floats does without. Without it there are no packed values.
        parameters.FlashAttention = Steady || options.Cache == CacheType.F32 ? 0 : -1;
        parameters.Keys = parameters.Values = options.Cache switch { CacheType.F32 => GgmlType.F32, CacheType.Q8 when !Steady => GgmlType.Q80, _ => GgmlType.F16 };
        parameters.RopeScaling = options.RopeScaling switch { RopeScaling.None => 0, RopeScaling.Linear => 1, RopeScaling.Yarn => 2, _ => -1 };
        parameters.RopeBase = (float)(options.RopeBase ?? 0);
        parameters.RopeScale = (float)(options.RopeScale ?? 0);
        return parameters;
    }
}
