namespace MySpinBot.Language.Tests.Making;

/// <summary>Models of chance, of the kinds whose memories differ. What they write means nothing; that llama.cpp computes it alike each time is what is asked of them.</summary>
internal static class RandomModels
{
    /// <summary>A Llama: a memory of keys and values that can be cut anywhere.</summary>
    public static GgufWriter Llama(LlamaShape shape)
    {
        var file = Head("llama", shape, shape.KeyHeads)
            .With("llama.rope.dimension_count", (uint)(shape.Width / shape.Heads)).With("llama.rope.freq_base", 10_000f).With("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        var weights = new RandomWeights(file, shape.Numbers, shape.Seed);
        Ends(weights, shape, shape.IsTied);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Attention(weights, shape, layer);
            weights.Norm($"blk.{layer}.ffn_norm", shape.Width);
        }

        return file;
    }

    /// <summary>A Gemma 2: each second layer looks back only over a window, and forgets what is behind it.</summary>
    public static GgufWriter Gemma2(LlamaShape shape, int window)
    {
        var file = Head("gemma2", shape, shape.KeyHeads)
            .With("gemma2.attention.key_length", (uint)(shape.Width / shape.Heads)).With("gemma2.attention.value_length", (uint)(shape.Width / shape.Heads))
            .With("gemma2.attention.sliding_window", (uint)window).With("gemma2.attention.layer_norm_rms_epsilon", 1e-6f)
            .With("gemma2.attn_logit_softcapping", 50f).With("gemma2.final_logit_softcapping", 30f);
        var weights = new RandomWeights(file, shape.Numbers, shape.Seed);
        Ends(weights, shape, isTied: true);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Attention(weights, shape, layer);
            weights.Norm($"blk.{layer}.ffn_norm", shape.Width);

            // Larger than one: tokens come in multiplied by √width, and are the last matrix as well, so that each would else be followed by itself.
            weights.Vectors($"blk.{layer}.post_attention_norm.weight", [shape.Width], 5, 0.5f);
            weights.Vectors($"blk.{layer}.post_ffw_norm.weight", [shape.Width], 5, 0.5f);
        }

