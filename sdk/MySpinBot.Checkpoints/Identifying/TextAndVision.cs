namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Networks that read texts and pictures for others.</summary>
internal static class TextAndVision
{
    public static ModelIdentity? Look(Keys keys)
    {
        var (text, vision) = (keys.Under("text_model."), keys.Under("vision_model."));
        var (hasText, hasVision) = (text.Has("embeddings.token_embedding.weight"), vision.Has("embeddings.patch_embedding.weight"));
        return hasText && hasVision ? Named("clip", "CLIP, text and vision", [.. Text(text), .. Vision(vision)])
            : hasText ? Runs("clip_text", "CLIP text encoder", Text(text))
            : hasVision ? Runs("clip_vision", "CLIP vision encoder", [.. Vision(vision), Fact("projection", keys.Side("visual_projection.weight", 0))])
            : keys.Has("encoder.block.0.layer.0.SelfAttention.q.weight") ? Named("t5", "T5 text encoder", Fact("layers", keys.Count(n => $"encoder.block.{n}.layer.0.SelfAttention.q.weight")), Fact("width", keys.Side("shared.weight", 1)))
            : keys.HasAll("visual.conv1.weight", "transformer.resblocks.0.attn.in_proj_weight") ? Named("open_clip", "OpenCLIP, text and vision", Fact("layers", keys.Count(n => $"transformer.resblocks.{n}.attn.in_proj_weight")))
            : null;
    }

    private static ModelFact?[] Text(Keys keys) =>
    [
        Fact("layers", keys.Count(n => $"encoder.layers.{n}.self_attn.q_proj.weight")), Fact("width", keys.Side("embeddings.token_embedding.weight", 1)),
        Fact("vocabulary", keys.Side("embeddings.token_embedding.weight", 0)), Fact("positions", keys.Side("embeddings.position_embedding.weight", 0)),
    ];

    private static ModelFact?[] Vision(Keys keys) =>
    [
        Fact("vision_layers", keys.Count(n => $"encoder.layers.{n}.self_attn.q_proj.weight")), Fact("vision_width", keys.Side("embeddings.patch_embedding.weight", 0)), Fact("patch", keys.Side("embeddings.patch_embedding.weight", 3)),
    ];
}
