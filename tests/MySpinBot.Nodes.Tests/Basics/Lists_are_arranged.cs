using MySpinBot.Nodes.Basics.Lists;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Lists_are_arranged
{
    [Fact]
    public void Values_and_lists_become_one_list_in_the_order_of_their_numbers()
        => ListNodes.Create([1L], [2L, 3L], null, null, new ExtraInputs(new Dictionary<string, object?> { ["input10"] = 6L, ["input4"] = 4L, ["inputs.input5"] = new object?[] { 5L } }))
            .ShouldBe([1L, 2L, 3L, 4L, 5L, 6L]);

    [Fact]
    public void Elements_and_parts_are_taken()
    {
        ListNodes.Length([1L, 2L]).ShouldBe(2);
        ListNodes.Item([1L, 2L], -1).ShouldBe(2L);
        ListNodes.Take([1L, 2L, 3L, 4L], 1, 2).ShouldBe([2L, 3L]);
        ListNodes.Take([1L, 2L, 3L, 4L], -3, every: 2).ShouldBe([2L, 4L]);
        Should.Throw<NodeFailure>(() => ListNodes.Item([1L, 2L], 2)).Message.ShouldBe("The list has 2 elements, and 'index' is 2; it takes 0 to 1, or -1 to -2 from the end.");
        Should.Throw<NodeFailure>(() => ListNodes.Item([], 0));
    }

    [Fact]
    public void Lists_are_sorted_turned_and_thinned()
    {
        ListNodes.Sort([3L, 1.5, 2L]).ShouldBe([1.5, 2L, 3L]);
        ListNodes.Sort(["b", "B", "你", "👍", "\uFF01"]).ShouldBe(["B", "b", "你", "\uFF01", "👍"]);
        ListNodes.Sort([1L, 2L], descending: true).ShouldBe([2L, 1L]);
        ListNodes.Reverse([1L, 2L]).ShouldBe([2L, 1L]);
        ListNodes.Unique([1L, "1", 1.0, Json.Of("{'a':1}"), Json.Of("{'a':1}"), "1"]).Count.ShouldBe(3);
        ListNodes.Repeat([1L, 2L]).ShouldBe([1L, 2L, 1L, 2L]);
        ListNodes.Repeat([1L, 2L], eachItem: true).ShouldBe([1L, 1L, 2L, 2L]);
        ListNodes.Filter([1L, 2L, 3L], [true, false, true]).Kept.ShouldBe([1L, 3L]);
        Should.Throw<NodeFailure>(() => ListNodes.Sort([1L, "a"])).Message.ShouldContain("have no order between them");
        Should.Throw<NodeFailure>(() => ListNodes.Filter([1L], [true, false])).Input.ShouldBe("keep");
        Should.Throw<NodeFailure>(() => ListNodes.Repeat([1L, 2L], 100_000)).Input.ShouldBe("times");
    }

    [Theory]
    [InlineData(UnequalLengths.Shortest, "1a 2b")]
    [InlineData(UnequalLengths.RepeatLast, "1a 2b 3b")]
    [InlineData(UnequalLengths.Cycle, "1a 2b 3a")]
    public void Lists_are_paired(UnequalLengths lengths, string pairs)
    {
        var (a, b) = PairingNodes.Zip([1L, 2L, 3L], ["a", "b"], lengths);
        string.Join(' ', a.Zip(b, (x, y) => $"{x}{y}")).ShouldBe(pairs);
    }

    [Fact]
    public void Unequal_lists_can_be_refused()
        => Should.Throw<NodeFailure>(() => PairingNodes.Zip([1L], [], UnequalLengths.Fail)).Message.ShouldStartWith("Input 'a' has 1 elements and 'b' 0");

    [Fact]
    public void All_pairs_are_made()
    {
        var (a, b) = PairingNodes.Product([1L, 2L], ["x", "y"]);
        string.Join(' ', a.Zip(b, (x, y) => $"{x}{y}")).ShouldBe("1x 1y 2x 2y");
    }
}
