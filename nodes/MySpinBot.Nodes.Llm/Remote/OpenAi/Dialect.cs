using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Which program a server runs, as far as that matters: they agree on OpenAI's fields and differ in what they add. It is told by <c>owned_by</c> in the list of models.</summary>
internal enum Dialect
{
    /// <summary>OpenAI's own, or nobody knows.</summary>
    Plain,

    /// <summary>llama.cpp's llama-server.</summary>
    LlamaServer,

    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>SGLang.</summary>
    SgLang,

    /// <summary>TensorRT-LLM.</summary>
    TensorRt,

    /// <summary>LM Studio.</summary>
    LmStudio,

    /// <summary>MySpinBot.</summary>
    Ours,
}

/// <summary>What is added to OpenAI's fields, by the names that each program has for it.</summary>
internal static class Dialects
{
    /// <summary>The dialect of an <c>owned_by</c>.</summary>
    public static Dialect Of(string? owner) => owner switch
    {
        "llamacpp" => Dialect.LlamaServer,
        "vllm" => Dialect.Vllm,
        "sglang" => Dialect.SgLang,
        "tensorrt_llm" => Dialect.TensorRt,
        "organization_owner" => Dialect.LmStudio,
        "local" => Dialect.Ours,
        _ => Dialect.Plain,
    };

    /// <summary>Whether there is anything for which servers have names of their own.</summary>
    public static bool Matter(TextSampling sampling)
        => sampling is { RepetitionPenalty: not null } or { TypicalP: not null } or { PenaltyWindow: not null } or { Dry: not null } or { Mirostat: not null };

    /// <summary>The name of the penalty on tokens that came before.</summary>
    public static string RepetitionPenalty(this Dialect dialect) => dialect is Dialect.LlamaServer or Dialect.LmStudio or Dialect.Ours ? "repeat_penalty" : "repetition_penalty";

    /// <summary>Whether it knows llama.cpp's samplers.</summary>
    public static bool HasLlamaSamplers(this Dialect dialect) => dialect is Dialect.LlamaServer or Dialect.Ours;
}
