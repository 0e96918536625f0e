using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Masks;

/// <summary>What ComfyUI has not, or leaves open.</summary>
public sealed class Changing_masks : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void The_box_around_a_mask_holds_all_that_is_in_it()
    {
        var values = new float[2 * 6 * 8];
        (values[(2 * 8) + 3], values[48 + (4 * 8) + 6]) = (0.2f, 1);

        var (x, y, width, height, part) = MaskBoundingBoxNode.Find(Mask.Own(2, 6, 8, values), default);

        (x, y, width, height).ShouldBe((3, 2, 4, 3));
        (part.Batch, part.Width, part.Height, part.Values[0], part.Values[12 + 11]).ShouldBe((2, 4, 3, 0.2f, 1));
    }

    [Fact]
    public void The_box_around_a_mask_grows_by_its_padding_up_to_the_edges()
    {
        var values = new float[6 * 8];
        values[(4 * 8) + 6] = 1;
        var (x, y, width, height, _) = MaskBoundingBoxNode.Find(Mask.Own(1, 6, 8, values), default, padding: 3);
        (x, y, width, height).ShouldBe((3, 1, 5, 5));
    }

    [Fact]
    public void An_empty_mask_has_no_box()
    {
        Should.Throw<NodeFailure>(() => MaskBoundingBoxNode.Find(SolidMaskNode.Make(0.5, 4, 4), default, threshold: 0.5)).Message.ShouldContain("The mask is empty");
        MaskBoundingBoxNode.Find(SolidMaskNode.Make(0.5, 4, 4), default, threshold: 0.49).Width.ShouldBe(4);
    }

    [Fact]
    public void Holes_of_soft_masks_are_filled_up_to_the_weakest_place_around_them()
    {
        var random = new Random(3);
        foreach (var (width, height) in new[] { (1, 1), (2, 5), (5, 2), (3, 3), (24, 17), (40, 31) })
        {
            var mask = Mask.Own(1, height, width, [.. Enumerable.Range(0, width * height).Select(_ => (float)random.Next(12) / 11)]);

            MaskFillHolesNode.Fill(mask, _call, default).Values.ToArray().ShouldBe(Flooded(mask), $"{width}×{height}");
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(512)]
    public void A_blur_stays_within_the_values_that_it_was_given_and_keeps_what_is_even(double sigma)
    {
        var even = Mask.Own(1, 7, 9, [.. Enumerable.Repeat(0.7f, 63)]);
        MaskBlurNode.Blur(even, _call, default, sigma).Values.ToArray().ShouldBe(even.Values.ToArray());

        var edge = MaskBlurNode.Blur(MaskShapeNode.Draw(default, MaskShapeKind.Rectangle, 64, 50, x: 32), _call, default, sigma).Values.ToArray();
        edge.ShouldAllBe(value => value >= 0 && value <= 1);
        ((edge[31] + edge[32]) / 2).ShouldBe(0.5f, 1e-3f);
        edge[..64].Zip(edge[1..64]).ShouldAllBe(pair => pair.Second >= pair.First - 1e-3f);
        edge[..64].ShouldBe(edge[^64..], 1e-5);
    }

    [Fact]
    public void A_colour_is_found_with_what_is_near_it()
    {
        var image = Image.Own(1, 1, 4, 3, [0, 1, 0, 0.1f, 0.9f, 0.1f, 0.3f, 0.7f, 0.3f, 1, 0, 1]);

        var mask = MaskFromColorNode.Find(image, "#00ff00", tolerance: 0.2, softness: 0.2);

        mask.Values.ToArray().ShouldBe([1, 1, 0.5f, 0], 1e-5);
        Should.Throw<NodeFailure>(() => MaskFromColorNode.Find(image, "green-ish")).Message.ShouldContain("#rrggbb");
    }

    [Fact]
    public async Task A_preview_shows_every_mask_and_gives_them_back()
    {
        var masks = Mask.Own(2, 1, 2, [0, 1, 0.5f, 0.25f]);

        (await MaskPreviewNode.PreviewAsync(masks, _call, default)).ShouldBeSameAs(masks);

        _call.Shown.Select(item => (item.Key, item.Item.Text("type"))).ShouldBe([("images", "temp"), ("images", "temp")]);
        ContentId.TryParse(_call.Shown[1].Item.Text("artifact"), out var id).ShouldBeTrue();
        var second = await _call.Artifacts.PathOfAsync(new ArtifactReference(id, 0, "image/png"), default);
        ImageCodec.Decode(second).Image.Pixels.ToArray().ShouldBe([127 / 255f, 127 / 255f, 127 / 255f, 63 / 255f, 63 / 255f, 63 / 255f]);
    }

    [Fact]
    public void A_file_without_transparency_has_an_empty_mask()
    {
        var mask = LoadImageMaskNode.Load(_call.File("opaque.png", ImageCodec.Encode(Samples.Flat(5, 4, 1, 0, 0), new PngEncoding())), default);
        (mask.Batch, mask.Width, mask.Height, mask.Values.IndexOfAnyExcept(0f)).ShouldBe((1, 64, 64, -1));
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        var (mask, picture, grey) = (SolidMaskNode.Make(1, 4, 4), Samples.Flat(4, 4, 1, 0, 0), Image.Own(1, 1, 1, 1, [0]));

        Refusal(() => CropMaskNode.Crop(mask, x: 4), "x").ShouldContain("Nothing is left");
        Refusal(() => MaskCompositeNode.Combine(Mask.Own(2, 1, 1, [0, 0]), Mask.Own(3, 1, 1, [0, 0, 0]), default), "source").ShouldContain("as many as there are destinations");
        Refusal(() => MaskConversionNodes.ToMask(picture, "alpha"), "channel").ShouldContain("3 channel(s)");
        Refusal(() => MaskConversionNodes.OfColour(grey), "image").ShouldContain("grey");
        Refusal(() => ImageCompositeMaskedNode.Composite(picture, grey, default), "source").ShouldContain("1 channel(s)");
        Refusal(() => AlphaChannelNodes.Join(grey, mask, default), "image").ShouldContain("grey");
        var rgba = AlphaChannelNodes.Join(picture, mask, default);
        Refusal(() => PorterDuffImageCompositeNode.Composite(rgba, mask, picture, mask, _call, default), "source").ShouldContain("SplitImageWithAlpha");
    }

    private static string Refusal(Action call, string input)
    {
        var failure = Should.Throw<NodeFailure>(call);
        failure.Input.ShouldBe(input);
        return failure.Message;
    }

    // Each pixel's way to a side over the lowest of heights, found by giving every pixel the best of its neighbours until nothing changes.
    private static float[] Flooded(Mask mask)
    {
        var (width, height, values) = (mask.Width, mask.Height, mask.Values.ToArray());
        bool AtSide(int at) => at % width == 0 || at % width == width - 1 || at < width || at >= width * (height - 1);
        var level = values.Select((value, at) => AtSide(at) ? value : float.MaxValue).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var at = 0; at < level.Length; at++)
            {
                if (!AtSide(at))
                {
                    var better = Math.Max(values[at], new[] { level[at - 1], level[at + 1], level[at - width], level[at + width] }.Min());
                    (changed, level[at]) = (changed || better < level[at], Math.Min(better, level[at]));
                }
            }
        }

        return level;
    }
}
