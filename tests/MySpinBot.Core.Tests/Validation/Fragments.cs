using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Validation;

public sealed class Fragments
{
    private static readonly ResultValue Picture = new(ContentId.Of("picture"u8), ResultKind.Stored);

    [Fact]
    public void Inputs_are_bound_as_in_documents()
    {
        var fragment = Valid(
            [new ExpansionLink("soft", 0), new ExpansionOuterLink(1), new ExpansionStored(Picture), new ExpansionConstant("2.5"), new ExpansionConstant("null")],
            Node("soft", "Blur", ("image", new ExpansionStored(Picture)), ("radius", new ExpansionConstant("\"3\""))),
            Node("idle", "Add", ("a", new ExpansionConstant("1"))),
            Node("save", "Save", ("image", new ExpansionLink("soft", 0))),
            Node("loop", "Loop", ("flow", new ExpansionOuterLink(0)), ("count", new ExpansionOuterLink(1))),
            Node("show", "Show", ("value", new ExpansionLink("loop", 0))));

        fragment.Graph.Nodes.Select(node => node.Id).ShouldBe(["soft", "save", "loop", "show"]);
        fragment.Graph.Targets.ShouldBe([0, 1, 3]);
        fragment.Graph.Node("soft").Inputs.ShouldBe([Binding.OfStored(Picture), Binding.OfConstant(3.0)]);
        fragment.Graph.Node("loop").Inputs.ShouldBe([Binding.OfRawLink(~0, 0), Binding.OfLink(~1, 0)]);
        fragment.Outputs.ShouldBe([Binding.OfLink(0, 0), Binding.OfLink(~1, 0), Binding.OfStored(Picture), Binding.OfConstant(2.5), Binding.Missing]);
    }

    [Fact]
    public void An_expansion_without_nodes_is_its_outputs()
    {
        var fragment = Valid([new ExpansionConstant("\"done\"")]);

        fragment.Graph.Nodes.ShouldBeEmpty();
        fragment.Outputs.ShouldBe([Binding.OfConstant("done")]);
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var result = FragmentValidator.Validate(
            new ExpansionRecord(
                [
                    Node("a", "Add", ("a", new ExpansionLink("b", 0)), ("b", new ExpansionLink("zz", 0))),
                    Node("b", "Add", ("a", new ExpansionLink("a", 0)), ("b", new ExpansionLink("a", 7))),
                    Node("c", "Ad", ("a", new ExpansionOuterLink(3))),
                    Node("d", "Save", ("prefix", new ExpansionConstant("[]"))),
                    Node("d", "Save", ("image", new ExpansionLink("d", 0))),
                    Node("e", "Ask", ("question", new ExpansionConstant("1")), ("key", new ExpansionConstant("\"sk-1\""))),
                ],
                [new ExpansionLink("a", 0), new ExpansionLink("e", 0), new ExpansionLink("nowhere", 0)]),
            Toys.Catalog,
            rawLinkCount: 1);

        result.Fragment.ShouldBeNull();
        result.Problems.Select(problem => (problem.Code, problem.NodeId)).ShouldBe(
            [
                (ProblemCodes.UnknownNodeType, "c"), (ProblemCodes.DuplicateId, "d"), (ProblemCodes.BadLink, "a"), (ProblemCodes.BadLink, "b"), (ProblemCodes.BadLink, "c"),
                (ProblemCodes.BadLink, "d"), (ProblemCodes.BadLink, ""), (ProblemCodes.Cycle, "a"), (ProblemCodes.MissingInput, "d"), (ProblemCodes.BadValue, "d"), (ProblemCodes.BadValue, "e"),
            ],
            ignoreOrder: true);
    }

    private static ValidFragment Valid(ImmutableArray<ExpansionValue> outputs, params ImmutableArray<ExpansionNode> nodes)
    {
        var result = FragmentValidator.Validate(new ExpansionRecord(nodes, outputs), Toys.Catalog, rawLinkCount: 2);
        result.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        return result.Fragment!;
    }

    private static ExpansionNode Node(string id, string type, params (string Name, ExpansionValue Value)[] inputs)
        => new(id, type, [.. inputs.Select(input => new ExpansionInput(input.Name, input.Value))]);
}
