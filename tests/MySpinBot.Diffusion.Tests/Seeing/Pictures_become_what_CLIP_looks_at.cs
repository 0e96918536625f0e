using System.Globalization;
using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Seeing;

/// <summary>Both ways of making a picture small, in every size that the reference data has.</summary>
[Trait("Category", "golden")]
public sealed class Pictures_become_what_CLIP_looks_at
{
    private const double Allowed = 2e-5;

    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] Deviation = [0.26862954f, 0.26130258f, 0.27577711f];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void As_diffusers_makes_them()
    {
        using var io = Checkpoint.Open(Path.Combine(Golden.Folder("svd-tiny"), "feature_extractor", "io.safetensors"));
        var seen = 0;
        foreach (var entry in io.Entries.Where(entry => entry.Name.Contains(".resized_m1_1[", StringComparison.Ordinal)))
        {
            var named = entry.Name[..entry.Name.IndexOf('.', StringComparison.Ordinal)];
            var image = Picture(io, named);
            var side = Side(entry);
            var pixels = new float[3 * side * side];

            VisionPixels.Fill(image, 0, side, VisionPreprocessing.Blurred, pixels, Cancellation);

            var resized = pixels.Select((value, i) => (2 * ((value * Deviation[i / (side * side)]) + Mean[i / (side * side)])) - 1).ToArray();
            GraphRun.Farthest(GraphRun.Part(resized, [1, 3, side, side], entry.Name), io.ReadFloats(entry)).ShouldBeLessThan(Allowed, entry.Name);
            var kernels = io.ReadFloats($"{named}.kernel_size_y_x");
            VisionTaps.Gaussian(image.Height, side).Length.ShouldBe((int)kernels[0], named);
            VisionTaps.Gaussian(image.Width, side).Length.ShouldBe((int)kernels[1], named);
            foreach (var normalised in io.Entries.Where(each => each.Name.StartsWith($"{named}.pixel_values", StringComparison.Ordinal)))
            {
                GraphRun.Farthest(GraphRun.Part(pixels, [1, 3, side, side], normalised.Name), io.ReadFloats(normalised)).ShouldBeLessThan(Allowed * 5, normalised.Name);
            }

            seen++;
        }

        seen.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void And_as_Pillow_makes_them_for_the_autoencoder()
    {
        using var io = Checkpoint.Open(Path.Combine(Golden.Folder("svd-tiny"), "feature_extractor", "io.safetensors"));
        var image = Of(io, "lanczos.image_hwc_u8");
        var expected = io.Entries.Single(entry => entry.Name.StartsWith("lanczos.resized_", StringComparison.Ordinal));

        var small = ImageScaling.Resize(image, (int)expected.Shape[1], (int)expected.Shape[0], ScalingKernel.Lanczos, cancellation: Cancellation);

        small.Pixels.ToArray().Select(value => MathF.Round(value * 255)).ShouldBe(io.ReadFloats(expected));
    }

    [Fact]
    public void As_ComfyUI_makes_them()
    {
        using var numbers = Checkpoint.Open(Path.Combine(Golden.Folder("comfy-sampling"), "images.safetensors"));
        var cases = Golden.Json("comfy-sampling", "images.json").GetProperty("clip").EnumerateArray().ToArray();
        cases.ShouldNotBeEmpty();
        foreach (var each in cases)
        {
            var image = ByFormula(each);
            var side = 224;
            var pixels = new float[3 * side * side];

            VisionPixels.Fill(image, 0, side, each.GetProperty("crop").GetBoolean() ? VisionPreprocessing.CentreCrop : VisionPreprocessing.Squash, pixels, Cancellation);

            var levels = pixels.Select((value, i) => MathF.Round(255 * ((value * Deviation[i / (side * side)]) + Mean[i / (side * side)]))).ToArray();
            var name = each.GetProperty("levels").GetString()!;
            var (stride, expected) = (each.GetProperty("levels_stride").GetInt32(), numbers.ReadFloats(name));
            var part = GraphRun.Part(levels, [3, side, side], $"[:,::{stride},::{stride}]");
            GraphRun.Farthest(part, expected).ShouldBeLessThanOrEqualTo(1, name);
            part.Zip(expected).Count(pair => pair.First != pair.Second).ShouldBeLessThan(Math.Max(2, expected.Length / 1000), name);

            // A level is about 0.0146 of what is normalised.
            var sample = numbers.ReadFloats(each.GetProperty("out_sample").GetString()!);
            var step = each.GetProperty("sample_stride").GetInt32();
            GraphRun.Farthest(GraphRun.Part(pixels, [1, 3, side, side], $"[:,:,::{step},::{step}]"), sample).ShouldBeLessThan(0.016, name);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 700)]
    [InlineData(2, 3)]
    [InlineData(3000, 2)]
    public void Whatever_their_size(int width, int height)
    {
        var grey = Image.Create(1, height, width, 1, pixels => Array.Fill(pixels, 0.5f));
        foreach (var how in Enum.GetValues<VisionPreprocessing>())
        {
            var pixels = new float[3 * 32 * 32];
            VisionPixels.Fill(grey, 0, 32, how, pixels, Cancellation);

            // What is the same everywhere stays so, but for the rounding to levels.
            for (var i = 0; i < pixels.Length; i++)
            {
                ((pixels[i] * Deviation[i / 1024]) + Mean[i / 1024]).ShouldBe(0.5f, 0.003f, how.ToString());
            }
        }
    }

    private static int Side(TensorEntry part)
    {
        var step = int.Parse(part.Name[(part.Name.LastIndexOf(':') + 1)..^1], CultureInfo.InvariantCulture);
        return (int)part.Shape[^1] * step;
    }

    private static Image Picture(Checkpoint io, string named)
    {
        if (io.TryGet($"{named}.image_hwc_u8", out _))
        {
            return Of(io, $"{named}.image_hwc_u8");
        }

        // The README's formula for the picture that is not stored.
        var sizes = named.Split('x').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var sum = 0L;
        var image = Image.Create(1, sizes[0], sizes[1], 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var (y, x, c) = (i / 3 / sizes[1], i / 3 % sizes[1], i % 3);
                var level = ((3 * x) + (5 * y) + (40 * c) + (x / 16 * y / 8 % 97)) % 256;
                sum += level;
                pixels[i] = level / 255f;
            }
        });
        ((float)sum).ShouldBe(io.ReadFloats($"{named}.image_checksum_sum_u8")[0]);
        return image;
    }

    private static Image Of(Checkpoint io, string key)
    {
        var entry = io.Get(key);
        return Image.Own(1, (int)entry.Shape[0], (int)entry.Shape[1], (int)entry.Shape[2], [.. io.ReadFloats(entry).Select(level => level / 255)]);
    }

    private static Image ByFormula(JsonElement each)
    {
        var (height, width, channels, k) = (each.GetProperty("height").GetInt32(), each.GetProperty("width").GetInt32(), each.GetProperty("channels").GetInt32(), each.GetProperty("k").GetInt32());
        return Image.Create(1, height, width, channels, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var (y, x, c) = (i / channels / width, i / channels % width, i % channels);
                pixels[i] = (((37 * x) + (91 * y) + (53 * c) + (x * y % 251) + (((x / 16) ^ (y / 16)) * 29) + k) % 256) / 255f;
            }
        });
    }
}
