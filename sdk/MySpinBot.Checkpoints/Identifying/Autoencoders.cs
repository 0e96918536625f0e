namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Networks between pictures and latents.</summary>
internal static class Autoencoders
{
    public static ModelIdentity? Look(Keys keys) => Vae(keys) ?? Vae(keys.Under("first_stage_model.")) ?? Tiny(keys);

    private static ModelIdentity? Vae(Keys keys)
    {
        if (keys.Side("decoder.conv_in.weight", 1) is not { } latent || keys.Rank("decoder.conv_in.weight") is not (4 or 5))
        {
            return null;
        }

        var isDiffusers = keys.Has("decoder.mid_block.resnets.0.norm1.weight") || keys.Has("decoder.mid_block.resnets.0.spatial_res_block.norm1.weight");
        if (!isDiffusers && !keys.Has("decoder.mid.block_1.norm1.weight"))
        {
            return null;
        }

        var isTemporal = keys.Has("decoder.time_conv_out.weight") || keys.Has("decoder.mid_block.resnets.0.temporal_res_block.norm1.weight") || keys.Has("decoder.mid.block_1.time_stack.in_layers.0.weight");
        var levels = isDiffusers ? keys.Count(n => $"encoder.down_blocks.{n}.resnets.0.norm1.weight") : keys.Count(n => $"encoder.down.{n}.block.0.norm1.weight");
        ModelFact?[] facts = [Fact("latent_channels", latent), Fact("levels", levels > 0 ? levels : null), Fact("names", isDiffusers ? "diffusers" : "original"), Fact("encoder", keys.Has("encoder.conv_in.weight") ? "included" : "not included")];
        return isTemporal ? Runs("vae_temporal", "VAE for video (Stable Video Diffusion)", facts) : Runs("vae", "VAE of Stable Diffusion", facts);
    }

    // A plain sequence: the encoder's first convolution takes a picture, the decoder's second entry takes a latent (the first has no numbers).
    private static ModelIdentity? Tiny(Keys keys)
        => keys.Rank("0.weight") == 4 && keys.Has("1.conv.0.weight") ? Runs("taesd", "TAESD, a tiny autoencoder: the encoder", Fact("latent_channels", keys.Side("14.weight", 0)), Fact("features", keys.Side("0.weight", 0)))
            : keys.Rank("1.weight") == 4 && keys.Has("3.conv.0.weight") ? Runs("taesd", "TAESD, a tiny autoencoder: the decoder", Fact("latent_channels", keys.Side("1.weight", 1)), Fact("features", keys.Side("1.weight", 0)))
            : keys.HasAll("decoder.layers.0.weight", "encoder.layers.0.weight") && keys.Rank("decoder.layers.0.weight") == 4 ? Runs("taesd", "TAESD, a tiny autoencoder, diffusers", Fact("latent_channels", keys.Side("decoder.layers.0.weight", 1)), Fact("features", keys.Side("decoder.layers.0.weight", 0)))
            : keys.HasAll("taesd_decoder.1.weight") ? Runs("taesd", "TAESD, a tiny autoencoder", Fact("latent_channels", keys.Side("taesd_decoder.1.weight", 1)))
            : null;
}
