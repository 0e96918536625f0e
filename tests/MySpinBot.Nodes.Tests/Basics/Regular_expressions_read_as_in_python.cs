using MySpinBot.Nodes.Basics.Patterns;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Regular_expressions_read_as_in_python
{
    [Fact]
    public void A_match_is_found_in_any_case_unless_case_counts()
    {
        RegexNodes.IsMatch("Hello", "^h.*O$").ShouldBeTrue();
        RegexNodes.IsMatch("Hello", "^h", caseInsensitive: false).ShouldBeFalse();
        RegexNodes.IsMatch("a\nb", "^b").ShouldBeFalse();
        RegexNodes.IsMatch("a\nb", "^b", multiline: true).ShouldBeTrue();
        RegexNodes.IsMatch("a\nb", "a.b", dotall: true).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Extraction.FirstMatch, @"\d+", 1, "12")]
    [InlineData(Extraction.AllMatches, @"\d+", 1, "12\n34")]
    [InlineData(Extraction.AllMatches, @"([a-z])(\d)", 1, "a\nb")]
    [InlineData(Extraction.FirstGroup, @"(?P<letter>[a-z])(\d+)", 2, "12")]
    [InlineData(Extraction.AllGroups, @"([a-z])(?P<n>\d+)", 2, "12\n34")]
    [InlineData(Extraction.AllGroups, @"\d+", 1, "")]
    [InlineData(Extraction.FirstGroup, @"(\d)", 7, "")]
    public void Matches_and_groups_are_extracted(Extraction mode, string pattern, int group, string found)
        => RegexNodes.Extract("a12 b34", pattern, mode, groupIndex: group).ShouldBe(found);

    [Theory]
    [InlineData("john smith", @"(\w+) (\w+)", @"\2, \1", "smith, john")]
    [InlineData("john", @"(?P<name>\w+)", @"<\g<name>>", "<john>")]
    [InlineData("5", @"\d", "$1", "$1")]
    [InlineData("a", "a", @"\n\\", "\n\\")]
    [InlineData("abxd", "x*", "-", "-a-b--d-")]
    [InlineData("aa bb", @"(?P<c>\w)(?P=c)", @"\1", "a b")]
    public void Matches_are_replaced(string text, string pattern, string replacement, string result) => RegexNodes.Replace(text, pattern, replacement).ShouldBe(result);

    [Fact]
    public void Only_so_many_are_replaced() => RegexNodes.Replace("aaa", "a", "b", count: 2).ShouldBe("bba");

    [Fact]
    public void Matches_and_parts_come_as_lists()
    {
        RegexNodes.FindAll("a1b22", @"\d+").ShouldBe(["1", "22"]);
        RegexNodes.Split("a1b22c", @"\d+").ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void A_bad_pattern_is_named_before_the_run()
    {
        var fault = RegexNodes.Faults("(a").ShouldHaveSingleItem();
        fault.Input.ShouldBe("regex_pattern");
        fault.Sentence.ShouldStartWith("The text is not a regular expression: at offset 2");
        RegexNodes.Faults(@"(?P<x>a)(?=b)[[a-z]\Z").ShouldBeEmpty();
    }

    [Fact]
    public void A_group_that_is_not_there_is_named()
        => Should.Throw<NodeFailure>(() => RegexNodes.Replace("a", "(a)", @"\3")).Message.ShouldBe("Input 'replace' refers to a group '3', and the pattern has 1 groups, none of them named.");

    [Fact]
    public void A_pattern_that_would_never_end_elsewhere_takes_linear_time_here()
        => RegexNodes.IsMatch(new string('a', 50_000) + "!", "^(a+)+$").ShouldBeFalse();
}
