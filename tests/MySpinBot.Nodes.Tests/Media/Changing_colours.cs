using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Changing_colours
{
    [Fact]
    public void The_defaults_change_nothing()
    {
        var picture = TestPatternNode.Draw(default, "colour-chart", 60, 40);

        Farthest(ImageAdjustNodes.Adjust(picture, default), picture).ShouldBeLessThan(1e-5f);
        Farthest(ImageAdjustNodes.Stretch(picture, default), picture).ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Each_setting_does_what_its_formula_says()
    {
        var pixel = Samples.Flat(1, 1, 0.25f, 0.5f, 0.75f);
        var luma = (0.2126f * 0.25f) + (0.7152f * 0.5f) + (0.0722f * 0.75f);

        Of(ImageAdjustNodes.Adjust(pixel, default, brightness: 0.1)).ShouldBe([0.35f, 0.6f, 0.85f], 1e-5f);
        Of(ImageAdjustNodes.Adjust(pixel, default, contrast: 1.5)).ShouldBe([0.125f, 0.5f, 0.875f], 1e-5f);
        Of(ImageAdjustNodes.Adjust(pixel, default, gamma: 2)).ShouldBe([0.5f, MathF.Sqrt(0.5f), MathF.Sqrt(0.75f)], 1e-5f);
        Of(ImageAdjustNodes.Adjust(pixel, default, saturation: 0)).ShouldBe([luma, luma, luma], 1e-5f);
        Of(ImageAdjustNodes.Adjust(pixel, default, temperature: 1)).ShouldBe([0.25f * MathF.Pow(2, 0.25f), 0.5f, 0.75f / MathF.Pow(2, 0.25f)], 1e-5f);
        Of(ImageAdjustNodes.Stretch(pixel, default, 0.25, 0.75)).ShouldBe([0, 0.5f, 1], 1e-5f);
        Of(ImageAdjustNodes.Stretch(pixel, default, 0, 1, 0.5)).ShouldBe([0.0625f, 0.25f, 0.5625f], 1e-5f);
    }

    [Theory]
    [InlineData(45)]
    [InlineData(180)]
    [InlineData(-90)]
    public void Turning_the_hue_keeps_greys_and_luma(double degrees)
    {
        Of(ImageAdjustNodes.Adjust(Samples.Flat(1, 1, 0.4f, 0.4f, 0.4f), default, hue: degrees)).ShouldBe([0.4f, 0.4f, 0.4f], 1e-4f);
        var turned = Of(ImageAdjustNodes.Adjust(Samples.Flat(1, 1, 0.5f, 0.45f, 0.4f), default, hue: degrees));
        ((0.2126f * turned[0]) + (0.7152f * turned[1]) + (0.0722f * turned[2])).ShouldBe((0.2126f * 0.5f) + (0.7152f * 0.45f) + (0.0722f * 0.4f), 1e-3f);
        Math.Abs(turned[0] - 0.5f).ShouldBeGreaterThan(1e-3f);
    }

    [Fact]
    public void Transparency_is_kept()
        => ImageAdjustNodes.Adjust(Image.Own(1, 1, 1, 4, [0.2f, 0.2f, 0.2f, 0.3f]), default, brightness: 0.5).Pixels.ToArray().ShouldBe([0.7f, 0.7f, 0.7f, 0.3f], 1e-5f);

    [Fact]
    public void Points_that_are_crossed_are_refused()
        => Should.Throw<NodeFailure>(() => ImageAdjustNodes.Stretch(Samples.Flat(1, 1, 0, 0, 0), default, 0.6, 0.5)).Message.ShouldContain("not above the black point");

    [Fact]
    public void A_palette_names_the_colours_most_frequent_first()
    {
        var picture = Image.Create(1, 10, 10, 3, pixels =>
        {
            for (var i = 0; i < 100; i++)
            {
                (i < 60 ? new[] { 1f, 0, 0 } : i < 90 ? [0, 0.2f, 1] : [1, 1, 1]).CopyTo(pixels, 3 * i);
            }
        });

        var (colours, swatch, shares) = ImagePaletteNode.Find(picture, default, count: 5, swatchWidth: 90, swatchHeight: 10);

        colours.ShouldBe(["#ff0000", "#0033ff", "#ffffff"]);
        shares.ShouldBe([0.6, 0.3, 0.1], 1e-6);
        (swatch.Pixels[0], swatch.Pixels[3 * 45]).ShouldBe((1f, 0f));
    }

    [Fact]
    public void A_palette_of_a_scenery_is_always_the_same_and_has_as_many_colours_as_asked()
    {
        var scenery = TestPatternNode.Draw(default, "scenery", 160, 90, 2);

        ImagePaletteNode.Find(scenery, default, 8).Colors.ShouldBe(ImagePaletteNode.Find(scenery, default, 8).Colors);
        ImagePaletteNode.Find(scenery, default, 8).Colors.Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public void A_difference_is_measured_before_it_is_amplified()
    {
        var (shown, mean, max, psnr) = ImageDifferenceNode.Compare(Samples.Flat(4, 4, 0.5f, 0.5f, 0.5f), Samples.Flat(4, 4, 0.5f, 0.6f, 0.5f), default, amplify: 5);

        shown.Pixels[..3].ToArray().ShouldBe([0, 0.5f, 0], 1e-5f);
        (mean, max).ShouldSatisfyAllConditions(_ => mean.ShouldBe(0.1 / 3, 1e-6), _ => max.ShouldBe(0.1, 1e-6));
        psnr.ShouldBe(10 * Math.Log10(3 / 0.01), 1e-4);
    }

    [Fact]
    public void Equal_pictures_have_an_infinite_ratio_and_a_dark_map()
    {
        var (shown, mean, _, psnr) = ImageDifferenceNode.Compare(Samples.Flat(2, 2, 1, 0, 0), Samples.Flat(2, 2, 1, 0, 0), default, "heat map");

        (mean, psnr).ShouldBe((0, double.PositiveInfinity));
        shown.Pixels.ToArray().Max().ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void Pictures_of_two_sizes_are_not_compared()
        => Should.Throw<NodeFailure>(() => ImageDifferenceNode.Compare(Samples.Flat(2, 2, 1, 0, 0), Samples.Flat(3, 2, 1, 0, 0), default)).Message.ShouldContain("2×2 and 3×2");

    private static float[] Of(Image image) => image.Pixels.ToArray();

    private static float Farthest(Image one, Image other) => one.Pixels.ToArray().Zip(other.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max();
}
