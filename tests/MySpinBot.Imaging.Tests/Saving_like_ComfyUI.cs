using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

[Trait("Category", "golden")]
public sealed class Saving_like_ComfyUI
{
    [Fact]
    public void Values_become_the_reference_levels()
    {
        var save = Golden.Json("comfy-sampling", "save.json");
        var tensors = Golden.Tensors("comfy-sampling", "save.safetensors");
        var input = tensors.Floats(save.GetProperty("input").GetString()!);
        var shape = tensors.Shape(save.GetProperty("input").GetString()!);
        var grey = Image.Own(1, shape[0], shape[1], 1, input);

        // Through a real file, and unpacked without libvips.
        HandmadePng.Levels(ImageCodec.Encode(grey, new PngEncoding())).ShouldBe(tensors.Bytes(save.GetProperty("output").GetString()!));
    }

    [Fact]
    public void Levels_become_the_reference_values()
    {
        var expected = Golden.Tensors("comfy-sampling", "save.safetensors").Floats("load.levels_to_float");
        var file = HandmadePng.File(256, 1, 8, HandmadePng.Grey, [.. Enumerable.Range(0, 256).Select(k => (byte)k)]);

        var pixels = ImageCodec.Decode(file).Image.Pixels.ToArray();

        pixels.Where((_, i) => i % 3 == 0).ShouldBe(expected);
        pixels.Where((_, i) => i % 3 == 2).ShouldBe(expected);
    }

    [Fact]
    public void What_is_no_number_or_beyond_the_range_is_clipped()
        => new[] { float.NaN, float.NegativeInfinity, float.PositiveInfinity, -3, 7, -0f }.Select(Levels.ToByte).ShouldBe(new byte[] { 0, 0, 255, 0, 255, 0 });
}
