namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Models that are met in the same folders.</summary>
internal static class Others
{
    public static ModelIdentity? Look(Keys keys)
        => keys.Has("transformer.transformer_blocks.0.attn.to_q.weight") && keys.Has("transformer.input_embed.proj.weight") ? F5(keys)
            : keys.Has("ema_model.transformer.transformer_blocks.0.attn.to_q.weight") ? F5(keys.Under("ema_model."))
            : keys.Has("model.layers.0.self_attn.q_proj.weight") ? Named("transformers_llm", "Language model in the names of transformers; llama.cpp runs its GGUF file", Fact("layers", keys.Count(n => $"model.layers.{n}.self_attn.q_proj.weight")), Fact("width", keys.Side("model.embed_tokens.weight", 1)))
            : null;

    private static ModelIdentity F5(Keys keys) => Named("f5tts", "F5-TTS, a voice", Fact("layers", keys.Count(n => $"transformer.transformer_blocks.{n}.attn.to_q.weight")));
}
