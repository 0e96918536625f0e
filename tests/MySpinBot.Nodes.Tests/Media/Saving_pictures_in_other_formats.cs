using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Saving_pictures_in_other_formats : IDisposable
{
    private static readonly JsonElement Prompt = JsonSerializer.SerializeToElement(new { a = 1 });

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(1, "gray16be")]
    [InlineData(3, "rgb48be")]
    [InlineData(4, "rgba64be")]
    public async Task A_PNG_of_16_bits_holds_each_value_to_the_nearest_level(int channels, string kind)
    {
        var ramp = Ramp(channels);

        (await SaveAsync(ramp, "png", "16-bit")).ShouldBeSameAs(ramp);

        var path = _call.OutputPath("ComfyUI_00001_.png");
        (await Probe.StreamsAsync(path)).Stream("video").Text("pix_fmt").ShouldBe(kind);
        var samples = await Probe.RawAsync(path, kind);
        for (var i = 0; i < ramp.Pixels.Length; i++)
        {
            ((int)BinaryPrimitives.ReadUInt16BigEndian(samples.AsSpan(2 * i))).ShouldBe((int)Math.Round(65535.0 * ramp.Pixels[i]), $"value {i}");
        }

        ImageMetadata.Read(await File.ReadAllBytesAsync(path))["prompt"].ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task Every_16_bit_level_comes_back()
    {
        var levels = Image.Create(1, 256, 256, 1, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i / 65535f;
            }
        });

        await SaveAsync(levels, "png", "16-bit");

        var back = LoadImageNode.Load(_call.FileAt(_call.OutputPath("ComfyUI_00001_.png")), default).Image;
        Enumerable.Range(0, 65536).Count(i => back.Pixels[3 * i] != i / 65535f).ShouldBe(0);
    }

    [Theory]
    [InlineData(3, "linear", 0.5, 0.5)]
    [InlineData(3, "linear", -2, -2)]
    [InlineData(3, "linear", 7.25, 7.25)]
    [InlineData(3, "sRGB", 0.5, 0.21404114)]
    [InlineData(3, "sRGB", 0.02, 0.02 / 12.92)]
    [InlineData(4, "sRGB", 1, 1)]
    [InlineData(3, "HDR", 0.5, 1 / 12.0)]
    [InlineData(3, "HDR", 1, 1)]
    [InlineData(3, "HDR", 0.25, 1 / 48.0)]
    public async Task An_EXR_holds_scene_linear_light(int channels, string space, double value, double light)
    {
        // Other values around it, so that the packing of bytes is tried too.
        var image = Image.Create(1, 37, 23, channels, pixels =>
        {
            var random = new Random(2);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i % channels == 1 ? (float)value : i % channels == 3 ? 0.25f : i < pixels.Length / 2 ? 0.125f : random.NextSingle();
            }
        });

        await SaveAsync(image, "exr", "auto", space);

        var path = _call.OutputPath("ComfyUI_00001_.exr");
        var stream = (await Probe.StreamsAsync(path)).Stream("video");
        (stream.Text("codec_name"), stream.Text("width"), stream.Text("height"), stream.Text("pix_fmt")).ShouldBe(("exr", "23", "37", channels == 4 ? "gbrapf32le" : "gbrpf32le"));
        var planes = await Probe.RawAsync(path, channels == 4 ? "gbrapf32le" : "gbrpf32le");
        var size = 23 * 37;
        for (var i = 0; i < size; i++)
        {
            ((double)Float(planes, i)).ShouldBe(light, 1e-6, $"green {i}");
            if (channels == 4)
            {
                Float(planes, (3 * size) + i).ShouldBe(0.25f);
            }

            if (space == "linear")
            {
                Float(planes, size + i).ShouldBe(image.Pixels[(i * channels) + 2], $"blue {i}");
                Float(planes, (2 * size) + i).ShouldBe(image.Pixels[i * channels], $"red {i}");
            }
        }

        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)).ShouldContain("prompt\0string\0\a\0\0\0{\"a\":1}");
    }

    [Theory]
    [InlineData("jpg", ImageFormat.Jpeg)]
    [InlineData("webp", ImageFormat.Webp)]
    public async Task Small_formats_come_back_nearly_the_same(string format, ImageFormat kind)
    {
        await SaveAsync(Samples.Flat(20, 10, 0.8f, 0.4f, 0.2f), format, "auto");

        var back = ImageCodec.Decode(_call.OutputPath($"ComfyUI_00001_.{format}"));
        back.Format.ShouldBe(kind);
        back.Image.Pixels[0].ShouldBe(0.8f, 0.03f);
        back.Texts["prompt"].ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("png", "32-bit float", "sRGB", "format.bit_depth", "8-bit or 16-bit")]
    [InlineData("exr", "16-bit", "sRGB", "format.bit_depth", "32-bit float")]
    [InlineData("jpg", "16-bit", "sRGB", "format.bit_depth", "8-bit")]
    [InlineData("png", "auto", "HDR", "format.input_color_space", "choose the format exr")]
    public async Task What_a_format_cannot_hold_is_refused(string format, string depth, string space, string input, string says)
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => SaveAsync(Ramp(3), format, depth, space));
        failure.Message.ShouldContain(says);
        failure.Input.ShouldBe(input);
        _call.OutputFiles().ShouldBeEmpty();
    }

    private Task<Image> SaveAsync(Image image, string format, string depth, string space = "sRGB")
        => SaveImageAdvancedNode.SaveAsync(image, _call, Prompt, null, default, format: format, bitDepth: depth, inputColorSpace: space);

    private static Image Ramp(int channels) => Image.Create(1, 9, 31, channels, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (float)Math.Sqrt((double)i / pixels.Length);
        }
    });

    private static float Float(byte[] bytes, int index) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * index));
}
