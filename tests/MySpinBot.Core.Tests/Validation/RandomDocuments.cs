using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Validation;

/// <summary>Documents of up to a dozen toy nodes with random links, constants, modes and names.</summary>
internal static class RandomDocuments
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "e", "f", "g:h", "i.j", "k\"l", "ü", ""];
    private static readonly string[] Types = [.. Toys.Catalog.Entries.Select(entry => entry.ClassType), "Reroute", "subgraph:s", "Unknown"];
    private static readonly string[] Names = ["image", "a", "b", "value", "text", "radius", "flow", "number", "", "stray"];
    private static readonly string[] Constants = ["1", "2.50", "\"x\"", "true", "null", "[\"a\",0]", "{\"from\":\"a\"}", "{\"input\":\"p\"}", "{\"__value__\":1}", "{}", "[[]]", "1e400"];

    public static Gen<GraphDocument> Any =>
        from nodes in Gen.ListOf(Node)
        from targets in Gen.ListOf(Gen.Elements(Ids))
        from inside in Gen.ListOf(Node)
        select new GraphDocument
        {
            Nodes = [.. nodes.DistinctBy(node => node.Id).Take(12)],
            Targets = [.. targets.Take(2)],
            Inputs = [new GraphInput("p", "INT", JsonElement.Parse("1")), new GraphInput("q")],
            Subgraphs = [new SubgraphDefinition("s", new GraphDocument { Nodes = [.. inside.DistinctBy(node => node.Id).Take(4)], Inputs = [new GraphInput("p")] }, [new SubgraphOutput("o", new LinkValue("a", null, 0))])],
        };

    private static Gen<NodeEntry> Node =>
        from id in Gen.Elements(Ids)
        from type in Gen.Elements(Types)
        from mode in Gen.Frequency((8, Gen.Constant(NodeMode.Normal)), (1, Gen.Constant(NodeMode.Muted)), (1, Gen.Constant(NodeMode.Bypassed)))
        from inputs in Gen.ListOf(Input)
        select new NodeEntry { Id = id, ClassType = type, Mode = mode, Inputs = [.. inputs.DistinctBy(input => input.Name).Take(4)] };

    private static Gen<NodeInput> Input =>
        from name in Gen.Elements(Names)
        from value in Value
        select new NodeInput(name, value);

    private static Gen<InputValue> Value => Gen.Frequency(
        (6, from id in Gen.Elements(Ids) from slot in Gen.Choose(-1, 2) select (InputValue)new LinkValue(id, null, slot)),
        (2, from id in Gen.Elements(Ids) from output in Gen.Elements("image", "sum", "o", "x") select (InputValue)new LinkValue(id, output, null)),
        (6, from json in Gen.Elements(Constants) select (InputValue)new ConstantValue(JsonElement.Parse(json))),
        (1, from name in Gen.Elements("p", "q", "z") select (InputValue)new GraphInputValue(name)),
        (1, Gen.Constant((InputValue)new SecretValue("k"))));
}
