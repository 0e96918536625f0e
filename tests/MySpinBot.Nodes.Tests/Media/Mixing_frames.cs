using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Mixing_frames
{
    private const int Width = 101;
    private const int Height = 37;

    public static TheoryData<TransitionKind> Ways => [.. Enum.GetValues<TransitionKind>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_transition_leads_from_one_picture_to_the_other(TransitionKind way)
    {
        var (from, to) = (Noise(1), Noise(2));

        Mixed(way, 0, from, to).ShouldBe(from);
        Mixed(way, 1, from, to).ShouldBe(to);
        Mixed(way, 0.4, from, to).ShouldNotBe(from);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void More_and_more_of_the_new_picture_is_seen(TransitionKind way)
    {
        // Through black and white it is the way from the colour that rises, hence the second half.
        var before = way is TransitionKind.FadeThroughBlack ? Mean(Mixed(way, 0.5, Flat(0), Flat(255))) : 0;
        for (var step = way is TransitionKind.FadeThroughBlack or TransitionKind.FadeThroughWhite ? 6 : 1; step <= 10; step++)
        {
            var mean = Mean(Mixed(way, step / 10.0, way == TransitionKind.FadeThroughWhite ? Flat(0) : Flat(0), way == TransitionKind.FadeThroughWhite ? Flat(100) : Flat(255)));
            if (way == TransitionKind.FadeThroughWhite)
            {
                mean.ShouldBe(255 - (155 * ((step / 5.0) - 1)), 0.6);
            }
            else
            {
                mean.ShouldBeGreaterThan(before);
            }

            before = mean;
        }
    }

    [Fact]
    public void A_fade_is_rounded_to_the_nearest()
    {
        var (from, to) = (Noise(1), Noise(2));
        for (var step = 0; step <= 16; step++)
        {
            var made = Mixed(TransitionKind.Fade, step / 16.0, from, to);
            for (var i = 0; i < made.Length; i++)
            {
                ((int)made[i]).ShouldBe(((from[i] * (16 - step)) + (to[i] * step) + 8) / 16);
            }
        }
    }

    [Theory]
    [InlineData(TransitionKind.FadeThroughBlack, 0.25, 100)]
    [InlineData(TransitionKind.FadeThroughBlack, 0.5, 0)]
    [InlineData(TransitionKind.FadeThroughBlack, 0.75, 50)]
    [InlineData(TransitionKind.FadeThroughWhite, 0.5, 255)]
    [InlineData(TransitionKind.FadeThroughWhite, 0.25, 228)]
    public void Through_a_colour_it_is_that_colour_in_the_middle(TransitionKind way, double progress, byte level)
        => Mixed(way, progress, Flat(way == TransitionKind.FadeThroughBlack ? (byte)200 : (byte)200), Flat(100)).ShouldAllBe(value => value == level);

    [Theory]
    [InlineData(TransitionKind.WipeRight, 5, 18, true)]
    [InlineData(TransitionKind.WipeRight, 95, 18, false)]
    [InlineData(TransitionKind.WipeLeft, 5, 18, false)]
    [InlineData(TransitionKind.WipeLeft, 95, 18, true)]
    [InlineData(TransitionKind.WipeDown, 50, 2, true)]
    [InlineData(TransitionKind.WipeDown, 50, 34, false)]
    [InlineData(TransitionKind.WipeUp, 50, 2, false)]
    [InlineData(TransitionKind.WipeUp, 50, 34, true)]
    [InlineData(TransitionKind.Circle, 50, 18, true)]
    [InlineData(TransitionKind.Circle, 1, 1, false)]
    public void Half_way_a_wipe_has_uncovered_the_side_it_came_from(TransitionKind way, int x, int y, bool isNew)
        => Mixed(way, 0.5, Flat(0), Flat(255))[((y * Width) + x) * 3].ShouldBe(isNew ? (byte)255 : (byte)0);

    [Fact]
    public void The_edge_of_a_wipe_is_soft()
    {
        var row = Mixed(TransitionKind.WipeRight, 0.5, Flat(0), Flat(255)).Where((_, i) => i % 3 == 0).Take(Width).ToArray();

        row.Count(value => value is > 0 and < 255).ShouldBeInRange(6, 9);
        row.ShouldBe(row.OrderDescending());
        row.Sum(value => value / 255.0).ShouldBe(Width / 2.0, 0.05);
    }

    [Fact]
    public void Sliding_pushes_the_old_picture_out()
    {
        var (from, to) = (Columns(0), Columns(100));

        // A quarter of 101 columns are 25: the old picture begins at its column 25, or stands 25 further right.
        Mixed(TransitionKind.SlideLeft, 0.25, from, to).Where((_, i) => i % 3 == 0).Take(Width).Select(value => (int)value).ShouldBe([.. Enumerable.Range(25, 76), .. Enumerable.Range(100, 25)]);
        Mixed(TransitionKind.SlideRight, 0.25, from, to).Where((_, i) => i % 3 == 0).Take(Width).Select(value => (int)value).ShouldBe([.. Enumerable.Range(176, 25), .. Enumerable.Range(0, 76)]);
    }

    [Fact]
    public void A_picture_is_laid_over_by_its_alpha_and_opacity()
    {
        var frame = Flat(100);
        byte[] over = [255, 0, 40, 255, 200, 100, 0, 128, 9, 9, 9, 0];

        Overlays.Blend(frame, Width, Height, over, 3, 1, 10, 5, 1);

        Pixel(frame, 10, 5).ShouldBe([255, 0, 40]);
        Pixel(frame, 11, 5).ShouldBe([150, 100, 50]);
        Pixel(frame, 12, 5).ShouldBe([100, 100, 100]);
        Overlays.Blend(frame, Width, Height, over, 3, 1, 20, 5, 0.5);
        Pixel(frame, 20, 5).ShouldBe([178, 50, 70]);
        Overlays.Blend(frame, Width, Height, over, 3, 1, 30, 5, 0);
        Pixel(frame, 30, 5).ShouldBe([100, 100, 100]);
    }

    [Theory]
    [InlineData(-3, -2)]
    [InlineData(Width - 2, Height - 1)]
    [InlineData(-40, 4)]
    [InlineData(Width, 0)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void What_sticks_out_is_left_out(int x, int y)
    {
        var frame = Flat(0);

        Overlays.Blend(frame, Width, Height, [.. Enumerable.Repeat((byte)255, 5 * 4 * 4)], 5, 4, x, y, 1);

        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                Pixel(frame, column, row)[0].ShouldBe(column >= x && column < (long)x + 5 && row >= y && row < (long)y + 4 ? (byte)255 : (byte)0);
            }
        }
    }

    private static byte[] Mixed(TransitionKind way, double progress, byte[] from, byte[] to)
    {
        var result = new byte[from.Length];
        Transitions.Mix(way, progress, from, to, result, Width, Height);
        return result;
    }

    private static byte[] Pixel(byte[] frame, int x, int y) => frame[(((y * Width) + x) * 3)..(((y * Width) + x + 1) * 3)];

    private static double Mean(byte[] frame) => frame.Average(value => (double)value);

    private static byte[] Flat(byte level) => [.. Enumerable.Repeat(level, Width * Height * 3)];

    private static byte[] Columns(int first) => [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)(first + (i / 3 % Width)))];

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[Width * Height * 3];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
