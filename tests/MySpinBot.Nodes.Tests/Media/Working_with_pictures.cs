using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Working_with_pictures : IDisposable
{
    private static readonly JsonElement Extra = JsonElement.Parse("""{"workflow":{"version":1},"kept":null,"prompt":"not this one","a name that no file can hold":1}""");
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_saved_picture_comes_back_truncated_to_8_bits_with_its_graph()
    {
        var flat = Samples.Flat(5, 4, 0.999f, 0.5f, 0.001f);
        (await SaveImageNode.SaveAsync(flat, _call, JsonSerializer.SerializeToElement(new { a = 1 }), Extra, default)).ShouldBeSameAs(flat);

        var path = _call.OutputPath("ComfyUI_00001_.png");
        var (image, mask) = LoadImageNode.Load(_call.FileAt(path), default);
        image.Picture(0)[..3].ToArray().ShouldBe([254 / 255f, 127 / 255f, 0]);
        (mask.Width, mask.Height).ShouldBe((64, 64));
        ImageMetadata.Read(await File.ReadAllBytesAsync(path)).ShouldBe(new Dictionary<string, string> { ["prompt"] = """{"a":1}""", ["workflow"] = """{"version":1}""", ["kept"] = "null" }, ignoreOrder: true);
        var item = _call.Shown.Single();
        (item.Key, item.Item.Text("filename"), item.Item.Text("subfolder"), item.Item.Text("type")).ShouldBe(("images", "ComfyUI_00001_.png", "", "output"));
    }

    [Fact]
    public void The_mask_is_where_nothing_is_seen()
    {
        var png = ImageCodec.Encode(Samples.Flat(2, 1, 1, 1, 1), new PngEncoding(), alpha: Mask.Own(1, 1, 2, [1, 0]));

        LoadImageNode.Load(_call.File("clear.png", png), default).Mask.Values.ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_preview_is_kept_under_its_content()
    {
        var red = Samples.Flat(5, 4, 1, 0, 0);
        (await SaveImageNode.PreviewAsync(red, _call, default)).ShouldBeSameAs(red);

        var item = _call.Shown.Single().Item;
        (item.Text("type"), item.Text("filename")).ShouldBe(("temp", item.Text("artifact") + ".png"));
        _call.OutputFiles().ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_image_has_the_colour_of_its_number()
        => EmptyImageNode.Make(2, 1, 2, 0x10FF80).Pixels.ToArray().ShouldBe([.. Enumerable.Repeat(new[] { 16 / 255f, 1, 128 / 255f }, 4).SelectMany(pixel => pixel)]);

    [Fact]
    public void More_than_an_image_may_hold_is_refused()
        => Should.Throw<NodeFailure>(() => EmptyImageNode.Make(16_384, 16_384, 4)).Message.ShouldContain("ask for fewer or smaller ones");

    [Fact]
    public void A_picture_scaled_by_its_width_keeps_its_ratio()
    {
        var scaled = ImageScaleNode.Scale(Samples.Flat(40, 20, 1, 0, 0), default, "lanczos", width: 10, height: 0);

        (scaled.Width, scaled.Height).ShouldBe((10, 5));
    }

    [Fact]
    public void Inverting_twice_is_nothing() => ImageFilterNodes.Invert(ImageFilterNodes.Invert(Samples.Flat(2, 2, 1, 0, 0.25f))).Pixels.ToArray().ShouldBe(Samples.Flat(2, 2, 1, 0, 0.25f).Pixels.ToArray());

    [Fact]
    public void Blurring_spreads_a_dot_evenly_and_loses_no_light()
    {
        var dot = Image.Create(1, 9, 9, 3, pixels =>
        {
            Array.Clear(pixels);
            pixels[((4 * 9) + 4) * 3] = 1;
        });

        var soft = ImageFilterNodes.Blur(dot, default, blurRadius: 2, sigma: 1).Pixels.ToArray();

        soft.Sum().ShouldBe(1, 1e-5f);
        var (e1, e2) = (Math.Exp(-0.125), Math.Exp(-0.5));
        ((double)soft[((4 * 9) + 4) * 3]).ShouldBe(1 / Math.Pow(1 + (2 * e1) + (2 * e2), 2), 1e-5);
        soft[((4 * 9) + 3) * 3].ShouldBe(soft[((3 * 9) + 4) * 3], 1e-6f);
    }

    [Fact]
    public void A_picture_that_is_cut_off_is_named()
    {
        var png = ImageCodec.Encode(TitleCardNode.Draw("Half", _call, default, width: 200, height: 100), new PngEncoding());

        Should.Throw<NodeFailure>(() => LoadImageNode.Load(_call.File("half.png", png[..(png.Length / 2)]), default)).Message.ShouldContain("'half.png'");
    }

    [Fact]
    public void A_picture_that_claims_a_huge_size_is_refused()
    {
        var png = ImageCodec.Encode(Samples.Flat(8, 8, 1, 1, 1), new PngEncoding());
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);

        Should.Throw<NodeFailure>(() => LoadImageNode.Load(_call.File("bomb.png", png), default)).Message.ShouldContain("60,000");
    }
}
