namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Networks of diffusers folders: the denoiser of Stable Diffusion and Stable Video Diffusion, ControlNet.</summary>
internal static class DiffusersParts
{
    public static ModelIdentity? Look(Keys keys)
    {
        if (!keys.HasAll("conv_in.weight", "down_blocks.0.resnets.0.conv1.weight", "time_embedding.linear_1.weight") && !keys.HasAll("conv_in.weight", "time_embedding.linear_1.weight", "down_blocks.0.resnets.0.spatial_res_block.conv1.weight"))
        {
            return null;
        }

        ModelFact?[] facts = [Fact("channels", keys.Side("conv_in.weight", 0)), Fact("context", Context(keys)), Fact("latent_channels", keys.Side("conv_out.weight", 0)), Fact("levels", keys.Count(n => $"down_blocks.{n}.resnets.0.norm1.weight"))];
        return keys.Has("controlnet_cond_embedding.conv_in.weight") ? Named("controlnet", "ControlNet, diffusers", facts)
            : keys.Has("down_blocks.0.resnets.0.spatial_res_block.conv1.weight") ? Runs("svd_unet", "Stable Video Diffusion, the denoiser of a diffusers folder", facts)
            : keys.Has("add_embedding.linear_1.weight") ? Named("sdxl_unet", "Stable Diffusion XL, the denoiser of a diffusers folder", facts)
            : IsSecond(keys) ? Named("sd2_unet", "Stable Diffusion 2, the denoiser of a diffusers folder", facts)
            : Runs("sd15_unet", "Stable Diffusion 1.x, the denoiser of a diffusers folder", facts);
    }

    // The first version projects by a 1x1 convolution, the second by a matrix.
    private static bool IsSecond(Keys keys) => (keys.Rank("down_blocks.0.attentions.0.proj_in.weight") ?? keys.Rank("down_blocks.1.attentions.0.proj_in.weight")) == 2;

    private static long? Context(Keys keys)
        => keys.Side("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1) ?? keys.Side("down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1);
}
