using MySpinBot.Nodes.Basics.Text;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Texts_are_counted_cut_and_changed
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("héllo", 5)]
    [InlineData("你好", 2)]
    [InlineData("👍🏽", 2)]
    public void Length_counts_code_points(string text, long length) => LengthNodes.Length(text).ShouldBe(length);

    [Theory]
    [InlineData("hello", 1, 3, "el")]
    [InlineData("hello", -3, -1, "ll")]
    [InlineData("hello", 0, 99, "hello")]
    [InlineData("hello", 3, 1, "")]
    [InlineData("a👍b", 1, 2, "👍")]
    [InlineData("", -5, 5, "")]
    public void Substrings_count_as_in_python(string text, long start, long end, string part) => LengthNodes.Substring(text, start, end).ShouldBe(part);

    [Fact]
    public void People_count_characters_words_and_lines()
    {
        LengthNodes.Count("It's well-known.\r\n你好 👨‍👩‍👧").ShouldBe((21, 4, 2));
        LengthNodes.Count("").ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData(LetterCase.Upper, "ÉCOLE THEY'RE 10X")]
    [InlineData(LetterCase.Lower, "école they're 10x")]
    [InlineData(LetterCase.Capitalize, "École they're 10x")]
    [InlineData(LetterCase.Title, "École They're 10X")]
    public void Case_is_converted(LetterCase mode, string converted) => CasingNodes.Convert("école tHEY're 10x", mode).ShouldBe(converted);

    [Fact]
    public void Ends_are_trimmed()
    {
        EditingNodes.Trim(" \ta\u3000\n").ShouldBe("a");
        EditingNodes.Trim(" a ", TextEnds.Left).ShouldBe("a ");
        EditingNodes.Trim(" a ", TextEnds.Right).ShouldBe(" a");
    }

    [Fact]
    public void Every_occurrence_is_replaced()
    {
        EditingNodes.Replace("a.b.c", ".", "--").ShouldBe("a--b--c");
        EditingNodes.Replace("a👍", "", "-").ShouldBe("-a-👍-");
        EditingNodes.Replace("abc", "x", "y").ShouldBe("abc");
    }

    [Fact]
    public void A_text_that_would_grow_past_all_measure_is_refused_before_it_is_made()
    {
        Should.Throw<NodeFailure>(() => EditingNodes.Replace(new string('a', 100_000), "a", new string('b', 100_000))).Message.ShouldContain("10000000000 characters");
        Should.Throw<NodeFailure>(() => EditingNodes.Repeat(new string('a', 100_000), 100_000));
    }

    [Fact]
    public void Texts_are_joined()
    {
        JoiningNodes.Concatenate("a", "b", ", ").ShouldBe("a, b");
        JoiningNodes.Join(["a", "", "b"]).ShouldBe("a\n\nb");
        JoiningNodes.Join(["a", " ", "b"], "\\t", skipEmpty: true).ShouldBe("a\tb");
        JoiningNodes.Join([]).ShouldBe("");
    }

    [Fact]
    public void Texts_are_split()
    {
        SplittingNodes.Split("a, b,,c").ShouldBe(["a", "b", "c"]);
        SplittingNodes.Split("a, b,,c", trim: false, skipEmpty: false).ShouldBe(["a", " b", "", "c"]);
        SplittingNodes.Lines("one\r\n\r\n two\rthree").ShouldBe(["one", "two", "three"]);
        Should.Throw<NodeFailure>(() => SplittingNodes.Split("a", "")).Input.ShouldBe("separator");
        Should.Throw<NodeFailure>(() => SplittingNodes.Split(new string(',', 200_000), skipEmpty: false)).Message.ShouldContain("100000 at most");
    }

    [Fact]
    public void Texts_are_compared()
    {
        ComparingNodes.Contains("Hello", "ELL").ShouldBeFalse();
        ComparingNodes.Contains("Hello", "ELL", caseSensitive: false).ShouldBeTrue();
        ComparingNodes.Compare("Hello", "He").ShouldBeTrue();
        ComparingNodes.Compare("Hello", "LO", TextComparison.EndsWith, caseSensitive: false).ShouldBeTrue();
        ComparingNodes.Compare("Hello", "hello", TextComparison.Equal).ShouldBeFalse();
    }

    [Theory]
    [InlineData("the quick brown fox", 10, "the quick\nbrown fox")]
    [InlineData("a  b\n\nc", 10, "a b\n\nc")]
    [InlineData("incomprehensibilities", 8, "incompre\nhensibil\nities")]
    [InlineData("你好，世界。再见", 8, "你好，世\n界。再见")]
    [InlineData("你好世界。再见", 8, "你好世\n界。再见")]
    [InlineData("", 5, "")]
    public void Lines_are_wrapped(string text, int width, string wrapped) => WrappingNodes.Wrap(text, width).ShouldBe(wrapped);
}
