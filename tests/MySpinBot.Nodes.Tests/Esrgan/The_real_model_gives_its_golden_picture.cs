using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MySpinBot.Imaging;
using MySpinBot.Inference;
using MySpinBot.Nodes.Esrgan;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>realesr-animevideov3, from the three kinds of file that it is published or exported as.</summary>
public sealed class The_real_model_gives_its_golden_picture
{
    [Theory]
    [InlineData("pth", "SRVGGNetCompact")]
    [InlineData("safetensors", "SRVGGNetCompact")]
    [InlineData("onnx", "onnx")]
    public async Task From_a_file_that_is(string kind, string architecture)
    {
        var models = TestModels.Folder();
        await using var nodes = NodeRunner.For(typeof(UpscaleModelLoaderNode).Assembly, new NodeRunnerOptions { ModelFolders = new Dictionary<string, IReadOnlyList<string>> { ["upscale_models"] = [Path.Combine(models, "upscale_models")] } });
        var golden = Path.Combine(models, "golden", "golden-animevideov3");
        var image = ImageCodec.Decode(Path.Combine(golden, "input_32x32.png")).Image;

        var model = (await nodes.RunAsync("UpscaleModelLoader", new { modelName = $"realesr-animevideov3.{kind}" }, TestContext.Current.CancellationToken)).Output<UpscaleModel>();
        var larger = (await nodes.RunAsync("ImageUpscaleWithModel", new { upscaleModel = model, image }, TestContext.Current.CancellationToken)).Output<Image>();

        (model.Architecture, model.Scale, model.Weights.Kind).ShouldBe((architecture, 4, "upscale_models"));
        (larger.Width, larger.Height).ShouldBe((128, 128));
        var expected = Floats(Path.Combine(golden, "output_1x3x128x128_f32.npy"));
        for (var i = 0; i < larger.Pixels.Length; i++)
        {
            Math.Abs(larger.Pixels[i] - Math.Clamp(expected[(i % 3 * 128 * 128) + (i / 3)], 0, 1)).ShouldBeLessThan(1e-5f);
        }

        var picture = ImageCodec.Decode(Path.Combine(golden, "output_128x128.png")).Image;
        Pictures.Farthest(larger.Pixels, picture.Pixels).ShouldBeLessThan(1.0 / 255);
    }

    private static float[] Floats(string npy)
    {
        var bytes = File.ReadAllBytes(npy);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)))).ToArray();
    }
}
