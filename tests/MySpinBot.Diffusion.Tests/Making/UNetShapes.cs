using System.Globalization;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>What the files of UNets hold, in diffusers' names.</summary>
internal static class UNetShapes
{
    // The time's vectors are four times as wide as the first level, the inside of a gated layer eight times as wide as its outside, half of which is the gate.
    private const int TimeFactor = 4;
    private const int InnerFactor = 4;

    /// <summary>Stable Diffusion 1.5: 860 million numbers.</summary>
    public static UNetConfig StableDiffusion { get; } = new()
    {
        InChannels = 4, OutChannels = 4, ContextWidth = 768, Channels = [320, 640, 1280, 1280], Heads = [8, 8, 8, 8], LayersPerBlock = 2, TransformerLayers = [1, 1, 1, 0],
    };

    /// <summary>The same topology, small enough for a test; its heads and groups are those that files without a description are taken to have.</summary>
    public static UNetConfig Tiny { get; } = StableDiffusion with { Channels = [32, 32, 64, 64], ContextWidth = 32 };

    /// <summary>All tensors of a UNet.</summary>
    public static ShapeList Of(UNetConfig config)
    {
        var (shapes, levels) = (new ShapeList(), config.Channels.Length);
        var time = config.Channels[0] * TimeFactor;
        shapes.Conv("conv_in", config.Channels[0], config.InChannels).Linear("time_embedding.linear_1", time, config.Channels[0]).Linear("time_embedding.linear_2", time, time);
        if (config.AddedWidth > 0)
        {
            shapes.Linear("add_embedding.linear_1", time, config.AddedWidth).Linear("add_embedding.linear_2", time, time);
        }

        var seen = new Stack<int>([config.Channels[0]]);
        var given = config.Channels[0];
        for (var level = 0; level < levels; level++)
        {
            for (var i = 0; i < config.LayersPerBlock; i++)
            {
                Pair(shapes, $"down_blocks.{level}", i, level, given, config, time);
                given = config.Channels[level];
                seen.Push(given);
            }

            if (level + 1 < levels)
            {
                shapes.Conv($"down_blocks.{level}.downsamplers.0.conv", given, given);
                seen.Push(given);
            }
        }

        Residual(shapes, "mid_block.resnets.0", given, given, time);
        Transformer(shapes, "mid_block.attentions.0", given, config.TransformerLayers.Last(count => count > 0), config);
        Residual(shapes, "mid_block.resnets.1", given, given, time);
        for (var level = levels - 1; level >= 0; level--)
        {
            var block = string.Create(CultureInfo.InvariantCulture, $"up_blocks.{levels - 1 - level}");
            for (var i = 0; i <= config.LayersPerBlock; i++)
            {
                Pair(shapes, block, i, level, given + seen.Pop(), config, time);
                given = config.Channels[level];
            }

            if (level > 0)
            {
                shapes.Conv($"{block}.upsamplers.0.conv", given, given);
            }
        }

        return shapes.Norm("conv_norm_out", given).Conv("conv_out", config.OutChannels, given);
    }

    private static void Pair(ShapeList shapes, string block, int i, int level, int taken, UNetConfig config, int time)
    {
        Residual(shapes, $"{block}.resnets.{i}", taken, config.Channels[level], time);
        if (config.TransformerLayers[level] > 0)
        {
            Transformer(shapes, $"{block}.attentions.{i}", config.Channels[level], config.TransformerLayers[level], config);
        }
    }

    private static void Residual(ShapeList shapes, string name, int taken, int given, int time)
    {
        shapes.Norm($"{name}.norm1", taken).Conv($"{name}.conv1", given, taken).Linear($"{name}.time_emb_proj", given, time).Norm($"{name}.norm2", given).Conv($"{name}.conv2", given, given);
        if (taken != given)
        {
            shapes.Conv($"{name}.conv_shortcut", given, taken, side: 1);
        }
    }

    private static void Transformer(ShapeList shapes, string name, int width, int blocks, UNetConfig config)
    {
        shapes.Norm($"{name}.norm", width).Conv($"{name}.proj_in", width, width, side: 1);
        for (var i = 0; i < blocks; i++)
        {
            var block = $"{name}.transformer_blocks.{i}";
            Attention(shapes.Norm($"{block}.norm1", width), $"{block}.attn1", width, width);
            Attention(shapes.Norm($"{block}.norm2", width), $"{block}.attn2", width, config.ContextWidth);
            shapes.Norm($"{block}.norm3", width).Linear($"{block}.ff.net.0.proj", width * InnerFactor * 2, width).Linear($"{block}.ff.net.2", width, width * InnerFactor);
        }

        shapes.Conv($"{name}.proj_out", width, width, side: 1);
    }

    private static void Attention(ShapeList shapes, string name, int width, int context)
        => shapes.Linear($"{name}.to_q", width, width, bias: false).Linear($"{name}.to_k", width, context, bias: false).Linear($"{name}.to_v", width, context, bias: false).Linear($"{name}.to_out.0", width, width);
}
