namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Networks that make pictures larger: RRDBNet under the names it has had, SRVGGNetCompact, and some that are only named.</summary>
internal static class Upscalers
{
    public static ModelIdentity? Look(Keys keys) => Rrdb(keys) ?? OldRrdb(keys) ?? OldestRrdb(keys) ?? Srvgg(keys) ?? Transformers(keys);

    // Real-ESRGAN, basicsr: conv_first [features, in, 3, 3], body.N.rdb1.conv1 [growth, features, 3, 3], conv_last [out, features, 3, 3].
    private static ModelIdentity? Rrdb(Keys keys)
        => keys.HasAll("conv_first.weight", "body.0.rdb1.conv1.weight", "conv_last.weight")
            ? Rrdb("Real-ESRGAN (RRDBNet)", keys, "conv_first.weight", "body.0.rdb1.conv1.weight", "conv_last.weight", keys.Count(n => $"body.{n}.rdb1.conv1.weight"), keys.Count(n => $"conv_up{n}.weight", 1)) : null;

    // ESRGAN as its authors published it later.
    private static ModelIdentity? OldRrdb(Keys keys)
        => keys.HasAll("conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight", "conv_last.weight")
            ? Rrdb("ESRGAN (RRDBNet)", keys, "conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight", "conv_last.weight", keys.Count(n => $"RRDB_trunk.{n}.RDB1.conv1.weight"), keys.Count(n => $"upconv{n}.weight", 1)) : null;

    // ESRGAN as it was published first: a sequence, in which convolutions stand at 0, within 1, once for each doubling, and twice at the end.
    private static ModelIdentity? OldestRrdb(Keys keys)
    {
        if (!keys.HasAll("model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight"))
        {
            return null;
        }

        var (convolutions, last) = (0, "");
        for (var n = 2; n < 40; n++)
        {
            if (keys.Has($"model.{n}.weight"))
            {
                (convolutions, last) = (convolutions + 1, $"model.{n}.weight");
            }
        }

        return convolutions < 2 ? null : Rrdb("ESRGAN (RRDBNet, names of its first version)", keys, "model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight", last, keys.Count(n => $"model.1.sub.{n}.RDB1.conv1.0.weight"), convolutions - 2);
    }

    // A network for less than its doublings takes the picture with its pixels moved into channels: four times as many for x2, sixteen times for x1.
    private static ModelIdentity? Rrdb(string name, Keys keys, string first, string dense, string last, int blocks, int doublings)
    {
        if (keys.Side(first, 1) is not { } taken || keys.Side(last, 0) is not ({ } given and > 0) || doublings > 8)
        {
            return null;
        }

        var unshuffle = taken == given * 4 ? 2 : taken == given * 16 ? 4 : 1;
        return (1 << doublings) < unshuffle ? null : Runs(
            "rrdbnet", name, Fact("scale", (1L << doublings) / unshuffle), Fact("features", keys.Side(first, 0)), Fact("blocks", blocks), Fact("growth", keys.Side(dense, 0)),
            Fact("channels", given), Fact("pixel_unshuffle", unshuffle > 1 ? unshuffle : null));
    }

    // body.0 [features, in, 3, 3], then convolutions with PReLU (a vector each) or ReLU between, the last [out x scale^2, features, 3, 3].
    private static ModelIdentity? Srvgg(Keys keys)
    {
        if (keys.Rank("body.0.weight") != 4 || keys.Has("conv_first.weight") || keys.Side("body.0.weight", 1) is not ({ } taken and > 0) || keys.Side("body.0.weight", 0) is not { } features)
        {
            return null;
        }

        var (convolutions, last) = (0, 0);
        for (var n = 2; n < 4000 && (keys.Has($"body.{n}.weight") || keys.Has($"body.{n + 1}.weight")); n++)
        {
            if (keys.Rank($"body.{n}.weight") == 4)
            {
                (convolutions, last) = (convolutions + 1, n);
            }
        }

        if (convolutions == 0 || keys.Side($"body.{last}.weight", 1) != features || keys.Side($"body.{last}.weight", 0) is not { } given)
        {
            return null;
        }

        var scale = 1L;
        while (scale < 16 && taken * scale * scale < given)
        {
            scale++;
        }

        return taken * scale * scale != given ? null : Runs(
            "srvgg", "Real-ESRGAN compact (SRVGGNetCompact)", Fact("scale", scale), Fact("features", features), Fact("convs", convolutions - 1), Fact("activation", keys.Rank("body.1.weight") == 1 ? "prelu" : "relu"), Fact("channels", taken));
    }

    private static ModelIdentity? Transformers(Keys keys)
        => !keys.HasAll("conv_first.weight", "conv_after_body.weight") ? null
            : keys.Has("layers.0.residual_group.overlap_attn.qkv.weight") ? Named("hat", "HAT, an upscaler", Fact("features", keys.Side("conv_first.weight", 0)))
            : keys.Has("layers.0.residual_group.blocks.0.attn.qkv.weight") ? Named("swinir", "SwinIR, an upscaler", Fact("features", keys.Side("conv_first.weight", 0)))
            : null;
}
