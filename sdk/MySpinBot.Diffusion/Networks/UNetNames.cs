using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>The weights of a UNet under diffusers' names, whichever names the file has.</summary>
internal static class UNetNames
{
    // What single files put before the network's own names; files of the network alone put nothing.
    private const string Single = "model.diffusion_model.";

    private static readonly (string There, string Here)[] Outside =
    [
        ("input_blocks.0.0.", "conv_in."), ("time_embed.0.", "time_embedding.linear_1."), ("time_embed.2.", "time_embedding.linear_2."),
        ("label_emb.0.0.", "add_embedding.linear_1."), ("label_emb.0.2.", "add_embedding.linear_2."), ("out.0.", "conv_norm_out."), ("out.2.", "conv_out."),
    ];

    private static readonly (string There, string Here)[] Residual =
    [
        ("in_layers.0.", "norm1."), ("in_layers.2.", "conv1."), ("emb_layers.1.", "time_emb_proj."), ("out_layers.0.", "norm2."), ("out_layers.3.", "conv2."), ("skip_connection.", "conv_shortcut."),
    ];

    /// <summary>The UNet in these weights; null where they hold none.</summary>
    /// <param name="weights">A checkpoint: a single file with other parts beside the UNet, or the UNet alone.</param>
    public static ITensors? Of(ITensors weights)
    {
        if (weights.TryGet("conv_in.weight", out _) && weights.TryGet("down_blocks.0.resnets.0.conv1.weight", out _))
        {
            return weights;
        }

        foreach (var before in (string[])[Single, ""])
        {
            if (weights.TryGet($"{before}input_blocks.0.0.weight", out _))
            {
                var blocks = new LdmBlocks(weights.Entries.Where(entry => entry.Name.StartsWith(before, StringComparison.Ordinal)).Select(entry => entry.Name[before.Length..]));
                return new RenamedTensors(weights, name => name.StartsWith(before, StringComparison.Ordinal) ? Renamed(name[before.Length..], blocks) : null);
            }
        }

        return null;
    }

    /// <summary>One name of the original repositories as diffusers has it; null where diffusers has none for it.</summary>
    /// <param name="name">The name, without what single files put before it.</param>
    /// <param name="blocks">The blocks of its network.</param>
    internal static string? Renamed(string name, LdmBlocks blocks)
    {
        if (Outer(name) is { } outer)
        {
            return outer;
        }

        if (blocks.Find(name) is not var (module, rest))
        {
            return null;
        }

        return module.Contains(".resnets.", StringComparison.Ordinal) ? Inner(rest) is { } inner ? $"{module}.{inner}" : null
            : $"{module}.{(rest.StartsWith("op.", StringComparison.Ordinal) ? $"conv.{rest["op.".Length..]}" : rest)}";
    }

    /// <summary>A name outside the blocks; null for others.</summary>
    internal static string? Outer(string name) => Replaced(name, Outside);

    /// <summary>A name within a residual block; null where diffusers has none for it.</summary>
    internal static string? Inner(string name) => Replaced(name, Residual);

    private static string? Replaced(string name, (string There, string Here)[] rules)
    {
        foreach (var (there, here) in rules)
        {
            if (name.StartsWith(there, StringComparison.Ordinal))
            {
                return here + name[there.Length..];
            }
        }

        return null;
    }
}
