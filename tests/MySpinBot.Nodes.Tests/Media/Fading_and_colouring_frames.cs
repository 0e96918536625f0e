using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Fading_and_colouring_frames
{
    private static readonly byte[] AllLevels = [.. Enumerable.Range(0, 256).SelectMany(level => new[] { (byte)level, (byte)(255 - level), (byte)(level * 7) })];

    [Fact]
    public void Fading_in_begins_with_the_colour_and_fading_out_ends_with_it()
    {
        var (into, outOf) = (new FadeEdit(10, 4, In: true, "#0000ff"), new FadeEdit(10, 4, In: false, "#0000ff"));

        Levels(into, 8..16, 200).ShouldBe([0, 0, 0, 50, 100, 150, 200, 200]);
        Levels(outOf, 8..16, 200).ShouldBe([200, 200, 150, 100, 50, 0, 0, 0]);
    }

    [Fact]
    public void A_fade_without_length_is_a_cut()
    {
        Levels(new FadeEdit(2, 0, In: true), 0..4, 90).ShouldBe([0, 0, 90, 90]);
        Levels(new FadeEdit(2, 0, In: false), 0..4, 90).ShouldBe([90, 90, 0, 0]);
    }

    [Fact]
    public void Every_level_is_rounded_to_the_nearest()
    {
        for (var clock = 0; clock <= 7; clock++)
        {
            var made = Made(new FadeEdit(0, 7, In: true, "#20c0ff"), AllLevels, clock);
            int[] colour = [0x20, 0xc0, 0xff];
            for (var i = 0; i < made.Length; i++)
            {
                ((int)made[i]).ShouldBe((int)Math.Floor((((decimal)AllLevels[i] * clock) + (colour[i % 3] * (7 - clock))) / 7 + 0.5m));
            }
        }
    }

    [Fact]
    public void Colours_that_are_not_changed_are_the_same_bytes() => Made(new ColourEdit(), AllLevels, 0).ShouldBe(AllLevels);

    [Theory]
    [InlineData(0.1, 1, 1, 1)]
    [InlineData(-0.2, 1.5, 1, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0, 1, 1.8, 1)]
    [InlineData(0, 1, 1, 2.2)]
    [InlineData(0.05, 0.8, 0.5, 0.7)]
    public void Colours_follow_the_formula(double brightness, double contrast, double saturation, double gamma)
    {
        var made = Made(new ColourEdit(brightness, contrast, saturation, gamma), AllLevels, 0);
        for (var i = 0; i < AllLevels.Length; i += 3)
        {
            var values = AllLevels[i..(i + 3)].Select(level => Math.Pow(Math.Clamp((((level / 255.0) - 0.5) * contrast) + 0.5 + brightness, 0, 1), 1 / gamma)).ToArray();
            var grey = (0.2126 * values[0]) + (0.7152 * values[1]) + (0.0722 * values[2]);
            for (var channel = 0; channel < 3; channel++)
            {
                ((double)made[i + channel]).ShouldBe(255 * Math.Clamp(grey + ((values[channel] - grey) * saturation), 0, 1), 0.501);
            }
        }
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    public void A_colour_that_is_none_is_refused(string colour)
        => Should.Throw<NodeFailure>(() => Made(new FadeEdit(0, 1, In: true, colour), AllLevels, 0)).Message.ShouldBe($"'{colour}' is no colour; write one as #rrggbb, such as #336699.");

    [Fact]
    public void Other_edits_are_not_made_here() => FrameOperations.For(new ScaleEdit(2, 2), 4, 4).ShouldBeNull();

    private static IEnumerable<int> Levels(FadeEdit edit, Range clocks, byte level)
        => Enumerable.Range(clocks.Start.Value, clocks.End.Value - clocks.Start.Value).Select(clock => (int)Made(edit, [level, level, level], clock)[0]);

    private static byte[] Made(FrameEdit edit, byte[] frame, long clock)
    {
        var result = new byte[frame.Length];
        FrameOperations.For(edit, frame.Length / 3, 1)!.Apply(frame, clock, result);
        return result;
    }
}
