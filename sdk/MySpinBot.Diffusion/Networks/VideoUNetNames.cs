using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>The weights of Stable Video Diffusion's network under diffusers' names, whichever names the file has.</summary>
/// <remarks>Stability's file (generative-models) numbers blocks as Stable Diffusion's does. What looks along the frames stands beside what looks at a frame, as <c>time_stack</c>.</remarks>
internal static class VideoUNetNames
{
    /// <summary>A weight that every residual block has, and that no network of pictures has.</summary>
    public const string FirstConv = "spatial_res_block.conv1.weight";

    // What single files put before the network's own names; files of the network alone put nothing.
    private const string Single = "model.diffusion_model.";

    private const string Along = "time_stack.";
    private const string Mixer = "time_mixer.";
    private const string Place = "time_pos_embed.";

    /// <summary>The network in these weights; null where they hold none of this kind.</summary>
    /// <param name="weights">A checkpoint: a single file with other parts beside the network, or the network alone.</param>
    public static ITensors? Diffusers(ITensors weights)
    {
        if (weights.TryGet($"down_blocks.0.resnets.0.{FirstConv}", out _))
        {
            return weights;
        }

        foreach (var before in (string[])[Single, ""])
        {
            if (weights.TryGet($"{before}input_blocks.1.0.{Along}in_layers.2.weight", out _))
            {
                var blocks = new LdmBlocks(weights.Entries.Where(entry => entry.Name.StartsWith(before, StringComparison.Ordinal)).Select(entry => entry.Name[before.Length..]));
                return new RenamedTensors(weights, name => name.StartsWith(before, StringComparison.Ordinal) ? Renamed(name[before.Length..], blocks) : null);
            }
        }

        return null;
    }

    /// <summary>One of Stability's names as diffusers has it; null where diffusers has none for it.</summary>
    /// <param name="name">The name, without what single files put before it.</param>
    /// <param name="blocks">The blocks of its network.</param>
    internal static string? Renamed(string name, LdmBlocks blocks)
    {
        if (UNetNames.Outer(name) is { } outer)
        {
            return outer;
        }

        if (blocks.Find(name) is not var (module, within))
        {
            return null;
        }

        var inner = module.Contains(".resnets.", StringComparison.Ordinal) ? OfResidual(within) : module.Contains(".attentions.", StringComparison.Ordinal) ? OfTransformer(within) : OfStep(within);
        return inner is null ? null : $"{module}.{inner}";
    }

    private static string? OfResidual(string within)
        => within.StartsWith(Mixer, StringComparison.Ordinal) ? within
            : within.StartsWith(Along, StringComparison.Ordinal) ? Below("temporal_res_block", UNetNames.Inner(within[Along.Length..]))
            : Below("spatial_res_block", UNetNames.Inner(within));

    private static string OfTransformer(string within)
        => within.StartsWith(Along, StringComparison.Ordinal) ? $"temporal_transformer_blocks.{within[Along.Length..]}"
            : within.StartsWith($"{Place}0.", StringComparison.Ordinal) ? $"{Place}linear_1.{within[(Place.Length + 2)..]}"
            : within.StartsWith($"{Place}2.", StringComparison.Ordinal) ? $"{Place}linear_2.{within[(Place.Length + 2)..]}"
            : within;

    // A step down is called after its operator.
    private static string OfStep(string within) => within.StartsWith("op.", StringComparison.Ordinal) ? $"conv.{within["op.".Length..]}" : within;

    private static string? Below(string block, string? inner) => inner is null ? null : $"{block}.{inner}";
}
