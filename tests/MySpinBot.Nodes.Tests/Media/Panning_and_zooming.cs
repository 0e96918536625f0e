using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Panning_and_zooming
{
    private static readonly FrameWindow Whole = new(0.5, 0.5, 1);

    [Theory]
    [InlineData(64, 36)]
    [InlineData(37, 23)]
    [InlineData(5, 3)]
    public void A_window_as_large_as_the_frame_changes_no_byte(int width, int height)
    {
        var frame = Noise(width, height);

        Made(new PanZoomEdit(Whole, Whole, 0, 10, width, height), frame, width, height, 3).ShouldBe(frame);
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(200, 113)]
    [InlineData(33, 21)]
    public void One_colour_stays_one_colour(int width, int height)
    {
        var edit = new PanZoomEdit(new FrameWindow(0.1, 0.2, 1.7), new FrameWindow(0.8, 0.9, 1.1), 0, 30, 64, 36);
        for (var clock = 0; clock <= 30; clock += 3)
        {
            var made = Made(edit, Pattern(width, height, (_, _, channel) => (byte)(250 - (channel * 123))), width, height, clock);
            for (var i = 0; i < made.Length; i++)
            {
                made[i].ShouldBe((byte)(250 - (i % 3 * 123)));
            }
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(0.037)]
    public void A_pan_advances_by_fractions_of_a_pixel(double pixelsAFrame)
    {
        // A soft bump in a frame twice as wide as the window: at zoom 1 a pixel of the frame is a pixel of the result. Its rows differ, so that roundings even out.
        const int Width = 256, Height = 16, Frames = 40;
        var frame = Pattern(Width, Height, (x, y, _) => (byte)Math.Round((220 - (3 * y)) * Math.Exp(-Math.Pow((x - 127.5) / 6, 2))));
        var half = pixelsAFrame * Frames / 2 / Width;
        var edit = new PanZoomEdit(new FrameWindow(0.5 - half, 0.5, 1), new FrameWindow(0.5 + half, 0.5, 1), 0, Frames, 128, Height, Easing.Linear);

        var centres = Enumerable.Range(0, Frames + 1).Select(clock => Centroid(Made(edit, frame, Width, Height, clock), 128)).ToArray();

        for (var i = 1; i < centres.Length; i++)
        {
            (centres[i - 1] - centres[i]).ShouldBe(pixelsAFrame, 0.015, $"from frame {i - 1} to {i}");
        }
    }

    [Fact]
    public void Zooming_in_the_sides_of_a_square_move_smoothly()
    {
        const int Width = 320, Height = 180, Frames = 60;
        var frame = Pattern(Width, Height, (x, y, _) => x is >= 120 and < 200 && y is >= 60 and < 120 ? (byte)200 : (byte)30);
        var edit = new PanZoomEdit(Whole, new FrameWindow(0.5, 0.5, 1.5), 0, Frames, Width, Height, Easing.Linear);

        var widths = Enumerable.Range(0, Frames + 1).Select(clock => Row(Made(edit, frame, Width, Height, clock), Width, Height / 2).Sum(value => (value - 30) / 170)).ToArray();

        for (var i = 0; i < widths.Length; i++)
        {
            widths[i].ShouldBe(80 * Math.Pow(1.5, (double)i / Frames), 0.05, $"frame {i}");
        }
    }

    [Fact]
    public void It_rests_before_its_start_and_after_its_end()
    {
        var frame = Noise(64, 36);
        var edit = new PanZoomEdit(new FrameWindow(0.3, 0.3, 2), new FrameWindow(0.6, 0.6, 1.5), 100, 50, 32, 18);

        Made(edit, frame, 64, 36, 0).ShouldBe(Made(edit, frame, 64, 36, 100));
        Made(edit, frame, 64, 36, 1000).ShouldBe(Made(edit, frame, 64, 36, 150));
        Made(edit, frame, 64, 36, 125).ShouldNotBe(Made(edit, frame, 64, 36, 124));
    }

    [Fact]
    public void A_window_over_the_edge_is_moved_into_the_frame()
    {
        var frame = Noise(64, 36);

        Made(new PanZoomEdit(new FrameWindow(-3, 7, 2), new FrameWindow(-3, 7, 2), 0, 1, 32, 18), frame, 64, 36, 0)
            .ShouldBe(Made(new PanZoomEdit(new FrameWindow(0.25, 0.75, 2), new FrameWindow(0.25, 0.75, 2), 0, 1, 32, 18), frame, 64, 36, 0));
    }

    [Fact]
    public void A_frame_of_another_ratio_is_filled()
    {
        // The upper and lower quarter of a square lie outside a window of 2 : 1.
        var frame = Pattern(64, 64, (_, y, _) => y is < 16 or >= 48 ? (byte)255 : (byte)40);

        Made(new PanZoomEdit(Whole, Whole, 0, 1, 64, 32), frame, 64, 64, 0).ShouldAllBe(value => value == 40);
    }

    [Fact]
    public void Making_a_picture_smaller_lets_fine_lines_become_grey()
    {
        var frame = Pattern(512, 288, (x, _, _) => x % 2 == 0 ? (byte)0 : (byte)200);
        var made = Made(new PanZoomEdit(Whole, Whole, 0, 1, 128, 72), frame, 512, 288, 0);

        Row(made, 128, 36)[8..^8].ShouldAllBe(value => value > 94 && value < 106);
    }

    private static byte[] Made(PanZoomEdit edit, byte[] frame, int width, int height, long clock)
    {
        var result = new byte[edit.Width * edit.Height * 3];
        FrameOperations.For(edit, width, height)!.Apply(frame, clock, result);
        return result;
    }

    private static double[] Row(byte[] frame, int width, int row) => [.. Enumerable.Range(0, width).Select(x => (double)frame[((row * width) + x) * 3])];

    private static double Centroid(byte[] frame, int width)
    {
        var all = Enumerable.Range(0, frame.Length / width / 3).SelectMany(y => Row(frame, width, y).Select((value, x) => (value, x))).ToArray();
        return all.Sum(each => each.value * each.x) / all.Sum(each => each.value);
    }

    private static byte[] Pattern(int width, int height, Func<int, int, int, byte> level)
        => [.. Enumerable.Range(0, width * height * 3).Select(i => level(i / 3 % width, i / 3 / width, i % 3))];

    private static byte[] Noise(int width, int height)
    {
        var bytes = new byte[width * height * 3];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
