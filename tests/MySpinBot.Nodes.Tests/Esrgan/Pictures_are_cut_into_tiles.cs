using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Pictures_are_cut_into_tiles
{
    [Fact]
    public void That_cover_all_and_reach_beyond_what_is_kept()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var multiple = 1 << random.Next(3);
            var border = random.Next(20);
            var cut = new TileCut(multiple, border, random.Next((border / 2) + 1));
            var (width, height, largest) = (random.Next(1, 400), random.Next(1, 400), random.Next(1, 200));

            var plan = TilePlan.Of(width, height, largest, cut);

            Check(plan.Columns, width, Math.Max(largest, cut.Least), cut);
            Check(plan.Rows, height, Math.Max(largest, cut.Least), cut);
        }
    }

    [Theory]
    [InlineData(5, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(500, 64)]
    public void Of_the_one_size_that_a_model_takes(int length, int size)
    {
        var cut = new TileCut(1, 16, 4, size, size);

        var plan = TilePlan.Of(length, length, 999, cut);

        plan.Columns.ShouldAllBe(span => span.Size == size);
        Check(plan.Columns, length, size, cut);
    }

    private static void Check(IReadOnlyList<TileSpan> spans, int length, int largest, TileCut cut)
    {
        spans[0].From.ShouldBe(0);
        spans[^1].To.ShouldBe(length);
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            span.Size.ShouldBe(spans[0].Size);
            span.Size.ShouldBeLessThanOrEqualTo(largest);
            (span.Size % cut.Multiple, span.Start % cut.Multiple).ShouldBe((0, 0));
            span.Start.ShouldBeInRange(0, length - 1);
            span.From.ShouldBeLessThan(span.To);
            span.Ramp.ShouldBeInRange(0, span.To - span.From);
            if (i > 0)
            {
                span.Ramp.ShouldBe(2 * cut.Feather);
                (span.From + span.Ramp).ShouldBe(spans[i - 1].To, "the ramp is what two tiles share");
                (span.From + cut.Feather - span.Start).ShouldBeGreaterThanOrEqualTo(cut.Border);
            }

            if (i < spans.Count - 1)
            {
                (span.Start + span.Size - span.To + cut.Feather).ShouldBeGreaterThanOrEqualTo(cut.Border);
            }
        }
    }
}
