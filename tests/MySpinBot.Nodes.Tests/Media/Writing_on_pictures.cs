using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Writing_on_pictures : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("top-left", 0, 0)]
    [InlineData("top", 1, 0)]
    [InlineData("top-right", 2, 0)]
    [InlineData("left", 0, 1)]
    [InlineData("center", 1, 1)]
    [InlineData("right", 2, 1)]
    [InlineData("bottom-left", 0, 2)]
    [InlineData("bottom", 1, 2)]
    [InlineData("bottom-right", 2, 2)]
    public void A_text_lies_at_its_anchor_and_keeps_the_margin(string anchor, int column, int row)
    {
        var (_, mask) = Write(Samples.Flat(300, 300, 0, 0, 0), "Abc", anchor: anchor, margin: 10);

        var (left, top, right, bottom) = Bounds(mask);
        (left, 299 - right).ShouldSatisfyAllConditions(_ => (column == 0 ? left : column == 2 ? 299 - right : Math.Abs(left - (299 - right)) + 9).ShouldBeInRange(9, 11));
        (top, 299 - bottom).ShouldSatisfyAllConditions(_ => (row == 0 ? top : row == 2 ? 299 - bottom : Math.Abs(top - (299 - bottom)) + 9).ShouldBeInRange(9, 11));
    }

    [Fact]
    public void Where_the_mask_is_0_the_picture_is_untouched_and_where_it_is_1_it_has_the_colour()
    {
        var under = TestPatternNode.Draw(default, "scenery", 200, 100);

        var (image, mask) = Write(under, "Ink", color: "#ff8000");

        for (var i = 0; i < mask.Values.Length; i++)
        {
            var pixel = image.Pixels.Slice(3 * i, 3).ToArray();
            if (mask.Values[i] is 0 or 1)
            {
                pixel.ShouldBe(mask.Values[i] == 0 ? under.Pixels.Slice(3 * i, 3).ToArray() : [1, 128 / 255f, 0], 1e-6f);
            }
        }

        mask.Values.ToArray().Count(value => value == 1).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void An_outline_reaches_as_far_as_it_is_wide()
    {
        var plain = Bounds(Write(Samples.Flat(300, 200, 0, 0, 0), "I", anchor: "center").Mask);
        var wide = Bounds(Write(Samples.Flat(300, 200, 0, 0, 0), "I", anchor: "center", strokeWidth: 7).Mask);

        (plain.Left - wide.Left, wide.Right - plain.Right, plain.Top - wide.Top, wide.Bottom - plain.Bottom)
            .ShouldSatisfyAllConditions(r => r.Item1.ShouldBeInRange(6, 8), r => r.Item2.ShouldBeInRange(6, 8), r => r.Item3.ShouldBeInRange(6, 8), r => r.Item4.ShouldBeInRange(6, 8));
    }

    [Fact]
    public void A_box_is_as_much_larger_as_its_padding_and_as_opaque_as_it_says()
    {
        var ink = Bounds(Write(Samples.Flat(300, 200, 1, 1, 1), "Box", anchor: "center").Mask);
        var (image, mask) = Write(Samples.Flat(300, 200, 1, 1, 1), "Box", anchor: "center", boxColor: "#00000080", boxPadding: 20, boxRadius: 0);

        var box = Bounds(mask);
        (ink.Left - box.Left, box.Bottom - ink.Bottom).ShouldBe((20, 20));
        var corner = ((box.Top + 1) * 300) + box.Left + 1;
        mask.Values[corner].ShouldBe(128 / 255f, 1e-5f);
        image.Pixels[3 * corner].ShouldBe(1 - (128 / 255f), 1e-5f);
    }

    [Fact]
    public void Opacity_is_of_all_that_is_drawn_together()
    {
        var (image, mask) = Write(Samples.Flat(300, 200, 0, 0, 0), "All", anchor: "center", boxColor: "#ffffff", opacity: 0.25);

        image.Pixels.ToArray().Max().ShouldBe(0.25f, 1e-6f);
        mask.Values.ToArray().Max().ShouldBe(0.25f, 1e-6f);
    }

    [Fact]
    public void A_shadow_is_soft_and_falls_down()
    {
        var ink = Bounds(Write(Samples.Flat(300, 200, 1, 1, 1), "S", anchor: "center").Mask);
        var (_, mask) = Write(Samples.Flat(300, 200, 1, 1, 1), "S", anchor: "center", shadow: 12);

        var all = Bounds(mask, 0.02f);
        (all.Bottom - ink.Bottom).ShouldBeGreaterThan(ink.Top - all.Top);
        mask.Values.ToArray().Count(value => value is > 0.05f and < 0.6f).ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Every_picture_of_a_batch_gets_the_text_and_transparency_is_not_kept()
    {
        var batch = Image.Create(2, 60, 200, 4, pixels => Array.Fill(pixels, 0.5f));

        var (image, mask) = Write(batch, "Two", size: 30);

        (image.Batch, image.Channels, mask.Batch).ShouldBe((2, 3, 1));
        image.Picture(0).SequenceEqual(image.Picture(1)).ShouldBeTrue();
    }

    [Fact]
    public void A_long_text_is_wrapped_into_the_picture()
    {
        var (left, _, right, _) = Bounds(Write(Samples.Flat(300, 400, 0, 0, 0), "Many words that would not stand on one line of this picture", size: 30).Mask);

        (left >= 24 && right <= 275).ShouldBeTrue($"{left}..{right}");
    }

    [Fact]
    public void No_text_and_no_colour_are_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => Write(Samples.Flat(30, 30, 0, 0, 0), " ")).Message.ShouldContain("empty");
        Should.Throw<NodeFailure>(() => Write(Samples.Flat(30, 30, 0, 0, 0), "x", color: "pinkish")).Message.ShouldContain("'pinkish' is not a colour");
    }

    private (Image Image, Mask Mask) Write(
        Image image, string text, string anchor = "bottom", int size = 48, string color = "#ffffff", int margin = 24, double strokeWidth = 0, int shadow = 0, string boxColor = "", int boxPadding = 16, int boxRadius = 10, double opacity = 1)
        => TextOnImageNode.Write(image, text, _call, default, size: size, color: color, anchor: anchor, margin: margin, strokeWidth: strokeWidth, shadow: shadow, boxColor: boxColor, boxPadding: boxPadding, boxRadius: boxRadius, opacity: opacity);

    private static (int Left, int Top, int Right, int Bottom) Bounds(Mask mask, float least = 0.3f)
    {
        var inked = Enumerable.Range(0, mask.Values.Length).Where(i => mask.Values[i] > least).ToArray();
        return (inked.Min(i => i % mask.Width), inked[0] / mask.Width, inked.Max(i => i % mask.Width), inked[^1] / mask.Width);
    }
}
