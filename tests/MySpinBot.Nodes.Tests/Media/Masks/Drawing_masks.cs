using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Masks;

public sealed class Drawing_masks
{
    [Fact]
    public void A_rectangle_covers_its_pixels_and_no_others()
    {
        var mask = MaskShapeNode.Draw(default, MaskShapeKind.Rectangle, 8, 6, x: 2, y: 1, shapeWidth: 3, shapeHeight: 4);

        for (var i = 0; i < 48; i++)
        {
            var (x, y) = (i % 8, i / 8);
            mask.Values[i].ShouldBe(x is >= 2 and < 5 && y is >= 1 and < 5 ? 1 : 0, $"({x}, {y})");
        }
    }

    [Theory]
    [InlineData(MaskShapeKind.Ellipse, 0, Math.PI * 60 * 40)]
    [InlineData(MaskShapeKind.Rectangle, 0, 120 * 80)]
    [InlineData(MaskShapeKind.Rectangle, 20, (120 * 80) - ((4 - Math.PI) * 400))]
    [InlineData(MaskShapeKind.Rectangle, 999, (120 * 80) - ((4 - Math.PI) * 1600))]
    public void The_sum_of_a_shape_is_its_area(MaskShapeKind shape, double cornerRadius, double area)
    {
        foreach (var (angle, feather) in new[] { (0.0, 0.0), (33.0, 0.0), (90.0, 8.0), (-300.0, 8.0) })
        {
            var mask = MaskShapeNode.Draw(default, shape, 200, 200, x: 40, y: 60, shapeWidth: 120, shapeHeight: 80, angle, feather, cornerRadius);
            Sum(mask).ShouldBe(area, area * 0.004, $"{angle}° {feather}");
        }
    }

    [Fact]
    public void A_turned_shape_turns_clockwise_about_its_middle()
    {
        var turned = MaskShapeNode.Draw(default, MaskShapeKind.Rectangle, 9, 9, x: 0, y: 3, shapeWidth: 9, shapeHeight: 3, angle: 90);
        turned.Values.ToArray().ShouldBe(MaskShapeNode.Draw(default, MaskShapeKind.Rectangle, 9, 9, x: 3, y: 0, shapeWidth: 3, shapeHeight: 9).Values.ToArray());

        var down = MaskShapeNode.Draw(default, MaskShapeKind.LinearGradient, 5, 5, angle: 90);
        (down.Values[2], down.Values[22]).ShouldBe((0.1f, 0.9f));
    }

    [Fact]
    public void A_feathered_edge_is_half_in_where_the_edge_is()
    {
        var row = MaskShapeNode.Draw(default, MaskShapeKind.Rectangle, 20, 1, x: 10, y: -50, shapeWidth: 100, shapeHeight: 100, feather: 10).Values.ToArray();

        row[..5].ShouldAllBe(value => value == 0);
        row[15..].ShouldAllBe(value => value == 1);
        for (var x = 5; x < 15; x++)
        {
            row[x].ShouldBe((x - 4.5f) / 10, 1e-6f);
        }
    }

    [Fact]
    public void Gradients_run_over_the_whole_mask()
    {
        MaskShapeNode.Draw(default, MaskShapeKind.LinearGradient, 4, 1).Values.ToArray().ShouldBe([0.125f, 0.375f, 0.625f, 0.875f]);
        MaskShapeNode.Draw(default, MaskShapeKind.LinearGradient, 5, 1, x: 2, shapeWidth: 1).Values.ToArray().ShouldBe([0, 0, 0.5f, 1, 1]);
        var radial = MaskShapeNode.Draw(default, MaskShapeKind.RadialGradient, 3, 3).Values.ToArray();
        (radial[4], radial[0]).ShouldBe((1, (float)(1 - (Math.Sqrt(2) * 2 / 3))));
    }

    private static double Sum(Mask mask)
    {
        double sum = 0;
        foreach (var value in mask.Values)
        {
            sum += value;
        }

        return sum;
    }
}
