using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Setting_text
{
    private static Mask Set(string text, TextOptions? options = null) => TextRendering.Render(text, options ?? new TextOptions("DejaVu Sans", 40));

    [Fact]
    public void Letters_are_about_as_large_as_asked()
    {
        var small = Set("Hamburgefonts", new TextOptions("DejaVu Sans", 20));
        var large = Set("Hamburgefonts", new TextOptions("DejaVu Sans", 80));

        ((double)large.Height / small.Height).ShouldBeInRange(3.5, 4.5);
        ((double)large.Width / small.Width).ShouldBeInRange(3.7, 4.3);
        large.Height.ShouldBeInRange(60, 110);
    }

    [Fact]
    public void Another_font_looks_different()
    {
        var plain = Set("Schrift");
        var bold = Set("Schrift", new TextOptions("DejaVu Sans Bold", 40));
        var serif = Set("Schrift", new TextOptions("DejaVu Serif", 40));

        bold.Width.ShouldBeGreaterThan(plain.Width);
        serif.Values.SequenceEqual(plain.Values).ShouldBeFalse();
    }

    [Fact]
    public void Long_lines_are_broken_between_words()
    {
        const string text = "Every sentence is set in a real font and broken where the picture ends.";
        var line = Set(text);
        var broken = Set(text, new TextOptions("DejaVu Sans", 40) { WrapWidth = 500 });

        line.Width.ShouldBeGreaterThan(1000);
        broken.Width.ShouldBeInRange(200, 500);
        broken.Height.ShouldBeGreaterThan(3 * line.Height);
    }

    [Fact]
    public void Lines_lie_as_they_are_aligned()
    {
        var left = Set("wide wide wide\ni", new TextOptions("DejaVu Sans", 40));
        var centre = Set("wide wide wide\ni", new TextOptions("DejaVu Sans", 40) { Alignment = TextAlignment.Centre });
        var right = Set("wide wide wide\ni", new TextOptions("DejaVu Sans", 40) { Alignment = TextAlignment.Right });

        CentreOfLastLine(left).ShouldBeLessThan(0.1);
        CentreOfLastLine(centre).ShouldBeInRange(0.45, 0.55);
        CentreOfLastLine(right).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Line_spacing_moves_lines_apart()
        => Set("one\ntwo", new TextOptions("DejaVu Sans", 40) { LineSpacing = 30 }).Height.ShouldBe(Set("one\ntwo").Height + 30);

    [Fact]
    public void Chinese_is_set_in_a_font_that_has_it()
    {
        var words = Set("视频生成");
        var other = Set("图像处理");

        words.Width.ShouldBeInRange(130, 175); // four square letters
        words.Values.SequenceEqual(other.Values).ShouldBeFalse("boxes instead of letters would be equal");
    }

    [Fact]
    public void Markup_is_text_unless_it_is_asked_for()
    {
        const string text = "<b>a & b</b>";
        Set(text).Width.ShouldBeGreaterThan(2 * Set("a & b").Width);
        Set("<b>a</b>", new TextOptions("DejaVu Sans", 40) { Markup = true }).Width.ShouldBeLessThan(Set(text).Width);
        Should.Throw<NodeFailure>(() => Set("<b>a & b", new TextOptions("DejaVu Sans", 40) { Markup = true })).Message.ShouldContain("markup");
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\uFFFEb")]
    [InlineData("a\uD800b")]
    [InlineData("a\0b")]
    [InlineData("&amp; &lt; &#0; ]]>")]
    public void Awkward_characters_are_set_all_the_same(string text) => Set(text).Width.ShouldBeGreaterThan(20);

    [Fact]
    public void What_cannot_be_set_is_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => Set("  \n ")).Message.ShouldBe("The text is empty; at least one visible character is wanted.");
        Should.Throw<NodeFailure>(() => Set(new string('a', 20_001))).Message.ShouldContain("at most 20000");
        Should.Throw<NodeFailure>(() => Set("a", new TextOptions("Sans", double.NaN))).Message.ShouldContain("from 1 to 1000");
        Should.Throw<NodeFailure>(() => Set(new string('\n', 19_000) + "a", new TextOptions("Sans", 900))).Message.ShouldContain("pixels high");
    }

    [Fact]
    public void Several_threads_set_text_at_once()
    {
        var alone = Set("together");
        Parallel.For(0, 40, _ => Set("together").Values.SequenceEqual(alone.Values).ShouldBeTrue());
    }

    private static double CentreOfLastLine(Mask mask)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var y = mask.Height - 20; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                sum += x * (double)mask.Values[(y * mask.Width) + x];
                weight += mask.Values[(y * mask.Width) + x];
            }
        }

        return sum / weight / mask.Width;
    }
}
