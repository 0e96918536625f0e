using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Upscaling_models_are_recipes
{
    private static readonly UpscaleModel Model = new(new WeightFile("upscale_models", ContentId.Of([1, 2, 3]), 4_711), "RRDBNet", 4, UpscalePrecision.Float16);

    [Fact]
    public void Their_bytes_say_all_of_them()
    {
        var codec = new UpscaleModelCodec();
        using var bytes = new MemoryStream();
        codec.Encode(Model, bytes);
        bytes.Position = 0;

        codec.Decode(bytes).ShouldBe(Model);
    }

    [Fact]
    public void Bytes_that_are_cut_off_or_changed_are_refused()
    {
        var codec = new UpscaleModelCodec();
        using var bytes = new MemoryStream();
        codec.Encode(Model, bytes);
        var whole = bytes.ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => codec.Decode(new MemoryStream(whole[..length])));
        }

        whole[^1] = 9;
        Should.Throw<InvalidDataException>(() => codec.Decode(new MemoryStream(whole)));
    }

    [Fact]
    public async Task The_same_weights_under_another_name_are_the_same_model_and_are_loaded_once()
    {
        using var call = new UpscaleCall();
        var (one, other) = (await call.ModelAsync(TinyUpscaler.Weights(2)), await call.ModelAsync(TinyUpscaler.Weights(2)));
        other.ShouldBe(one);

        using (await Upscaler.OpenAsync(one, call, cancellation: TestContext.Current.CancellationToken))
        using (await Upscaler.OpenAsync(other, call, cancellation: TestContext.Current.CancellationToken))
        using (await Upscaler.OpenAsync(one with { Precision = UpscalePrecision.Float32 }, call, cancellation: TestContext.Current.CancellationToken))
        {
            (call.Shelf.Loaded, call.Shelf.Leased).ShouldBe((1, 3));
        }

        using (await Upscaler.OpenAsync(one with { Precision = UpscalePrecision.Float16 }, call, cancellation: TestContext.Current.CancellationToken))
        {
            call.Shelf.Loaded.ShouldBe(2);
        }

        call.Shelf.Leased.ShouldBe(0);
        call.Notes.ShouldBe(new Dictionary<string, string> { ["provider"] = "cpu", ["device"] = "cpu", ["dtype"] = "float16" }, ignoreOrder: true);
    }

    [Fact]
    public async Task In_half_precision_pictures_are_nearly_the_same()
    {
        using var call = new UpscaleCall();
        var model = await call.ModelAsync(TinyUpscaler.Weights(4));
        using var single = await Upscaler.OpenAsync(model, call, cancellation: TestContext.Current.CancellationToken);
        using var half = await Upscaler.OpenAsync(model with { Precision = UpscalePrecision.Float16 }, call, cancellation: TestContext.Current.CancellationToken);
        var image = Pictures.Waves(40, 30);

        var (one, other) = (await single.UpscaleAsync(image, TestContext.Current.CancellationToken), await half.UpscaleAsync(image, TestContext.Current.CancellationToken));

        Pictures.Psnr(one.Pixels, other.Pixels).ShouldBeInRange(55, 100);
    }
}