        return file;
    }

    /// <summary>A Mamba: a state that each token changes, which cannot be taken back to an earlier one.</summary>
    public static GgufWriter Mamba(LlamaShape shape)
    {
        const int kernel = 4;
        const int states = 16;
        var (inner, steps) = (2 * shape.Width, Math.Max(1, shape.Width / 16));
        var file = Head("mamba", shape with { FeedForward = 0, Heads = 0 }, keyHeads: 0)
            .With("mamba.ssm.conv_kernel", (uint)kernel).With("mamba.ssm.inner_size", (uint)inner).With("mamba.ssm.state_size", (uint)states).With("mamba.ssm.time_step_rank", (uint)steps)
            .With("mamba.attention.layer_norm_rms_epsilon", 1e-5f);
        var weights = new RandomWeights(file, shape.Numbers, shape.Seed);
        Ends(weights, shape, isTied: false);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            weights.Norm($"{block}attn_norm", shape.Width);
            weights.Matrix($"{block}ssm_in", 2 * inner, shape.Width);
            weights.Vectors($"{block}ssm_conv1d.weight", [inner, kernel], 0, 0.5f);
            weights.Vectors($"{block}ssm_conv1d.bias", [inner], 0, 0.1f);
            weights.Matrix($"{block}ssm_x", steps + (2 * states), inner);
            weights.Matrix($"{block}ssm_dt", inner, steps);
            weights.Vectors($"{block}ssm_dt.bias", [inner], 0, 0.5f);

            // Negative: what is remembered fades.
            weights.Vectors($"{block}ssm_a", [inner, states], -1, 0.3f);
            weights.Vectors($"{block}ssm_d", [inner], 1, 0.1f);
            weights.Matrix($"{block}ssm_out", shape.Width, inner);
        }

        return file;
    }

    /// <summary>A BERT: gives vectors and writes nothing. Its vocabulary is <see cref="MadeVocabulary.WordPieces"/> unless the shape has another of that kind.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="pooling">1 for the mean, 2 for the first token's.</param>
    public static GgufWriter Bert(LlamaShape shape, int pooling = 1)
    {
        shape = shape.Vocabulary.Model == "bert" ? shape : shape with { Vocabulary = MadeVocabulary.WordPieces() };
        var file = Head("bert", shape, shape.Heads)
            .With("bert.attention.causal", false).With("bert.pooling_type", (uint)pooling).With("bert.attention.layer_norm_epsilon", 1e-12f);
        var weights = new RandomWeights(file, shape.Numbers, shape.Seed);
        weights.Tokens("token_embd", shape.Vocabulary.Tokens.Count, shape.Width, 1);
        weights.Vectors("position_embd.weight", [shape.Context, shape.Width], 0, 0.3f);
        weights.Vectors("token_types.weight", [2, shape.Width], 0, 0.3f);
        weights.NormAndBias("token_embd_norm", shape.Width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            foreach (var (name, to, from) in (IEnumerable<(string, int, int)>)
                [("attn_q", shape.Width, shape.Width), ("attn_k", shape.Width, shape.Width), ("attn_v", shape.Width, shape.Width), ("attn_output", shape.Width, shape.Width), ("ffn_up", shape.FeedForward, shape.Width), ("ffn_down", shape.Width, shape.FeedForward)])
            {
                weights.Matrix($"{block}{name}", to, from);
                weights.Vectors($"{block}{name}.bias", [to], 0, 0.1f);
            }

            weights.NormAndBias($"{block}attn_output_norm", shape.Width);
            weights.NormAndBias($"{block}layer_output_norm", shape.Width);
        }

        return file;
    }

    /// <summary>An adapter (LoRA) of a Llama of that shape, at the attention's queries and values.</summary>
    public static GgufWriter Lora(LlamaShape shape, int rank = 4, float alpha = 8)
    {
        var file = new GgufWriter().With("general.type", "adapter").With("general.architecture", "llama").With("adapter.type", "lora").With("adapter.lora.alpha", alpha);
        var weights = new RandomWeights(file, GgufNumbers.F32, shape.Seed);
        var values = shape.Width / shape.Heads * shape.KeyHeads;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            foreach (var (name, to) in (IEnumerable<(string, int)>)[("attn_q", shape.Width), ("attn_v", values)])
            {
                weights.Vectors($"blk.{layer}.{name}.weight.lora_a", [rank, shape.Width], 0, 1 / MathF.Sqrt(shape.Width));
                weights.Vectors($"blk.{layer}.{name}.weight.lora_b", [to, rank], 0, 1 / MathF.Sqrt(rank));
            }
        }

        return file;
    }

    private static GgufWriter Head(string architecture, LlamaShape shape, int keyHeads)
    {
        var file = new GgufWriter()
            .With("general.architecture", architecture).With("general.name", shape.Name)
            .With($"{architecture}.block_count", (uint)shape.Layers).With($"{architecture}.context_length", (uint)shape.Context).With($"{architecture}.embedding_length", (uint)shape.Width)
            .With($"{architecture}.feed_forward_length", (uint)shape.FeedForward).With($"{architecture}.attention.head_count", (uint)shape.Heads).With($"{architecture}.attention.head_count_kv", (uint)keyHeads)
            .With($"{architecture}.vocab_size", (uint)shape.Vocabulary.Tokens.Count).With("tokenizer.chat_template", shape.ChatTemplate);
        return shape.Vocabulary.WriteTo(file);
    }

    private static void Ends(RandomWeights weights, LlamaShape shape, bool isTied)
    {
        var deviation = shape.Sharpness / MathF.Sqrt(shape.Width);
        weights.Tokens("token_embd", shape.Vocabulary.Tokens.Count, shape.Width, deviation);
        weights.Norm("output_norm", shape.Width);
        if (!isTied)
        {
            weights.Tokens("output", shape.Vocabulary.Tokens.Count, shape.Width, deviation);
        }
    }

    private static void Attention(RandomWeights weights, LlamaShape shape, int layer)
    {
        var (block, keys) = ($"blk.{layer}.", shape.Width / shape.Heads * shape.KeyHeads);
        weights.Norm($"{block}attn_norm", shape.Width);
        weights.Matrix($"{block}attn_q", shape.Width, shape.Width);
        weights.Matrix($"{block}attn_k", keys, shape.Width);
        weights.Matrix($"{block}attn_v", keys, shape.Width);
        weights.Matrix($"{block}attn_output", shape.Width, shape.Width);
        weights.Matrix($"{block}ffn_gate", shape.FeedForward, shape.Width);
        weights.Matrix($"{block}ffn_up", shape.FeedForward, shape.Width);
        weights.Matrix($"{block}ffn_down", shape.Width, shape.FeedForward);
    }
}
