using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Drawing_test_patterns
{
    [Theory]
    [InlineData("scenery")]
    [InlineData("smpte-bars")]
    [InlineData("colour-chart")]
    [InlineData("ramps")]
    [InlineData("checkerboard")]
    [InlineData("zone-plate")]
    public void Every_kind_is_drawn_at_odd_sizes_with_values_from_0_to_1(string kind)
    {
        foreach (var (width, height) in new[] { (16, 16), (333, 17), (17, 333) })
        {
            var image = TestPatternNode.Draw(default, kind, width, height, seed: long.MaxValue);
            (image.Width, image.Height).ShouldBe((width, height));
            image.Pixels.ToArray().ShouldAllBe(value => value >= 0 && value <= 1);
            image.Pixels.ToArray().Distinct().Count().ShouldBeGreaterThan(1);
        }
    }

    [Fact]
    public void A_seed_chooses_the_scenery_and_always_the_same_one()
    {
        var one = TestPatternNode.Draw(default, "scenery", 64, 36, 1);

        TestPatternNode.Draw(default, "scenery", 64, 36, 1).Pixels.SequenceEqual(one.Pixels).ShouldBeTrue();
        TestPatternNode.Draw(default, "scenery", 64, 36, 2).Pixels.SequenceEqual(one.Pixels).ShouldBeFalse();
    }

    [Fact]
    public void The_bars_are_those_of_the_standard()
    {
        var bars = TestPatternNode.Draw(default, "smpte-bars", 700, 120);

        Enumerable.Range(0, 7).Select(bar => At(bars, 50 + (100 * bar), 10)).ShouldBe(
            [[0.75f, 0.75f, 0.75f], [0.75f, 0.75f, 0], [0, 0.75f, 0.75f], [0, 0.75f, 0], [0.75f, 0, 0.75f], [0.75f, 0, 0], [0, 0, 0.75f]]);
        At(bars, 190, 115).ShouldBe([1f, 1, 1]);
        new[] { 510, 550, 590 }.Select(x => At(bars, x, 115)[0]).ShouldBe([0.035f, 0.075f, 0.115f], 1e-6f);
    }

    [Fact]
    public void The_chart_has_the_values_of_its_patches()
    {
        var chart = TestPatternNode.Draw(default, "colour-chart", 600, 400);

        At(chart, 50, 50).ShouldBe([115 / 255f, 82 / 255f, 68 / 255f]);
        At(chart, 250, 250).ShouldBe([175 / 255f, 54 / 255f, 60 / 255f]);
        At(chart, 550, 350).ShouldBe([52 / 255f, 52 / 255f, 52 / 255f]);
    }

    [Fact]
    public void Ramps_run_from_0_to_1()
    {
        var ramps = TestPatternNode.Draw(default, "ramps", 256, 80);

        Enumerable.Range(0, 256).Select(x => At(ramps, x, 0)[1]).ShouldBe(Enumerable.Range(0, 256).Select(x => x / 255f), 1e-6f);
        At(ramps, 255, 15).ShouldBe([1f, 0, 0]);
    }

    [Fact]
    public void The_rings_of_the_zone_plate_end_in_two_pixels_each()
    {
        var plate = TestPatternNode.Draw(default, "zone-plate", 513, 65);

        At(plate, 256, 32)[0].ShouldBe(1f);
        Math.Abs(At(plate, 511, 32)[0] - At(plate, 512, 32)[0]).ShouldBeGreaterThan(0.6f);
    }

    private static float[] At(Image image, int x, int y) => image.Pixels.Slice(((y * image.Width) + x) * 3, 3).ToArray();
}
