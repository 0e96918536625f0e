namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>What a CLIP text network's file holds, in the names of transformers.</summary>
internal static class ClipTextShapes
{
    /// <summary>The text encoder of Stable Diffusion 1.5.</summary>
    public static ClipTextConfig Full { get; } = new(768, 12, 12, 77, 49408);

    /// <summary>A small one that takes prompts all the same: with CLIP's whole vocabulary.</summary>
    /// <param name="width">Width of its vectors: as wide as the network's that attends to them.</param>
    public static ClipTextConfig Tiny(int width = 32) => new(width, 2, 1, 77, 49408);

    /// <summary>Its tensors.</summary>
    public static ShapeList Of(ClipTextConfig config)
    {
        var shapes = new ShapeList()
            .Add("text_model.embeddings.token_embedding.weight", config.Vocabulary, config.Width)
            .Add("text_model.embeddings.position_embedding.weight", config.Positions, config.Width)
            .Positions("text_model.embeddings.position_ids", config.Positions);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"text_model.encoder.layers.{layer}";
            shapes.Norm($"{name}.layer_norm1", config.Width)
                .Linear($"{name}.self_attn.q_proj", config.Width, config.Width)
                .Linear($"{name}.self_attn.k_proj", config.Width, config.Width)
                .Linear($"{name}.self_attn.v_proj", config.Width, config.Width)
                .Linear($"{name}.self_attn.out_proj", config.Width, config.Width)
                .Norm($"{name}.layer_norm2", config.Width)
                .Linear($"{name}.mlp.fc1", 4 * config.Width, config.Width)
                .Linear($"{name}.mlp.fc2", config.Width, 4 * config.Width);
        }

        return shapes.Norm("text_model.final_layer_norm", config.Width);
    }
}
