using MySpinBot.Checkpoints;
using MySpinBot.Imaging;
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

    // As deep as the published models, and narrow. The larger the gain, the more comes from afar; 0.1 is what they were initialised with before they were trained.
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public async Task Of_a_network_that_sees_farther(double gain)
    {
        using var call = new UpscaleCall();
        var image = Face();
        var model = await call.ModelAsync(Deep(gain, image));

        var (whole, tiled) = (await UpscaleAsync(call, model, image, 999), await UpscaleAsync(call, model, image, 1));

        call.ProgressTold[^1].Total.ShouldBeGreaterThan(3);
        var (psnr, farthest) = (Pictures.Psnr(whole.Pixels, tiled.Pixels), Pictures.Farthest(whole.Pixels, tiled.Pixels));
        TestContext.Current.TestOutputHelper!.WriteLine($"gain {gain}: {psnr:0.0} dB, farthest {farthest:0.00000}");
        Pictures.Psnr(whole.Pixels, new float[whole.Pixels.Length]).ShouldBeInRange(1, 30, "there is a picture");
        psnr.ShouldBeGreaterThan(100);
        farthest.ShouldBeLessThan(1.0 / 255, "what no eye sees");
    }

    private static Image Face()
    {
        var astronaut = ImageCodec.Decode(Path.Combine(TestModels.Folder(), "inputs", "astronaut.png")).Image;
        return Image.Create(1, 110, 120, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var (x, y) = (160 + (i / 3 % 120), 40 + (i / 3 / 120));
                pixels[i] = astronaut.Pixels[(((y * astronaut.Width) + x) * 3) + (i % 3)];
            }
        });
    }

    // 23 blocks whose last convolution is such that results of this picture lie in 0..1, nearly all: what is clamped would hide differences.
    private static MemoryTensors Deep(double gain, Image image)
    {
        var weights = Upscaling.Rrdb(17, 3, 8, 4, 23, 2, 1);
        foreach (var (_, (numbers, _)) in weights.Tensors.Where(each => each.Key.Contains(".rdb", StringComparison.Ordinal)))
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] *= (float)gain;
            }
        }

        using var session = OnnxSession.Load(OnnxModel.Of(UpscaleNetwork.Of(weights.ToTensors())!.Graph()), ComputeDevice.Cpu);
        var planes = Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, 40 * 40).Select(i => image.Pixels[((((i / 40) * image.Width) + (i % 40)) * 3) + channel])).ToArray();
        using var input = Tensor.Of(planes, 1, 3, 40, 40);
        using var output = session.Run(new Dictionary<string, Tensor> { [UpscaleNetwork.Input] = input }, TestContext.Current.CancellationToken)[UpscaleNetwork.Output];
        var (kernel, bias) = (weights.Tensors["conv_last.weight"].Numbers, weights.Tensors["conv_last.bias"].Numbers);
        for (var channel = 0; channel < 3; channel++)
        {
            var results = output.ToFloats().AsSpan(channel * 160 * 160, 160 * 160).ToArray();
            var mean = results.Average();
            var factor = 0.2f / MathF.Sqrt(results.Average(result => (result - mean) * (result - mean)));
            bias[channel] = ((bias[channel] - mean) * factor) + 0.5f;
            for (var i = 0; i < kernel.Length / 3; i++)
            {
                kernel[(channel * kernel.Length / 3) + i] *= factor;
            }
        }

        return (MemoryTensors)weights.ToTensors();
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
