using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Names and shapes of a network of Stable Video Diffusion, in diffusers' names, in Stability's too.</summary>
internal static class VideoUNetShapes
{
    /// <summary>Stable Video Diffusion's own: 320, 640, 1280, 1280 channels, of which the last level does not attend.</summary>
    public static VideoUNetConfig FullSize { get; } = new()
    {
        InChannels = 8, OutChannels = 4, ContextWidth = 1024, Channels = [320, 640, 1280, 1280], Heads = [5, 10, 20, 20], LayersPerBlock = 2, Frames = 25,
    };

    /// <summary>A small one that has every kind of block. Where people look at pictures of their size it does not attend, so that they go through in no time.</summary>
    public static VideoUNetConfig Tiny { get; } = new()
    {
        InChannels = 8, OutChannels = 4, ContextWidth = 32, Channels = [32, 32, 32, 64], Heads = [0, 0, 1, 1], LayersPerBlock = 1, Frames = 4, NumberWidth = 16,
    };

    /// <summary>In diffusers' names. Levels attend that have heads, but for the deepest.</summary>
    /// <param name="config">How it is made.</param>
    public static ShapeList Of(VideoUNetConfig config)
    {
        var (channels, embedded) = (config.Channels, config.Channels[0] * 4);
        var shapes = new ShapeList().Conv("conv_in", channels[0], config.InChannels)
            .Embedding("time_embedding", channels[0], embedded, embedded).Embedding("add_embedding", 3 * config.NumberWidth, embedded, embedded);
        Stack<int> seen = new([channels[0]]);
        var x = channels[0];
        for (var level = 0; level < channels.Length; level++)
        {
            for (var layer = 0; layer < config.LayersPerBlock; layer++)
            {
                shapes.Pair($"down_blocks.{level}", layer, x, channels[level], Attends(config, level), config, embedded);
                seen.Push(x = channels[level]);
            }

            if (level < channels.Length - 1)
            {
                shapes.Conv($"down_blocks.{level}.downsamplers.0.conv", x, x);
                seen.Push(x);
            }
        }

        shapes.Residual("mid_block.resnets.0", x, x, embedded).Transformer("mid_block.attentions.0", x, config.ContextWidth).Residual("mid_block.resnets.1", x, x, embedded);
        for (var level = channels.Length - 1; level >= 0; level--)
        {
            var block = $"up_blocks.{channels.Length - 1 - level}";
            for (var layer = 0; layer <= config.LayersPerBlock; layer++)
            {
                shapes.Pair(block, layer, x + seen.Pop(), channels[level], Attends(config, level), config, embedded);
                x = channels[level];
            }

            if (level > 0)
            {
                shapes.Conv($"{block}.upsamplers.0.conv", x, x);
            }
        }

        return shapes.Norm("conv_norm_out", x).Conv("conv_out", config.OutChannels, x);
    }

    /// <summary>What Stability's file calls a weight, without <c>model.diffusion_model.</c>.</summary>
    /// <param name="name">In diffusers' names.</param>
    /// <param name="config">How the network is made.</param>
    public static string Stability(string name, VideoUNetConfig config)
    {
        var parts = name.Split('.');
        var each = config.LayersPerBlock + 1;
        return parts[0] switch
        {
            "conv_in" => $"input_blocks.0.0.{parts[^1]}",
            "conv_norm_out" => $"out.0.{parts[^1]}",
            "conv_out" => $"out.2.{parts[^1]}",
            "time_embedding" => $"time_embed.{(parts[1] == "linear_1" ? 0 : 2)}.{parts[^1]}",
            "add_embedding" => $"label_emb.0.{(parts[1] == "linear_1" ? 0 : 2)}.{parts[^1]}",
            "mid_block" => $"middle_block.{(parts[1] == "resnets" ? 2 * Number(2) : (2 * Number(2)) + 1)}.{Inner(3)}",
            "down_blocks" when parts[2] == "downsamplers" => $"input_blocks.{(Number(1) + 1) * each}.0.op.{parts[^1]}",
            "down_blocks" => $"input_blocks.{(Number(1) * each) + 1 + Number(3)}.{(parts[2] == "resnets" ? 0 : 1)}.{Inner(4)}",

            // Behind the last residual block of the level, and its transformer where there is one: the deepest level has none.
            "up_blocks" when parts[2] == "upsamplers" => $"output_blocks.{((Number(1) + 1) * each) - 1}.{(Attends(config, config.Channels.Length - 1 - Number(1)) ? 2 : 1)}.conv.{parts[^1]}",
            _ => $"output_blocks.{(Number(1) * each) + Number(3)}.{(parts[2] == "resnets" ? 0 : 1)}.{Inner(4)}",
        };

        int Number(int place) => int.Parse(parts[place], System.Globalization.CultureInfo.InvariantCulture);
        string Inner(int from) => Within(string.Join('.', parts[from..]));
    }

