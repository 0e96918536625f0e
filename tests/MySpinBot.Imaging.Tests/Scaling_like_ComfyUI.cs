using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

[Trait("Category", "golden")]
public sealed partial class Scaling_like_ComfyUI
{
    /// <summary>The reference states 3e-6 for an independent computation on its own inputs; relative to the largest input, with room for others.</summary>
    private const float Tolerance = 5e-6f;

    /// <summary>Where two neighbours point almost opposite ways the arc between them is hardly defined: the reference, computed in float32, and the same in float64 differ by up to 3e-3 there.</summary>
    private const float OppositeTolerance = 5e-3f;

    private const float BislerpTolerance = 1e-4f;

    [Fact]
    public void Common_upscale_gives_the_reference_numbers()
    {
        var tensors = Golden.Tensors("comfy-sampling", "images.safetensors");
        var tried = 0;
        foreach (var entry in Golden.Json("comfy-sampling", "images.json").GetProperty("upscale").EnumerateArray())
        {
            var kernel = KernelOf(entry);
            var (values, n, h, w, c) = ChannelsLast(tensors, entry.GetProperty("key").GetString()!);
            var (width, height) = (entry.GetProperty("width").GetInt32(), entry.GetProperty("height").GetInt32());
            var output = Upscale(values, n, h, w, c, width, height, kernel, entry.GetProperty("crop").GetString() == "center");
            var expected = ChannelsLast(tensors, entry.GetProperty("out").GetString()!).Values;
            ShouldEqual(output, expected, values.Max(MathF.Abs), entry.GetRawText(), kernel == ScalingKernel.Bislerp ? OppositeTolerance : Tolerance);
            output.Zip(expected, (one, other) => MathF.Abs(one - other)).Count(apart => apart > BislerpTolerance).ShouldBeLessThanOrEqualTo(2 + (output.Length / 50), entry.GetRawText());
            tried++;
        }

        tried.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void ImageScale_gives_the_reference_numbers()
    {
        var tensors = Golden.Tensors("comfy-sampling", "images.safetensors");
        var tried = new HashSet<ScalingKernel>();
        foreach (var entry in Golden.Json("comfy-sampling", "images.json").GetProperty("image_scale").EnumerateArray())
        {
            var kernel = KernelOf(entry);
            var image = FormulaImage(entry.GetProperty("input").GetString()!);
            var key = entry.GetProperty("out").GetString()!;
            var scaled = ImageScaling.Scale(image, entry.GetProperty("width").GetInt32(), entry.GetProperty("height").GetInt32(), kernel, entry.GetProperty("crop").GetString() == "center");

            new[] { scaled.Batch, scaled.Height, scaled.Width, scaled.Channels }.ShouldBe(tensors.Shape(key));
            if (kernel == ScalingKernel.Lanczos)
            {
                scaled.Pixels.ToArray().ShouldBe(tensors.Floats(key), entry.GetRawText());
            }
            else
            {
                ShouldEqual(scaled.Pixels.ToArray(), tensors.Floats(key), 1, entry.GetRawText());
            }

            tried.Add(kernel);
        }

        tried.Count.ShouldBe(5);
    }

    private static float[] Upscale(float[] values, int n, int h, int w, int c, int width, int height, ScalingKernel kernel, bool centre)
    {
        var (x, y) = centre ? ImageScaling.CentreMargins(w, h, width, height) : (0, 0);
        var (partWidth, partHeight) = (w - (2 * x), h - (2 * y));
        var part = new float[n * partHeight * partWidth * c];
        for (var row = 0; row < n * partHeight; row++)
        {
            values.AsSpan((((row / partHeight * h) + y + (row % partHeight)) * w * c) + (x * c), partWidth * c).CopyTo(part.AsSpan(row * partWidth * c));
        }

        return ImageScaling.Resize(part, n, partHeight, partWidth, c, width, height, kernel, maxThreads: 2);
    }

    private static ScalingKernel KernelOf(JsonElement entry) => entry.GetProperty("method").GetString() switch
    {
        "nearest-exact" => ScalingKernel.NearestExact,
        "bilinear" => ScalingKernel.Bilinear,
        "area" => ScalingKernel.Area,
        "bicubic" => ScalingKernel.Bicubic,
        "lanczos" => ScalingKernel.Lanczos,
        "bislerp" => ScalingKernel.Bislerp,
        var other => throw new InvalidDataException($"{other} is no method that is known."),
    };

    // [n, c, (frames,) h, w] to [n · frames, h, w, c]
    private static (float[] Values, int N, int H, int W, int C) ChannelsLast(Tensors tensors, string key)
    {
        var shape = tensors.Shape(key);
        var frames = shape.Length == 5 ? shape[2] : 1;
        var (n, c, h, w) = (shape[0], shape[1], shape[^2], shape[^1]);
        var input = tensors.Floats(key);
        var output = new float[input.Length];
        for (var i = 0; i < input.Length; i++)
        {
            var (x, y, frame, channel, item) = (i % w, i / w % h, i / w / h % frames, i / w / h / frames % c, i / w / h / frames / c);
            output[((((((item * frames) + frame) * h) + y) * w) + x) * c + channel] = input[i];
        }

        return (output, n * frames, h, w, c);
    }

    private static Image FormulaImage(string text)
    {
        var numbers = Number().Matches(text).Select(match => int.Parse(match.Value)).ToArray();
        var (h, w, k) = (numbers[0], numbers[1], numbers[2]);
        return Image.Create(1, h, w, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var (c, x, y) = (i % 3, i / 3 % w, i / 3 / w);
                pixels[i] = (((37 * x) + (91 * y) + (53 * c) + (x * y % 251) + (((x / 16) ^ (y / 16)) * 29) + k) % 256) / 255f;
            }
        });
    }

    private static void ShouldEqual(float[] actual, float[] expected, float scale, string story, float tolerance = Tolerance)
    {
        actual.Length.ShouldBe(expected.Length, story);
        for (var i = 0; i < actual.Length; i++)
        {
            MathF.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(tolerance * MathF.Max(1, scale), $"value {i} of {story}");
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
