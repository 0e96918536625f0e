namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>The tensors of an autoencoder, in diffusers' names.</summary>
internal static class AutoencoderShapes
{
    /// <summary>Stable Diffusion's, at full size.</summary>
    public static AutoencoderConfig StableDiffusion { get; } = new(AutoencoderKind.Kl, 4, [128, 256, 512, 512], 2);

    /// <summary>A small one of the same kind.</summary>
    public static AutoencoderConfig Tiny { get; } = new(AutoencoderKind.Kl, 4, [32, 32, 32, 32], 1);

    /// <summary>The halves that the configuration has, of an AutoencoderKL.</summary>
    public static ShapeList Of(AutoencoderConfig config)
    {
        var shapes = new ShapeList();
        if (config.Encodes)
        {
            shapes.AddAll(Encoder(config)).Conv("quant_conv", config.LatentChannels * 2, config.LatentChannels * 2, side: 1);
        }

        return config.Decodes ? shapes.AddAll(Decoder(config)).Conv("post_quant_conv", config.LatentChannels, config.LatentChannels, side: 1) : shapes;
    }

    /// <summary>The half that makes latents: that of AutoencoderKL and of Stable Video Diffusion.</summary>
    public static ShapeList Encoder(AutoencoderConfig config)
    {
        var (shapes, channels) = (new ShapeList().Conv("encoder.conv_in", config.Channels[0], 3), config.Channels[0]);
        for (var level = 0; level < config.Channels.Length; level++)
        {
            for (var layer = 0; layer < config.LayersPerBlock; layer++)
            {
                Resnet(shapes, $"encoder.down_blocks.{level}.resnets.{layer}", channels, config.Channels[level]);
                channels = config.Channels[level];
            }

            if (level < config.Channels.Length - 1)
            {
                shapes.Conv($"encoder.down_blocks.{level}.downsamplers.0.conv", channels, channels);
            }
        }

        Middle(shapes, "encoder.mid_block", channels);
        return shapes.Norm("encoder.conv_norm_out", channels).Conv("encoder.conv_out", config.LatentChannels * 2, channels);
    }

    /// <summary>A residual block.</summary>
    public static void Resnet(ShapeList shapes, string name, int taken, int given)
    {
        shapes.Norm($"{name}.norm1", taken).Conv($"{name}.conv1", given, taken).Norm($"{name}.norm2", given).Conv($"{name}.conv2", given, given);
        if (taken != given)
        {
            shapes.Conv($"{name}.conv_shortcut", given, taken, side: 1);
        }
    }

    /// <summary>An attention of one head.</summary>
    public static void Attention(ShapeList shapes, string name, int channels)
        => shapes.Norm($"{name}.group_norm", channels).Linear($"{name}.to_q", channels, channels).Linear($"{name}.to_k", channels, channels).Linear($"{name}.to_v", channels, channels).Linear($"{name}.to_out.0", channels, channels);

    private static ShapeList Decoder(AutoencoderConfig config)
    {
        var channels = config.Channels[^1];
        var shapes = new ShapeList().Conv("decoder.conv_in", channels, config.LatentChannels);
        Middle(shapes, "decoder.mid_block", channels);
        for (var level = 0; level < config.Channels.Length; level++)
        {
            var given = config.Channels[config.Channels.Length - 1 - level];
            for (var layer = 0; layer <= config.LayersPerBlock; layer++)
            {
                Resnet(shapes, $"decoder.up_blocks.{level}.resnets.{layer}", channels, given);
                channels = given;
            }

            if (level < config.Channels.Length - 1)
            {
                shapes.Conv($"decoder.up_blocks.{level}.upsamplers.0.conv", channels, channels);
            }
        }

        return shapes.Norm("decoder.conv_norm_out", channels).Conv("decoder.conv_out", 3, channels);
    }

    private static void Middle(ShapeList shapes, string name, int channels)
    {
        Resnet(shapes, $"{name}.resnets.0", channels, channels);
        Attention(shapes, $"{name}.attentions.0", channels);
        Resnet(shapes, $"{name}.resnets.1", channels, channels);
    }
}
