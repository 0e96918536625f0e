namespace MySpinBot.Inference.Tests.Architectures;

/// <summary>Upscaling networks of any form with weights made of chance, under the names that BasicSR and Real-ESRGAN give them; and what they compute, written down once more, plainly, in double precision.</summary>
internal static class Upscaling
{
    public static NamedWeights Rrdb(int seed, int channels, int features, int growth, int blocks, int doublings, int unshuffle, bool plus = false)
    {
        var weights = new NamedWeights(seed);
        weights.Conv("conv_first", features, channels * unshuffle * unshuffle);
        foreach (var name in Enumerable.Range(0, blocks).SelectMany(block => Enumerable.Range(1, 3).Select(dense => $"body.{block}.rdb{dense}")))
        {
            for (var conv = 1; conv <= 5; conv++)
            {
                weights.Conv($"{name}.conv{conv}", conv == 5 ? features : growth, features + ((conv - 1) * growth));
            }

            if (plus)
            {
                weights.Conv($"{name}.conv1x1", growth, features, side: 1);
            }
        }

        weights.Conv("conv_body", features, features);
        for (var doubling = 1; doubling <= doublings; doubling++)
        {
            weights.Conv($"conv_up{doubling}", features, features);
        }

        weights.Conv("conv_hr", features, features);
        weights.Conv("conv_last", channels, features);
        return weights;
    }

    public static NamedWeights Srvgg(int seed, int channels, int features, int convs, int scale, bool slopes = true)
    {
        var weights = new NamedWeights(seed);
        for (var conv = 0; conv <= convs; conv++)
        {
            weights.Conv($"body.{2 * conv}", features, conv == 0 ? channels : features);
            if (slopes)
            {
                weights.Slopes($"body.{(2 * conv) + 1}", features);
            }
        }

        weights.Conv($"body.{2 * (convs + 1)}", channels * scale * scale, features);
        return weights;
    }

    public static Plane Rrdb(NamedWeights weights, Plane image, int blocks, int doublings, int unshuffle)
    {
        var first = Conv(weights, "conv_first", image.Unshuffled(unshuffle));
        var x = first;
        for (var block = 0; block < blocks; block++)
        {
            var inner = x;
            for (var dense = 1; dense <= 3; dense++)
            {
                inner = Dense(weights, $"body.{block}.rdb{dense}", inner);
            }

            x = inner.Times(0.2).Plus(x);
        }

        x = Conv(weights, "conv_body", x).Plus(first);
        for (var doubling = 1; doubling <= doublings; doubling++)
        {
            x = Conv(weights, $"conv_up{doubling}", x.Enlarged(2)).Leaky(_ => 0.2);
        }

        return Conv(weights, "conv_last", Conv(weights, "conv_hr", x).Leaky(_ => 0.2));
    }

    public static Plane Srvgg(NamedWeights weights, Plane image, int convs, int scale, bool slopes = true)
    {
        var x = image;
        for (var conv = 0; conv <= convs; conv++)
        {
            var slope = slopes ? weights.Tensors[$"body.{(2 * conv) + 1}.weight"].Numbers : null;
            x = Conv(weights, $"body.{2 * conv}", x).Leaky(channel => slope?[channel] ?? 0.1);
        }

        return Conv(weights, $"body.{2 * (convs + 1)}", x).Shuffled(scale).Plus(image.Enlarged(scale));
    }

    private static Plane Dense(NamedWeights weights, string name, Plane x)
    {
        var plus = weights.Tensors.ContainsKey($"{name}.conv1x1.weight");
        var x1 = Conv(weights, $"{name}.conv1", x).Leaky(_ => 0.2);
        var x2 = Conv(weights, $"{name}.conv2", x.And(x1)).Leaky(_ => 0.2);
        x2 = plus ? x2.Plus(Conv(weights, $"{name}.conv1x1", x)) : x2;
        var x3 = Conv(weights, $"{name}.conv3", x.And(x1, x2)).Leaky(_ => 0.2);
        var x4 = Conv(weights, $"{name}.conv4", x.And(x1, x2, x3)).Leaky(_ => 0.2);
        x4 = plus ? x4.Plus(x2) : x4;
        return Conv(weights, $"{name}.conv5", x.And(x1, x2, x3, x4)).Times(0.2).Plus(x);
    }

    private static Plane Conv(NamedWeights weights, string name, Plane x)
    {
        var (kernel, shape) = weights.Tensors[$"{name}.weight"];
        return x.Convolved(kernel, shape, weights.Tensors.TryGetValue($"{name}.bias", out var bias) ? bias.Numbers : null);
    }
}
