using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What a network is given beside the noisy latents: channels of pictures and masks (ComfyUI's concat_cond). Which, follows from how many channels it takes.</summary>
internal static class BesideLatents
{
    /// <summary>What grey pixels are in the latents of Stable Diffusion 1.5, in the model's scale: where an inpainting model is given nothing to go by.</summary>
    private static readonly float[] Blank = [0.8223f, -0.6876f, 0.6364f, 0.1380f];

    /// <summary>The channels of one condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="config">The network.</param>
    /// <param name="picture">What is painted on.</param>
    /// <returns>[batch, extra channels, height, width]; empty where the network takes latents alone.</returns>
    /// <exception cref="NodeFailure">The network takes channels that are not known here.</exception>
    public static float[] Of(Condition condition, NetworkConfig config, PaintedPicture picture)
    {
        var shape = picture.Shape;
        return (config.InChannels - shape.Channels) switch
        {
            0 => [],
            var extra when extra == shape.Channels => Pictures(condition.Concat, shape, 1),
            var extra when extra == shape.Channels + 1 && config is UNetConfig => MaskAndPicture(condition, picture),
            var extra => throw new NodeFailure($"This model takes {config.InChannels} channels: {extra} beside the {shape.Channels} of latents of {shape}. Known are none (text to image), {shape.Channels} (image to video, edit by instruction) and {shape.Channels + 1} (inpainting)."),
        };
    }

    private static float[] Pictures(Latent? latent, LatentShape shape, float scale)
    {
        var values = new float[shape.Count];
        if (latent is null)
        {
            return values;
        }

        if (latent.Shape.Channels != shape.Channels)
        {
            throw new NodeFailure($"The conditions bring latents of {latent.Shape.Channels} channels and the sampler paints on {shape.Channels}; they were encoded by another kind of VAE.");
        }

        var had = latent.Shape;
        var fitted = PlaneScaling.Fit(latent.Memory, had.Height, had.Width, shape.Height, shape.Width).Span;
        for (var i = 0; i < shape.Batch; i++)
        {
            fitted.Slice(PlaneScaling.Spread(i, shape.Batch, had.Batch) * shape.Picture, shape.Picture).CopyTo(values.AsSpan(i * shape.Picture));
        }

        foreach (ref var value in values.AsSpan())
        {
            value *= scale;
        }

        return values;
    }

    /// <summary>[mask, picture] for each of the batch.</summary>
    private static float[] MaskAndPicture(Condition condition, PaintedPicture picture)
    {
        var shape = picture.Shape;
        var cells = shape.Height * shape.Width;
        var mask = Masks(condition.ConcatMask, picture);
        var pictures = mask is null ? BlankPictures(shape) : condition.Concat is { } latent ? Pictures(latent, shape, picture.Scale) : picture.Values;
        var values = new float[shape.Batch * (cells + shape.Picture)];
        for (var i = 0; i < shape.Batch; i++)
        {
            var part = values.AsSpan(i * (cells + shape.Picture), cells + shape.Picture);
            if (mask is null)
            {
                part[..cells].Fill(1);
            }
            else
            {
                mask.AsSpan(i * cells, cells).CopyTo(part);
            }

            pictures.AsSpan(i * shape.Picture, shape.Picture).CopyTo(part[cells..]);
        }

        return values;
    }

    /// <summary>The condition's mask, else the sampler's, rounded to 0 and 1: [batch, height, width]. Null where there is none.</summary>
    private static float[]? Masks(Mask? own, PaintedPicture picture)
    {
        var shape = picture.Shape;
        var cells = shape.Height * shape.Width;
        if (own is null && picture.Mask is null)
        {
            return null;
        }

        var values = new float[shape.Batch * cells];
        var fitted = own is null ? default : PlaneScaling.Fit(own.Values.ToArray(), own.Height, own.Width, shape.Height, shape.Width);
        for (var i = 0; i < shape.Batch; i++)
        {
            var from = own is null ? picture.Mask.AsSpan(i * shape.Picture, cells) : fitted.Span.Slice(PlaneScaling.Spread(i, shape.Batch, own.Batch) * cells, cells);
            from.CopyTo(values.AsSpan(i * cells));
        }

        foreach (ref var value in values.AsSpan())
        {
            value = MathF.Round(value, MidpointRounding.ToEven);
        }

        return values;
    }

    private static float[] BlankPictures(LatentShape shape)
    {
        var values = new float[shape.Count];
        var cells = shape.Height * shape.Width;
        for (var plane = 0; plane < shape.Batch * shape.Channels; plane++)
        {
            values.AsSpan(plane * cells, cells).Fill(plane % shape.Channels < Blank.Length ? Blank[plane % shape.Channels] : 1);
        }

        return values;
    }
}
