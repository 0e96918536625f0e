using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

public sealed class LargeDocuments
{
    [Fact]
    public void A_chain_of_100_000_nodes_is_read_validated_and_written()
    {
        const int Count = 100_000;
        var document = new GraphDocument { Nodes = [.. Enumerable.Range(0, Count).Select(i => Add(i, i + 1)), Constant(Count)], Targets = ["0"] };
        var bytes = GraphWriter.Write(document);
        var read = GraphReader.Read(bytes, ReadLimits.Default);
        read.Problems.ShouldBeEmpty();

        var result = GraphValidator.Validate(read.Document!, Toys.Catalog, ValidationOptions.Default);

        result.Problems.ShouldBeEmpty();
        result.Graph!.Nodes.Length.ShouldBe(Count + 1);
        result.Graph.Nodes[0].Id.ShouldBe("100000");
        result.Graph.Targets.ShouldBe([Count]);
        GraphWriter.Write(read.Document!).ShouldBe(bytes);
    }

    [Fact]
    public void A_chain_of_100_000_reroutes_with_as_many_readers_is_followed_once()
    {
        const int Count = 100_000;
        var reroutes = Enumerable.Range(0, Count).Select(i => new NodeEntry { Id = $"r{i}", ClassType = "Reroute", Inputs = [new("", new LinkValue(i == 0 ? "1" : $"r{i - 1}", null, 0))] });
        var readers = Enumerable.Range(0, Count).Select(i => new NodeEntry { Id = $"s{i}", ClassType = "Show", Inputs = [new("value", new LinkValue($"r{Count - 1 - i}", null, 0))] });

        var result = GraphValidator.Validate(new GraphDocument { Nodes = [Constant(1), .. reroutes, .. readers] }, Toys.Catalog, ValidationOptions.Default);

        result.Problems.ShouldBeEmpty();
        result.Graph!.Nodes.Length.ShouldBe(Count + 1);
    }

    [Fact]
    public void A_document_of_wrong_names_only_is_reported_whole()
    {
        const int Count = 50_000;
        var nodes = Enumerable.Range(0, Count).Select(i => new NodeEntry { Id = $"n{i}", ClassType = $"Ad{i}", Inputs = [new("a", new LinkValue($"m{i}", null, 0))] });

        GraphValidator.Validate(new GraphDocument { Nodes = [.. nodes] }, Toys.Catalog, ValidationOptions.Default)
            .Problems.Length.ShouldBe((2 * Count) + 1);
    }

    [Fact]
    public void Subgraphs_that_double_at_each_level_are_stopped()
    {
        var levels = Enumerable.Range(0, 40).Select(i => new SubgraphDefinition(
            $"s{i}", new GraphDocument { Nodes = [new() { Id = "a", ClassType = $"subgraph:s{i + 1}" }, new() { Id = "b", ClassType = $"subgraph:s{i + 1}" }] }, []));
        var document = new GraphDocument { Nodes = [new() { Id = "top", ClassType = "subgraph:s0" }], Subgraphs = [.. levels] };

        var problems = GraphValidator.Validate(document, Toys.Catalog, new ValidationOptions { MaxNodes = 10_000 }).Problems;

        problems[0].Code.ShouldBe(ProblemCodes.DocumentTooLarge);
        problems[0].Sentence.ShouldBe("The graph has more than 10000 nodes once its subgraphs are put in; that is the most that is taken.");
    }

    internal static NodeEntry Add(int id, int source) => new() { Id = $"{id}", ClassType = "Add", Inputs = [new("a", new LinkValue($"{source}", null, 0)), new("b", new ConstantValue(JsonElement.Parse("1")))] };

    private static NodeEntry Constant(int id) => new() { Id = $"{id}", ClassType = "Add", Inputs = [new("a", new ConstantValue(JsonElement.Parse("1")))] };
}
