using MySpinBot.Sdk.Tests.Fakes;

namespace MySpinBot.Sdk.Tests.Invoking;

public sealed class Nodes_may_expand_or_block
{
    [Fact]
    public async Task An_expansion_is_the_outcome_itself()
    {
        var expansion = (await Outcome("Expander", ("how", "expand"))).Expansion.ShouldNotBeNull();

        expansion.Fragment.Nodes.Single().ClassType.ShouldBe("TupleOut");
        expansion.Outputs.ShouldBe([new FragmentLink("a", 3), 5L]);
    }

    [Fact]
    public async Task A_block_is_the_outcome_itself() => (await Outcome("Expander", ("how", "block"))).Blocked.ShouldBe(new Blocked("not today"));

    [Fact]
    public async Task Otherwise_its_outputs_are_ordinary() => (await Outcome("Expander", ("how", "run"))).Outputs.ShouldBe(["plain", 1L]);

    [Fact]
    public async Task It_may_say_so_later_and_see_what_it_does_not_declare()
    {
        var extra = new ExtraInputs(new Dictionary<string, object?> { ["a"] = 1L, ["b"] = null });
        var node = Calls.Node("LaterExpander");

        (await node.Invoke(Calls.Of("LaterExpander", new QuietContext(), extra, ("block", true)))).Blocked.ShouldBe(new Blocked());
        (await node.Invoke(Calls.Of("LaterExpander", new QuietContext(), extra, ("block", false)))).Outputs.ShouldNotBeNull()[0]
            .ShouldBeOfType<object?[]>().ShouldBe([1L, null]);
    }

    [Fact]
    public async Task An_expansion_of_anything_is_not_taken_for_a_value()
    {
        (await Outcome("AnyExpander", ("value", null))).Expansion.ShouldNotBeNull().Outputs.ShouldBe([new RawLink("a", 0)]);
        (await Outcome("AnyExpander", ("value", "x"))).Outputs.ShouldBe(["x"]);
    }

    private static async Task<NodeOutcome> Outcome(string classType, params (string Name, object? Value)[] inputs)
        => await Calls.Node(classType).Invoke(Calls.To(classType, inputs));
}
