using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Masks;

public sealed class Growing_masks : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void By_so_many_pixels_is_so_many_passes_of_three_by_three(bool tapered)
    {
        var random = new Random(5);
        foreach (var (width, height) in new[] { (1, 1), (2, 1), (1, 9), (8, 3), (33, 20), (17, 64) })
        {
            var mask = Mask.Own(1, height, width, [.. Enumerable.Range(0, width * height).Select(_ => random.Next(4) == 0 ? random.NextSingle() : 0)]);
            foreach (var by in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 30, 90 })
            {
                Values(GrowMaskNode.Grow(mask, _call, default, by, tapered)).ShouldBe(Passes(mask, by, tapered, Math.Max), $"{width}×{height} by {by}");
                Values(GrowMaskNode.Grow(mask, _call, default, -by, tapered)).ShouldBe(Passes(mask, by, tapered, Math.Min), $"{width}×{height} by -{by}");
            }
        }
    }

    [Fact]
    public void By_nothing_is_the_mask_itself()
    {
        var mask = SolidMaskNode.Make(0.5, 3, 2);
        GrowMaskNode.Grow(mask, _call, default).ShouldBeSameAs(mask);
    }

    [Fact]
    public void By_more_than_the_picture_takes_no_longer()
    {
        // 16,384 passes over these pixels would take minutes.
        var values = new float[1024 * 1024];
        values[5] = 1;
        var mask = Mask.Own(1, 1024, 1024, values);
        var started = TimeProvider.System.GetTimestamp();

        GrowMaskNode.Grow(mask, _call, default, 16_384).Values.IndexOfAnyExcept(1f).ShouldBe(-1);

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Tells_how_far_it_is_and_can_be_ended()
    {
        var three = Mask.Own(3, 4, 4, new float[48]);

        GrowMaskNode.Grow(three, _call, default, 2);

        _call.ProgressDone.ShouldBe([1, 2, 3]);
        Should.Throw<OperationCanceledException>(() => GrowMaskNode.Grow(three, _call, new CancellationToken(canceled: true), 2));
    }

    private static float[] Values(Mask mask) => mask.Values.ToArray();

    private static float[] Passes(Mask mask, int count, bool cross, Func<float, float, float> better)
    {
        var values = mask.Values.ToArray();
        for (var pass = 0; pass < count; pass++)
        {
            var before = values.ToArray();
            for (var at = 0; at < values.Length; at++)
            {
                for (var (dy, x, y) = (-1, at % mask.Width, at / mask.Width); dy <= 1; dy++)
                {
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        if ((!cross || dx == 0 || dy == 0) && x + dx >= 0 && x + dx < mask.Width && y + dy >= 0 && y + dy < mask.Height)
                        {
                            values[at] = better(values[at], before[at + dx + (dy * mask.Width)]);
                        }
                    }
                }
            }
        }

        return values;
    }
}