    private static bool Attends(VideoUNetConfig config, int level) => level < config.Channels.Length - 1 && config.Heads[level] > 0;

    private static string Within(string name)
    {
        foreach (var (theirs, ours) in Layers)
        {
            name = name.Replace(theirs, ours, StringComparison.Ordinal);
        }

        return name.StartsWith("temporal_transformer_blocks.", StringComparison.Ordinal) ? $"time_stack.{name["temporal_transformer_blocks.".Length..]}" : name;
    }

    private static IEnumerable<(string Theirs, string Ours)> Layers { get; } =
    [
        .. from block in new[] { ("spatial_res_block.", ""), ("temporal_res_block.", "time_stack.") }
           from layer in new[] { ("norm1.", "in_layers.0."), ("conv1.", "in_layers.2."), ("time_emb_proj.", "emb_layers.1."), ("norm2.", "out_layers.0."), ("conv2.", "out_layers.3."), ("conv_shortcut.", "skip_connection.") }
           select (block.Item1 + layer.Item1, block.Item2 + layer.Item2),
        ("time_pos_embed.linear_1.", "time_pos_embed.0."),
        ("time_pos_embed.linear_2.", "time_pos_embed.2."),
    ];

    private static void Pair(this ShapeList shapes, string block, int layer, int taken, int given, bool attends, VideoUNetConfig config, int embedded)
    {
        shapes.Residual($"{block}.resnets.{layer}", taken, given, embedded);
        if (attends)
        {
            shapes.Transformer($"{block}.attentions.{layer}", given, config.ContextWidth);
        }
    }

    private static ShapeList Residual(this ShapeList shapes, string name, int taken, int given, int embedded)
    {
        var spatial = $"{name}.spatial_res_block";
        shapes.Norm($"{spatial}.norm1", taken).Conv($"{spatial}.conv1", given, taken).Linear($"{spatial}.time_emb_proj", given, embedded).Norm($"{spatial}.norm2", given).Conv($"{spatial}.conv2", given, given);
        if (taken != given)
        {
            shapes.Conv($"{spatial}.conv_shortcut", given, taken, side: 1);
        }

        var along = $"{name}.temporal_res_block";
        return shapes.Norm($"{along}.norm1", given).Conv3d($"{along}.conv1", given, given).Linear($"{along}.time_emb_proj", given, embedded).Norm($"{along}.norm2", given).Conv3d($"{along}.conv2", given, given)
            .Add($"{name}.time_mixer.mix_factor", 1);
    }

    private static ShapeList Transformer(this ShapeList shapes, string name, int channels, int context)
        => shapes.Norm($"{name}.norm", channels).Linear($"{name}.proj_in", channels, channels)
            .Block($"{name}.transformer_blocks.0", channels, context)
            .Norm($"{name}.temporal_transformer_blocks.0.norm_in", channels).FeedForward($"{name}.temporal_transformer_blocks.0.ff_in", channels).Block($"{name}.temporal_transformer_blocks.0", channels, context)
            .Embedding($"{name}.time_pos_embed", channels, channels * 4, channels)
            .Add($"{name}.time_mixer.mix_factor", 1)
            .Linear($"{name}.proj_out", channels, channels);

    private static ShapeList Block(this ShapeList shapes, string name, int channels, int context)
        => shapes.Norm($"{name}.norm1", channels).Attention($"{name}.attn1", channels, channels).Norm($"{name}.norm2", channels).Attention($"{name}.attn2", channels, context).Norm($"{name}.norm3", channels).FeedForward($"{name}.ff", channels);

    private static ShapeList Attention(this ShapeList shapes, string name, int channels, int context)
        => shapes.Linear($"{name}.to_q", channels, channels, bias: false).Linear($"{name}.to_k", channels, context, bias: false).Linear($"{name}.to_v", channels, context, bias: false).Linear($"{name}.to_out.0", channels, channels);

    private static ShapeList FeedForward(this ShapeList shapes, string name, int channels) => shapes.Linear($"{name}.net.0.proj", channels * 8, channels).Linear($"{name}.net.2", channels, channels * 4);

    private static ShapeList Embedding(this ShapeList shapes, string name, int taken, int inner, int given) => shapes.Linear($"{name}.linear_1", inner, taken).Linear($"{name}.linear_2", given, inner);
}
