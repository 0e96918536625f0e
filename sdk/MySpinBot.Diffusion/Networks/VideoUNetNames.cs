using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What the weights of Stable Video Diffusion's network are called, brought to diffusers' names.</summary>
internal static class VideoUNetNames
{
    /// <summary>A weight that every residual block has, and that no network of pictures has.</summary>
    public const string FirstConv = "spatial_res_block.conv1.weight";

    /// <summary>The weights under diffusers' names; null where they are not those of such a network.</summary>
    public static ITensors? Diffusers(ITensors weights) => weights.TryGet($"down_blocks.0.resnets.0.{FirstConv}", out _) ? weights : null;
}
