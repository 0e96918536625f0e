using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Autoencoding;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Arranging;

/// <summary>Every case of LatentUpscale and LatentUpscaleBy of the reference.</summary>
public sealed class Latents_are_scaled_as_ComfyUI_scales_them
{
    private const double Tolerance = 3e-6;

    // An arc cosine near 1 costs half the digits.
    private const double BislerpTolerance = 1e-4;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public void To_a_size() => Each("latent_upscale", (samples, each) => LatentScalingNodes.To(
        samples, Ended, Kernel(each), each.GetProperty("width").GetInt32(), each.GetProperty("height").GetInt32(),
        each.GetProperty("crop").GetString() == "center" ? LatentScalingNodes.LatentCropping.Center : LatentScalingNodes.LatentCropping.Disabled));

    [Fact]
    public void By_a_factor() => Each("latent_upscale_by", (samples, each) => LatentScalingNodes.By(samples, Ended, Kernel(each), each.GetProperty("scale_by").GetDouble()));

    [Fact]
    public void Nothing_is_done_where_no_size_is_named_and_masks_stay()
    {
        var mask = Mask.Own(1, 2, 2, [1, 0, 0, 1]);
        var samples = GoldenVae.Chance(new LatentShape(2, 4, 3, 5)).WithNoiseMask(mask).WithBatchIndex([4, 7]);

        LatentScalingNodes.To(samples, Ended, width: 0, height: 0).ShouldBeSameAs(samples);
        var larger = LatentScalingNodes.By(samples, Ended, scaleBy: 2);

        larger.Shape.ShouldBe(new LatentShape(2, 4, 6, 10));
        larger.NoiseMask.ShouldBeSameAs(mask);
        larger.BatchIndex.ShouldBe([4, 7]);
    }

    private static LatentScalingNodes.LatentKernel Kernel(JsonElement each) => each.GetProperty("method").GetString() switch
    {
        "nearest-exact" => LatentScalingNodes.LatentKernel.NearestExact,
        "bilinear" => LatentScalingNodes.LatentKernel.Bilinear,
        "area" => LatentScalingNodes.LatentKernel.Area,
        "bicubic" => LatentScalingNodes.LatentKernel.Bicubic,
        "bislerp" => LatentScalingNodes.LatentKernel.Bislerp,
        var other => throw new InvalidOperationException(other),
    };

    private static void Each(string cases, Func<Latent, JsonElement, Latent> run)
    {
        var all = Golden.Json("comfy-sampling", "images.json");
        using var tensors = Checkpoint.Open(Path.Combine(Golden.Folder("comfy-sampling"), "images.safetensors"));
        var input = all.GetProperty("upscale").EnumerateArray().First(each => each.GetProperty("input").GetString() == "latent").GetProperty("key").GetString()!;
        var samples = GoldenVae.Latent(tensors, input);
        all.GetProperty(cases).GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var each in all.GetProperty(cases).EnumerateArray())
        {
            var name = each.GetProperty("out").GetString()!;

            var result = run(samples, each);

            new[] { result.Shape.Batch, result.Shape.Channels, result.Shape.Height, result.Shape.Width }.ShouldBe(each.GetProperty("out_shape").EnumerateArray().Select(side => side.GetInt32()), name);
            GoldenAutoencoder.Farthest(result.Values, tensors.ReadFloats(name)).ShouldBeLessThan(Kernel(each) == LatentScalingNodes.LatentKernel.Bislerp ? BislerpTolerance : Tolerance, name);
        }
    }
}
