using MySpinBot.Inference;
using MySpinBot.Inference.Tests.Architectures;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Tiles_are_not_seen
{
    [Theory]
    [InlineData(3, 4, 150, 131)]
    [InlineData(6, 2, 61, 200)]
    [InlineData(0, 3, 90, 40)]
    public async Task Of_a_model_that_sees_no_farther_than_their_borders(int convs, int scale, int width, int height)
    {
        using var call = new UpscaleCall();
        var model = await call.ModelAsync(Upscaling.Srvgg(3, 3, 8, convs, scale).ToTensors());
        var image = Pictures.Waves(width, height);

        var (whole, tiled) = (await UpscaleAsync(call, model, image, 999), await UpscaleAsync(call, model, image, 1));

        call.ProgressTold[0].ShouldBe((1, 1));
        call.ProgressTold[^1].Total.ShouldBeGreaterThan(3);
        Pictures.Farthest(whole.Pixels, tiled.Pixels).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public async Task Of_a_network_that_is_unshuffled_first()
    {
        using var call = new UpscaleCall();
        var model = await call.ModelAsync(Upscaling.Rrdb(3, 3, 6, 3, 1, 2, 4).ToTensors());
        var image = Pictures.Waves(301, 263);
        var options = new UpscaleOptions { LargestTile = 1, Border = 80 };

        var (whole, tiled) = (await UpscaleAsync(call, model, image, 999), await UpscaleAsync(call, model, image, options));

        call.ProgressTold[^1].Total.ShouldBeGreaterThan(1);
        (tiled.Width, tiled.Height).ShouldBe((301, 263));
        Pictures.Farthest(whole.Pixels, tiled.Pixels).ShouldBeLessThan(1e-5, "20 pixels after unshuffling, and the network sees 20 at most");
    }

    // As deep as the published models, and narrow; initialised as they were before they were trained.
    [Theory]
    [InlineData(0.1, 60)]
    [InlineData(1.0, 40)]
    public async Task Of_a_network_that_sees_farther(double gain, double leastPsnr)
    {
        using var call = new UpscaleCall();
        var weights = Upscaling.Rrdb(17, 3, 8, 4, 23, 2, 1);
        foreach (var (name, (numbers, _)) in weights.Tensors.Where(each => each.Key.Contains(".rdb", StringComparison.Ordinal)))
        {
            Array.ForEach(Enumerable.Range(0, numbers.Length).ToArray(), i => numbers[i] *= (float)(gain * Math.Sqrt(2)));
        }

        var model = await call.ModelAsync(weights.ToTensors());
        var image = Pictures.Waves(180, 150);

        var (whole, tiled) = (await UpscaleAsync(call, model, image, 999), await UpscaleAsync(call, model, image, 1));

        var psnr = Pictures.Psnr(whole.Pixels, tiled.Pixels);
        TestContext.Current.TestOutputHelper!.WriteLine($"gain {gain}: {psnr:0.0} dB, farthest {Pictures.Farthest(whole.Pixels, tiled.Pixels):0.00000}");
        psnr.ShouldBeGreaterThan(leastPsnr);
    }

    [Fact]
    public async Task And_the_picture_so_far_is_shown()
    {
        using var call = new UpscaleCall();
        var model = await call.ModelAsync(TinyUpscaler.Weights(2));
        var image = Pictures.Waves(100, 60);

        await UpscaleAsync(call, model, image, 1);

        call.Previews.Count.ShouldBe((int)call.ProgressTold[^1].Total);
        call.ProgressTold.Select(told => told.Done).ShouldBe(Enumerable.Range(1, call.ProgressTold.Count).Select(i => (double)i));
        call.Previews.ShouldAllBe(preview => preview.Width == 384 && preview.Height == 230);
        foreach (var preview in call.Previews)
        {
            preview.Pixels[0].ShouldBe(image.Pixels[0], 0.1);
            preview.Pixels[^1].ShouldBe(image.Pixels[^1], 0.1);
        }
    }

    private static Task<Image> UpscaleAsync(UpscaleCall call, UpscaleModel model, Image image, int largest) => UpscaleAsync(call, model, image, new UpscaleOptions { LargestTile = largest });

    private static async Task<Image> UpscaleAsync(UpscaleCall call, UpscaleModel model, Image image, UpscaleOptions options)
    {
        using var upscaler = await Upscaler.OpenAsync(model, call, options, TestContext.Current.CancellationToken);
        return await upscaler.UpscaleAsync(image, TestContext.Current.CancellationToken);
    }
}
