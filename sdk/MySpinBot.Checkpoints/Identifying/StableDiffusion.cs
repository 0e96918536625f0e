namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Stable Diffusion and its successors as single files, in the names of their authors' repositories.</summary>
internal static class StableDiffusion
{
    private const string Model = "model.diffusion_model.";

    public static ModelIdentity? Look(Keys keys) => Whole(keys) ?? ControlNet(keys) ?? Transformers(keys.Under(Model)) ?? Transformers(keys);

    private static ModelIdentity? Whole(Keys keys)
    {
        var network = keys.Under(Model);
        if (network.Side("input_blocks.0.0.weight", 1) is not { } channels)
        {
            return null;
        }

        ModelFact?[] facts =
        [
            Fact("channels", network.Side("input_blocks.0.0.weight", 0)), Fact("context", Context(network)), Fact("latent_channels", network.Side("out.2.weight", 0)), Fact("variant", Variant(channels, network.Side("out.2.weight", 0))),
            Fact("vae", Present(keys.Has("first_stage_model.decoder.conv_in.weight"))),
            Fact("text_encoder", Present(keys.Has("cond_stage_model.transformer.text_model.embeddings.token_embedding.weight") || keys.Has("cond_stage_model.model.token_embedding.weight") || keys.Has("conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight"))),
            Fact("ema", keys.Has("model_ema.decay") ? "included" : null),
        ];
        return network.Has("input_blocks.1.1.time_stack.0.norm1.weight") || network.Has("input_blocks.1.1.time_mixer.mix_factor") || network.Has("input_blocks.1.0.time_stack.in_layers.0.weight")
                ? Runs("svd", "Stable Video Diffusion, single file", facts)
            : network.Has("label_emb.0.0.weight") ? Named(keys.Has("conditioner.embedders.1.model.token_embedding.weight") ? "sdxl" : "sdxl_refiner", keys.Has("conditioner.embedders.1.model.token_embedding.weight") ? "Stable Diffusion XL, single file" : "Stable Diffusion XL (refiner), single file", facts)
            : network.Rank("input_blocks.1.1.proj_in.weight") == 2 || keys.Has("cond_stage_model.model.token_embedding.weight") ? Named("sd2", "Stable Diffusion 2, single file", facts)
            : Runs("sd15", "Stable Diffusion 1.x, single file", facts);
    }

    private static ModelIdentity? ControlNet(Keys keys)
    {
        var network = keys.Has("control_model.input_hint_block.0.weight") ? keys.Under("control_model.") : keys;
        return network.HasAll("input_hint_block.0.weight", "zero_convs.0.0.weight") ? Named("controlnet", "ControlNet", Fact("context", Context(network))) : null;
    }

    private static ModelIdentity? Transformers(Keys keys)
        => keys.Has("joint_blocks.0.context_block.attn.qkv.weight") ? Named("sd3", "Stable Diffusion 3", Fact("blocks", keys.Count(n => $"joint_blocks.{n}.x_block.attn.qkv.weight")))
            : keys.Has("double_blocks.0.img_attn.qkv.weight") ? Named("flux", "Flux", Fact("double_blocks", keys.Count(n => $"double_blocks.{n}.img_attn.qkv.weight")), Fact("single_blocks", keys.Count(n => $"single_blocks.{n}.linear1.weight")))
            : null;

    /// <summary>How wide the text is that the first cross-attention takes.</summary>
    private static long? Context(Keys network)
        => network.Side("input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", 1) ?? network.Side("input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight", 1);

    private static string? Variant(long channels, long? latent)
        => latent is not { } l || channels == l ? null : channels == (2 * l) + 1 ? "inpainting" : channels == 2 * l ? "image-conditioned" : $"{channels} input channels";

    private static string Present(bool isThere) => isThere ? "included" : "not included";
}
