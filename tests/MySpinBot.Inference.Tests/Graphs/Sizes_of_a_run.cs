namespace MySpinBot.Inference.Tests;

public sealed class Sizes_of_a_run
{
    private static readonly Dim H = Dim.Of("h");
    private static readonly Dim W = Dim.Of("w");

    [Fact]
    public void Are_written_as_people_write_them()
    {
        (H * 4).ToString().ShouldBe("4*h");
        ((H + 1) / 2).ToString().ShouldBe("((h+1)/2)");
        (H * W).ToString().ShouldBe("h*w");
        (H - 1 + W).ToString().ShouldBe("h+w-1");
    }

    [Fact]
    public void Are_equal_where_they_are_the_same_for_every_run()
    {
        (H * W * 2).ShouldBe(2 * W * H);
        ((H * 4) / 2).ShouldBe(H * 2);
        (((H + 1) / 2 + 1) / 2).ShouldBe((H + 3) / 4);
        (H - H).ShouldBe(0);
        ((H * 8 / 2 - 1) / 2 + 1).ShouldBe((H * 4 + 1) / 2);
        (H / 2 * 2).ShouldNotBe(H);
    }

    [Fact]
    public void That_can_never_be_the_same_are_told_apart_and_no_others()
    {
        H.MayBe(512).ShouldBeTrue();
        H.MayBe(W).ShouldBeTrue();
        (H / 2 * 2).MayBe(H).ShouldBeTrue();
        H.MayBe(H + 1).ShouldBeFalse();
        H.MayBe(H * 2).ShouldBeFalse();
        (H * 4).MayBe(6).ShouldBeFalse();
        ((Dim)3).MayBe(4).ShouldBeFalse();
    }

    [Fact]
    public void Are_computed_as_numbers_are()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var brought = new Dictionary<string, long> { ["h"] = random.Next(1, 200), ["w"] = random.Next(1, 200) };
            var (dim, number) = (H, brought["h"]);
            for (var step = 0; step < 6; step++)
            {
                var k = random.Next(1, 9);
                (dim, number) = random.Next(6) switch
                {
                    0 => (dim + k, number + k),
                    1 => (dim - k, number - k),
                    2 => (dim * k, number * k),
                    3 => (dim / k, (long)Math.Floor(number / (double)k)),
                    4 => (dim + W, number + brought["w"]),
                    _ => (dim * W, number * brought["w"]),
                };
            }

            dim.Size(brought).ShouldBe(number, $"{dim}");
        }
    }

    [Fact]
    public void That_a_run_does_not_bring_are_asked_for_by_name()
        => Should.Throw<KeyNotFoundException>(() => (H * 2).Size(new Dictionary<string, long> { ["w"] = 3 })).Message.ShouldContain("'h'");
}
