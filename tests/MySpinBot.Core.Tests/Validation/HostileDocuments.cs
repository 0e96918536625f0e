using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

/// <summary>Documents that would cost the square of their size if anything were looked up by walking. Each of these takes well under a second, or minutes.</summary>
public sealed class HostileDocuments
{
    private const int Many = 60_000;

    [Fact]
    public void Many_extra_inputs_on_one_node()
    {
        var inputs = Enumerable.Range(0, Many).Select(i => new NodeInput($"x{i}", new LinkValue("add", null, 0)));
        var document = new GraphDocument { Nodes = [Add, new() { Id = "gather", ClassType = "Gather", Inputs = [.. inputs] }], Targets = ["gather"] };

        GraphValidator.Validate(document, Toys.Catalog, ValidationOptions.Default).Graph!.Node("gather").Extra.Length.ShouldBe(Many);
    }

    [Fact]
    public void Many_subgraphs_each_used_once()
    {
        var nodes = Enumerable.Range(0, Many).Select(i => new NodeEntry { Id = $"n{i}", ClassType = $"subgraph:s{i}" });
        var subgraphs = Enumerable.Range(0, Many).Select(i => new SubgraphDefinition($"s{i}", new GraphDocument { Nodes = [Add] }, [new("o", new LinkValue("add", null, null))]));
        var document = new GraphDocument { Nodes = [.. nodes], Subgraphs = [.. subgraphs], Targets = [.. Enumerable.Range(0, Many).Select(i => $"n{i}")] };

        GraphValidator.Validate(document, Toys.Catalog, ValidationOptions.Default).Graph!.Nodes.Length.ShouldBe(Many);
    }

    [Fact]
    public void Many_named_inputs_each_used_once()
    {
        var names = Enumerable.Range(0, Many).Select(i => $"p{i}").ToList();
        var inside = names.Select(name => new NodeEntry { Id = name, ClassType = "Show", Inputs = [new("value", new GraphInputValue(name))] });
        var graph = new GraphDocument { Nodes = [.. inside], Inputs = [.. names.Select(name => new GraphInput(name))] };
        var user = new NodeEntry { Id = "n", ClassType = "subgraph:s", Inputs = [.. names.Select(name => new NodeInput(name, new LinkValue("add", null, 0)))] };

        GraphValidator.Validate(new GraphDocument { Nodes = [Add, user], Subgraphs = [new("s", graph, [])] }, Toys.Catalog, ValidationOptions.Default).Graph!.Nodes.Length.ShouldBe(Many + 1);
    }

    [Fact]
    public void Many_readers_of_many_outputs()
    {
        var outputs = Enumerable.Range(0, Many).Select(i => new SubgraphOutput($"o{i}", new LinkValue("add", null, 0)));
        var readers = Enumerable.Range(0, Many).Select(i => new NodeEntry { Id = $"r{i}", ClassType = "Show", Inputs = [new("value", new LinkValue("n", $"o{i}", null))] });
        var document = new GraphDocument { Nodes = [new() { Id = "n", ClassType = "subgraph:s" }, .. readers], Subgraphs = [new("s", new GraphDocument { Nodes = [Add] }, [.. outputs])] };

        GraphValidator.Validate(document, Toys.Catalog, ValidationOptions.Default).Graph!.Nodes.Length.ShouldBe(Many + 1);
    }

    [Fact]
    public void A_knot_of_nodes_that_all_link_to_each_other()
    {
        const int Count = 300;
        var nodes = Enumerable.Range(0, Count).Select(i => new NodeEntry
        {
            Id = $"{i}", ClassType = "Gather", Inputs = [.. Enumerable.Range(0, Count).Select(j => new NodeInput($"x{j}", new LinkValue($"{j}", null, 0)))],
        });

        GraphValidator.Validate(new GraphDocument { Nodes = [.. nodes], Targets = ["0"] }, Toys.Catalog, ValidationOptions.Default).Problems.ShouldHaveSingleItem().Path.ShouldBe(["0", "0"]);
    }

    private static NodeEntry Add => new() { Id = "add", ClassType = "Add", Inputs = [new("a", new ConstantValue(JsonElement.Parse("1")))] };
}
