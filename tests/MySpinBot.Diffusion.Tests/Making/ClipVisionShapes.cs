using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>What the files of CLIP's vision networks hold, in the names of transformers; and the same weights as OpenCLIP's code lays them out.</summary>
internal static class ClipVisionShapes
{
    // A perceptron's inside is four times as wide as its outside.
    private const int InnerFactor = 4;

    /// <summary>ViT-H, the picture encoder of Stable Video Diffusion: 632 million numbers.</summary>
    public static ClipVisionConfig StableVideoDiffusion { get; } = new(1280, 32, 16, 224, 14, 1024);

    /// <summary>A small one.</summary>
    public static ClipVisionConfig Tiny { get; } = new(32, 2, 1, 56, 14, 32) { Activation = GeluKind.Quick };

    /// <summary>All tensors of a network.</summary>
    public static ShapeList Of(ClipVisionConfig config)
    {
        var (width, across) = (config.Width, config.PictureSide / config.PatchSide);
        var shapes = new ShapeList()
            .Add("vision_model.embeddings.class_embedding", width)
            .Add("vision_model.embeddings.patch_embedding.weight", width, 3, config.PatchSide, config.PatchSide)
            .Add("vision_model.embeddings.position_embedding.weight", 1 + (across * across), width)
            .Norm("vision_model.pre_layrnorm", width);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"vision_model.encoder.layers.{layer}";
            foreach (var part in new[] { "q_proj", "k_proj", "v_proj", "out_proj" })
            {
                shapes.Linear($"{name}.self_attn.{part}", width, width);
            }

            shapes.Norm($"{name}.layer_norm1", width).Linear($"{name}.mlp.fc1", width * InnerFactor, width).Linear($"{name}.mlp.fc2", width, width * InnerFactor).Norm($"{name}.layer_norm2", width);
        }

        return shapes.Norm("vision_model.post_layernorm", width).Linear("visual_projection", config.Projected, width, bias: false);
    }

    /// <summary>The same weights as OpenCLIP's code stores them: queries, keys and values in one, the projection to be multiplied from the right.</summary>
    /// <param name="weights">The weights, in the names of transformers.</param>
    /// <param name="prefix">What stands before the names: <c>visual.</c>; <c>conditioner.embedders.0.open_clip.model.visual.</c> in a single file of Stable Video Diffusion.</param>
    public static MemoryTensors ToOpenClip(ITensors weights, string prefix)
    {
        var stored = new MemoryTensors();
        foreach (var entry in weights.Entries)
        {
            var (name, numbers) = (entry.Name, weights.ReadFloats(entry));
            if (name == "visual_projection.weight")
            {
                var (rows, columns) = ((int)entry.Shape[0], (int)entry.Shape[1]);
                stored.Add($"{prefix}proj", [.. Enumerable.Range(0, numbers.Length).Select(i => numbers[(i % rows * columns) + (i / rows)])], columns, rows);
            }
            else if (name.Contains("self_attn.q_proj.", StringComparison.Ordinal))
            {
                float[] fused = [.. numbers, .. weights.ReadFloats(name.Replace("q_proj", "k_proj", StringComparison.Ordinal)), .. weights.ReadFloats(name.Replace("q_proj", "v_proj", StringComparison.Ordinal))];
                stored.Add(prefix + Original(name).Replace("self_attn.q_proj.", "attn.in_proj_", StringComparison.Ordinal), fused, [.. entry.Shape.SetItem(0, entry.Shape[0] * 3)]);
            }
            else if (!name.Contains("self_attn.k_proj.", StringComparison.Ordinal) && !name.Contains("self_attn.v_proj.", StringComparison.Ordinal))
            {
                stored.Add(prefix + Original(name), numbers, [.. entry.Shape]);
            }
        }

        return stored;
    }

    private static string Original(string name) => name
        .Replace("vision_model.embeddings.class_embedding", "class_embedding", StringComparison.Ordinal)
        .Replace("vision_model.embeddings.patch_embedding", "conv1", StringComparison.Ordinal)
        .Replace("vision_model.embeddings.position_embedding.weight", "positional_embedding", StringComparison.Ordinal)
        .Replace("vision_model.pre_layrnorm", "ln_pre", StringComparison.Ordinal)
        .Replace("vision_model.post_layernorm", "ln_post", StringComparison.Ordinal)
        .Replace("vision_model.encoder.layers.", "transformer.resblocks.", StringComparison.Ordinal)
        .Replace("layer_norm", "ln_", StringComparison.Ordinal)
        .Replace("self_attn.out_proj", "attn.out_proj", StringComparison.Ordinal)
        .Replace("mlp.fc1", "mlp.c_fc", StringComparison.Ordinal)
        .Replace("mlp.fc2", "mlp.c_proj", StringComparison.Ordinal);
}
