using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

public sealed class LinksAndOrder
{
    [Fact]
    public void Nodes_stand_after_what_they_need_and_others_are_left_out()
        => Toys.Valid("""
            { "save": {"class_type": "Save", "inputs": {"image": ["blur", 0]}},
              "blur": {"class_type": "Blur", "inputs": {"image": ["load", 0]}},
              "load": {"class_type": "Load", "inputs": {"path": "a.png"}},
              "idle": {"class_type": "Blur", "inputs": {"image": ["load", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["load", 1]}} }
            """).Drawn().ShouldBe("load() blur(load.0) save(blur.0) show(load.1)");

    [Fact]
    public void Outputs_go_by_name_too()
        => Toys.Valid("""
            {"nodes": {"load": {"class_type": "Load", "inputs": {"path": "a.png"}}, "show": {"class_type": "Show", "inputs": {"value": {"from": "load", "output": "mask"}}}}}
            """).Drawn().ShouldBe("load() show(load.1)");

    [Theory]
    [InlineData("""["laod", 0]""", "Input 'image' of node 'save' (Save) is linked to node 'laod', which does not exist. Did you mean 'load'?")]
    [InlineData("""["load", 2]""", "Input 'image' of node 'save' (Save) is linked to output 2 of node 'load' (Load), which it does not have; its outputs are 'image', 'mask', positions 0 to 1.")]
    [InlineData("""["load", -1]""", "Input 'image' of node 'save' (Save) is linked to output -1 of node 'load' (Load), which it does not have; its outputs are 'image', 'mask', positions 0 to 1.")]
    [InlineData("""{"from": "load", "output": "imgae"}""", "Input 'image' of node 'save' (Save) is linked to output 'imgae' of node 'load' (Load), which it does not have; its outputs are 'image', 'mask', positions 0 to 1. Did you mean 'image'?")]
    public void A_link_that_leads_nowhere_is_reported(string link, string sentence)
    {
        var problem = Toys.Problem($$$"""{"load": {"class_type": "Load", "inputs": {"path": "a.png"}}, "save": {"class_type": "Save", "inputs": {"image": {{{link}}} } } }""");

        problem.Code.ShouldBe(ProblemCodes.BadLink);
        problem.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void Types_must_fit()
    {
        var problem = Toys.Problem("""{"load": {"class_type": "Load", "inputs": {"path": "a.png"}}, "save": {"class_type": "Save", "inputs": {"image": ["load", 1]}}}""");

        problem.Code.ShouldBe(ProblemCodes.TypeMismatch);
        problem.Sentence.ShouldBe("Input 'image' of node 'save' (Save) takes IMAGE, but output 'mask' of node 'load' (Load) gives MASK.");
    }

    [Fact]
    public void Unions_and_wildcards_fit()
        => Toys.Valid("""
            { "n": {"class_type": "Number", "inputs": {"number": 1}}, "scale": {"class_type": "Scale", "inputs": {"number": ["n", 0]}},
              "loop": {"class_type": "Loop", "inputs": {"flow": ["n", 0]}}, "add": {"class_type": "Add", "inputs": {"a": ["loop", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["scale", 0]}}, "show2": {"class_type": "Show", "inputs": {"value": ["add", 0]}} }
            """).Drawn().ShouldBe("n() scale(n.0) show(scale.0) loop(@n.0) add(loop.0) show2(add.0)");

    [Fact]
    public void A_link_that_is_not_declared_is_kept_only_where_it_is_taken()
    {
        var graph = Toys.Valid("""
            { "a": {"class_type": "Text", "inputs": {"text": "a"}}, "b": {"class_type": "Text", "inputs": {"text": "b", "stray": ["a", 0]}},
              "gather": {"class_type": "Gather", "inputs": {"x": ["b", 0], "constant": 3}}, "show": {"class_type": "Show", "inputs": {"value": ["gather", 0]}} }
            """);

        graph.Drawn().ShouldBe("b() gather(b.0) show(gather.0)");
        graph.Node("gather").Extra.ShouldHaveSingleItem().Name.ShouldBe("x");
    }

    [Fact]
    public void A_raw_link_brings_its_node_but_makes_no_circle()
        => Toys.Valid("""
            { "loop": {"class_type": "Loop", "inputs": {"flow": ["text", 0]}},
              "text": {"class_type": "Text", "inputs": {"text": ["loop", 0]}},
              "far": {"class_type": "Text", "inputs": {"text": "a"}},
              "loop2": {"class_type": "Loop", "inputs": {"flow": ["far", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["loop", 0]}}, "show2": {"class_type": "Show", "inputs": {"value": ["loop2", 0]}} }
            """).Drawn().ShouldBe("loop(@text.0) show(loop.0) loop2(@far.0) show2(loop2.0) text(loop.0) far()");

    [Fact]
    public void A_raw_link_is_a_link()
        => Toys.Problem("""{"loop": {"class_type": "Loop", "inputs": {"flow": 3}}, "show": {"class_type": "Show", "inputs": {"value": ["loop", 0]}}}""")
            .Sentence.ShouldBe("Input 'flow' of node 'loop' (Loop) takes a link and was given a constant.");

    [Fact]
    public void Each_knot_of_circles_is_one_problem_with_a_way_around_it()
    {
        var result = Toys.Validate("""
            { "1": {"class_type": "Add", "inputs": {"a": ["2", 0]}}, "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": ["3", 0]}}, "3": {"class_type": "Add", "inputs": {"a": ["2", 0]}},
              "self": {"class_type": "Add", "inputs": {"a": ["self", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["1", 0]}}, "show2": {"class_type": "Show", "inputs": {"value": ["self", 0]}} }
            """);

        result.Problems.Select(problem => problem.Code).ShouldAllBe(code => code == ProblemCodes.Cycle);
        result.Problems.Select(problem => problem.Sentence).ShouldBe([
            "Links lead in a circle: 1 (Add) -> 2 (Add) -> 1 (Add). Remove one of them.",
            "Links lead in a circle: self (Add) -> self (Add). Remove one of them."]);
        result.Problems[0].Path.ShouldBe(["1", "2", "1"]);
    }

    [Fact]
    public void A_ring_of_100_000_nodes_is_told_in_one_short_sentence()
    {
        const int Count = 100_000;
        var nodes = Enumerable.Range(0, Count).Select(i => LargeDocuments.Add(i, (i + 1) % Count));

        var problem = GraphValidator.Validate(new GraphDocument { Nodes = [.. nodes], Targets = ["5"] }, Toys.Catalog, ValidationOptions.Default).Problems.ShouldHaveSingleItem();

        problem.Path.Count.ShouldBe(Count + 1);
        problem.Sentence.Length.ShouldBeLessThan(300);
    }
}
