using System.Text.Json;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Media;

[Trait("Category", "golden")]
public sealed class Pictures_come_out_as_in_ComfyUI
{
    private static readonly Lazy<JsonElement[]> Cases = new(() => [.. Golden.Json("comfy-images", "cases.json").EnumerateArray()]);

    private static readonly Lazy<Tensors> Values = new(() => Golden.Tensors("comfy-images", "io.safetensors"));

    public static TheoryData<int, string> Calls => Numbered(call => call.TryGetProperty("outputs", out _));

    public static TheoryData<int, string> Palettes => Numbered(call => call.TryGetProperty("mean_square_error", out _));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_gives_its_outputs(int number, string node)
    {
        var call = Cases.Value[number];
        var result = await RunAsync(call);
        var wanted = call.GetProperty("outputs").EnumerateArray().ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].ValueKind == JsonValueKind.Number)
            {
                Convert.ToInt64(result.Output<object>(i)).ShouldBe(wanted[i].GetInt64());
                continue;
            }

            var key = wanted[i].GetString()!;
            var (shape, values) = Parts(result.Output<object>(i));
            shape.ShouldBe(Values.Value.Shape(key), $"{node}, output {i}");
            ShouldBeNear(values, Values.Value.Floats(key), call.GetProperty("tolerance").GetSingle(), call.GetRawText());
        }
    }

    [Theory]
    [MemberData(nameof(Palettes))]
    public async Task A_palette_errs_no_more_than_that_of_Pillow(int number, string node)
    {
        var call = Cases.Value[number];
        var inputs = call.GetProperty("inputs");
        var given = ImageOf(inputs.GetProperty("image").GetString()!);

        var made = (await RunAsync(call)).Output<Image>();

        MeanSquareError(given, made).ShouldBeLessThanOrEqualTo(call.GetProperty("mean_square_error").GetDouble(), $"{node} {inputs.GetRawText()}");
        ColoursOf(made).Count.ShouldBeLessThanOrEqualTo(inputs.GetProperty("colors").GetInt32());
    }

    [Fact]
    public void Noise_is_the_noise_of_PyTorch()
    {
        var (noise, tried) = (Golden.Tensors("comfy-sampling", "noise.safetensors"), 0);
        foreach (var entry in Golden.Json("comfy-sampling", "noise.json").GetProperty("noise").EnumerateArray())
        {
            var expected = noise.Floats(entry.GetProperty("key").GetString()!);
            var grey = Image.Create(1, 1, expected.Length, 1, pixels => Array.Fill(pixels, 0.5f));

            var noisy = ImageAddNoiseNode.AddNoise(grey, default, ulong.Parse(entry.GetProperty("seed").GetString()!), 0.0625);

            ShouldBeNear([.. noisy.Pixels.ToArray().Select(value => (value - 0.5f) * 16)], expected, 8e-6f, entry.GetRawText());
            tried++;
        }

        tried.ShouldBeGreaterThan(0);
    }

    private static TheoryData<int, string> Numbered(Func<JsonElement, bool> isWanted)
    {
        var numbered = new TheoryData<int, string>();
        foreach (var (number, call) in Cases.Value.Index().Where(each => isWanted(each.Item)))
        {
            numbered.Add(number, call.GetProperty("node").GetString()!);
        }

        return numbered;
    }

    private static async Task<NodeResult> RunAsync(JsonElement call)
    {
        await using var nodes = NodeRunner.For(typeof(ImageScaleNode).Assembly);
        var inputs = call.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input => Input(input.Value));
        return await nodes.RunAsync(call.GetProperty("node").GetString()!, inputs, TestContext.Current.CancellationToken);
    }

    private static object? Input(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is ['@', ..] key => ImageOf(key),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => value.TryGetInt64(out var whole) ? whole : (object)value.GetDouble(),
    };

    private static Image ImageOf(string key)
    {
        var shape = Values.Value.Shape(key[1..]);
        return Image.Own(shape[0], shape[1], shape[2], shape[3], Values.Value.Floats(key[1..]));
    }

    private static (int[] Shape, float[] Values) Parts(object value) => value switch
    {
        Mask mask => ([mask.Batch, mask.Height, mask.Width], mask.Values.ToArray()),
        Image image => ([image.Batch, image.Height, image.Width, image.Channels], image.Pixels.ToArray()),
        _ => throw new InvalidOperationException($"{value} is neither a picture nor a mask."),
    };

    private static void ShouldBeNear(float[] actual, float[] expected, float tolerance, string story)
    {
        actual.Length.ShouldBe(expected.Length, story);
        for (var i = 0; i < actual.Length; i++)
        {
            MathF.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo(tolerance, $"value {i} of {story}: {actual[i]} for {expected[i]}");
        }
    }

    private static double MeanSquareError(Image one, Image other)
        => one.Pixels.ToArray().Zip(other.Pixels.ToArray(), (first, second) => Math.Pow(first - second, 2)).Average();

    private static HashSet<(float, float, float)> ColoursOf(Image image)
        => [.. image.Pixels.ToArray().Chunk(image.Channels).Select(pixel => (pixel[0], pixel[1], pixel[2]))];
}
