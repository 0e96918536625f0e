using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

public sealed class Targets
{
    private const string Two = """
        {"nodes": {"a": {"class_type": "Text", "inputs": {"text": "a"}}, "b": {"class_type": "Text"}, "show": {"class_type": "Show", "inputs": {"value": ["a", 0]}},
                   "off": {"class_type": "Text", "mode": "muted"}}}
        """;

    [Fact]
    public void All_output_nodes_are_made_where_none_is_named() => Toys.Valid(Two).Drawn().ShouldBe("a() show(a.0)");

    [Fact]
    public void Only_what_is_named_is_made_and_checked()
    {
        Toys.Valid(Two, ConstantsAreTakenAsTheirType.Target("a")).Drawn().ShouldBe("a()");
        Toys.Problem(Two, ConstantsAreTakenAsTheirType.Target("b")).Code.ShouldBe(ProblemCodes.MissingInput);
    }

    [Fact]
    public void A_target_that_does_not_exist_is_reported()
    {
        var problem = Toys.Problem(Two, ConstantsAreTakenAsTheirType.Target("shwo"));

        problem.Code.ShouldBe(ProblemCodes.UnknownNode);
        problem.Sentence.ShouldBe("Target 'shwo' is not a node of the graph. Did you mean 'show'?");
    }

    [Fact]
    public void A_muted_target_is_reported() => Toys.Problem(Two, ConstantsAreTakenAsTheirType.Target("off")).Code.ShouldBe(ProblemCodes.UnknownNode);

    [Fact]
    public void A_graph_without_targets_has_nothing_to_make() => Toys.Problem("""{"a": {"class_type": "Text", "inputs": {"text": "a"}}}""").Code.ShouldBe(ProblemCodes.NoTargets);

    [Fact]
    public void An_empty_graph_has_nothing_to_make() => Toys.Problem("{}").Code.ShouldBe(ProblemCodes.NoTargets);

    [Fact]
    public void An_unknown_type_is_reported_even_where_no_target_needs_it()
    {
        var problem = Toys.Problem("""{"x": {"class_type": "Blurr"}, "show": {"class_type": "Show", "inputs": {"value": 1}}}""");

        problem.Code.ShouldBe(ProblemCodes.UnknownNodeType);
        problem.Sentence.ShouldBe("Node 'x' is of type 'Blurr', which no plugin offers. Did you mean 'Blur'?");
    }

    [Fact]
    public void Ids_that_stand_twice_in_a_document_made_by_a_program_are_reported()
    {
        var node = new NodeEntry { Id = "a", ClassType = "Gather", Inputs = [new("x", new LinkValue("a", null, 0)), new("x", new LinkValue("a", null, 0))] };

        var problems = GraphValidator.Validate(new GraphDocument { Nodes = [node, node] }, Toys.Catalog, ConstantsAreTakenAsTheirType.Target("a")).Problems;

        problems.Count(problem => problem.Code == ProblemCodes.DuplicateId).ShouldBe(2);
    }
}
