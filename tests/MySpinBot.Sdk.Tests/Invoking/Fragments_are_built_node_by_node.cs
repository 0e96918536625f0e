namespace MySpinBot.Sdk.Tests.Invoking;

public sealed class Fragments_are_built_node_by_node
{
    [Fact]
    public void A_node_is_linked_to_by_its_id_in_the_fragment()
    {
        var fragment = new GraphFragment();
        var first = fragment.Add("first", "Text", ("value", "a"));
        fragment.Add("second", "Shout", ("text", first.Output()));

        fragment.Nodes.Select(node => node.Id).ShouldBe(["first", "second"]);
        fragment.Nodes[1].Inputs["text"].ShouldBe(new FragmentLink("first", 0));
    }

    [Fact]
    public void An_id_is_used_once()
    {
        var fragment = new GraphFragment();
        fragment.Add("a", "Text");

        Should.Throw<ArgumentException>(() => fragment.Add("a", "Text")).Message.ShouldStartWith("The fragment has a node 'a' already.");
    }

    [Fact]
    public void A_secret_prints_as_its_name() => $"{new Secret("token", "hush")}".ShouldBe("secret token");
}
