using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Validation;

public sealed class Flattening
{
    private const string Load = """ "load": {"class_type": "Load", "inputs": {"path": "a.png"}} """;

    [Fact]
    public void Reroutes_vanish()
        => Valid("""
            { LOAD, "r1": {"class_type": "Reroute", "inputs": {"": ["load", 1]}}, "r2": {"class_type": "Reroute", "inputs": {"x": ["r1", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["r2", 0]}} }
            """).Drawn().ShouldBe("load() show(load.1)");

    [Fact]
    public void Reroutes_in_a_circle_are_reported()
    {
        var result = Toys.Validate("""
            { "a": {"class_type": "Reroute", "inputs": {"": ["b", 0]}}, "b": {"class_type": "Reroute", "inputs": {"": ["a", 0]}},
              "show": {"class_type": "Show", "inputs": {"value": ["a", 0]}} }
            """);

        result.Problems.ShouldHaveSingleItem().Sentence.ShouldBe("Links lead in a circle through nodes that only pass them on: a -> b -> a. Remove one of them.");
    }

    [Fact]
    public void A_link_from_a_muted_node_is_dropped()
    {
        const string Mix = """
            {"nodes": {"load": {"class_type": "Load", "inputs": {"path": "a.png"}}, "m": {"class_type": "Load", "mode": "muted", "inputs": {"path": "b.png"}},
             "mix": {"class_type": "Mix", "inputs": {"image": ["INPUT", 0], "other": ["m", 0]}}, "save": {"class_type": "Save", "inputs": {"image": ["mix", 0]}}}}
            """;

        Toys.Valid(Mix.Replace("INPUT", "load", StringComparison.Ordinal)).Drawn().ShouldBe("load() mix(load.0) save(mix.0)");
        Toys.Problem(Mix.Replace("INPUT", "m", StringComparison.Ordinal)).Sentence
            .ShouldBe("Input 'image' of node 'mix' (Mix) is not given, because node 'm' (Load), which it is linked to, is muted; it needs a link to an output of type IMAGE.");
    }

    [Fact]
    public void A_link_through_a_bypassed_node_goes_to_the_input_at_its_position_or_the_first_of_its_type()
        => Valid("""
            {"nodes": { LOAD, "load2": {"class_type": "Load", "inputs": {"path": "b.png"}},
              "blur": {"class_type": "Blur", "mode": "bypassed", "inputs": {"image": ["load", 0]}},
              "mix": {"class_type": "Mix", "mode": "bypassed", "inputs": {"image": ["blur", 0], "other": ["load2", 0], "mask": ["load2", 1]}},
              "save": {"class_type": "Save", "inputs": {"image": ["mix", 0]}}, "show": {"class_type": "Show", "inputs": {"value": ["mix", 1]}} }}
            """).Drawn().ShouldBe("load() save(load.0) load2() show(load2.1)");

    [Fact]
    public void A_bypassed_node_without_an_input_of_that_type_drops_the_link()
        => Toys.Problem("""
            {"nodes": {"load": {"class_type": "Load", "mode": "bypassed", "inputs": {"path": "a.png"}}, "save": {"class_type": "Save", "inputs": {"image": ["load", 0]}} }}
            """).Sentence.ShouldContain("is bypassed and has no input of that type to pass on");

    [Fact]
    public void A_bypassed_or_muted_node_of_unknown_type_is_inert()
        => Valid("""
            {"nodes": { LOAD, "x": {"class_type": "Missing1", "mode": "bypassed", "inputs": {"p": 1, "image": ["load", 0]}}, "y": {"class_type": "Missing2", "mode": "muted"},
              "save": {"class_type": "Save", "inputs": {"image": ["x", 0]}} }}
            """).Drawn().ShouldBe("load() save(load.0)");

    [Fact]
    public void Subgraphs_are_put_in_with_paths_as_ids()
        => Toys.Valid(Nested).Drawn().ShouldBe("load() one:in:blur(load.0) one:twice(one:in:blur.0) two:in:blur(one:twice.0) two:twice(two:in:blur.0) save(two:twice.0)");

    [Fact]
    public void A_subgraphs_inputs_come_from_its_user_or_their_defaults()
    {
        var graph = Toys.Valid(Nested);

        graph.Node("one:twice").Inputs[1].Constant.ShouldBe(9.0);
        graph.Node("two:twice").Inputs[1].Constant.ShouldBe(2.0);
    }

    [Fact]
    public void A_bypassed_subgraph_lets_links_through()
        => Toys.Valid(Nested.Replace("\"class_type\": \"subgraph:soft\", \"inputs\": {\"picture\": [\"one\", 0]", "\"class_type\": \"subgraph:soft\", \"mode\": \"bypassed\", \"inputs\": {\"picture\": [\"one\", 0]", StringComparison.Ordinal))
            .Drawn().ShouldBe("load() one:in:blur(load.0) one:twice(one:in:blur.0) save(one:twice.0)");

    [Fact]
    public void A_subgraph_in_itself_is_a_circle()
    {
        var problem = Toys.Validate("""
            {"nodes": {"n": {"class_type": "subgraph:a"}, "show": {"class_type": "Show", "inputs": {"value": 1}}},
             "subgraphs": {"a": {"nodes": {"x": {"class_type": "subgraph:b"}}}, "b": {"nodes": {"y": {"class_type": "subgraph:a"}}}}}
            """).Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ProblemCodes.Cycle);
        problem.Sentence.ShouldBe("Node 'n:x:y' puts a subgraph into itself: a -> b -> a.");
    }

    [Fact]
    public void A_subgraph_as_a_target_stands_for_what_its_outputs_hang_on()
        => Toys.Valid(Nested, ConstantsAreTakenAsTheirType.Target("one")).Drawn().ShouldBe("load() one:in:blur(load.0) one:twice(one:in:blur.0)");

    [Fact]
    public void A_node_inside_can_be_a_target() => Toys.Valid(Nested, ConstantsAreTakenAsTheirType.Target("one:in:blur")).Drawn().ShouldBe("load() one:in:blur(load.0)");

    [Fact]
    public void An_output_that_a_subgraph_lacks_is_reported()
        => Toys.Validate(Nested.Replace("[\"two\", 0]", "{\"from\": \"two\", \"output\": \"pictrue\"}", StringComparison.Ordinal)).Problems.ShouldHaveSingleItem().Sentence
            .ShouldBe("Input 'image' of node 'save' (Save) is linked to output 'pictrue' of node 'two' (subgraph:soft), which it does not have; its only output is 'picture', position 0. Did you mean 'picture'?");

    [Fact]
    public void Named_inputs_take_the_given_value_else_their_default_else_none()
    {
        const string Graph = """
            {"nodes": {"t": {"class_type": "Text", "inputs": {"text": {"input": "line"}}}, "b": {"class_type": "Add", "inputs": {"a": 1, "b": {"input": "free"}}},
                       "s": {"class_type": "Show", "inputs": {"value": ["t", 0]}}, "s2": {"class_type": "Show", "inputs": {"value": ["b", 0]}}},
             "inputs": {"line": {"type": "STRING", "default": "hello"}, "free": {}}}
            """;

        Toys.Valid(Graph).Node("t").Inputs[0].Constant.ShouldBe("hello");
        Toys.Valid(Graph).Node("b").Inputs[1].Constant.ShouldBe(0L);
        Toys.Valid(Graph, Given("line", "\"good day\"")).Node("t").Inputs[0].Constant.ShouldBe("good day");
        Toys.Problem(Graph, Given("lines", "1")).Sentence.ShouldBe("The graph has no input 'lines'; it has 'line', 'free'. Did you mean 'line'?");
        Toys.Problem(Graph.Replace("{\"input\": \"line\"}", "{\"input\": \"free\"}", StringComparison.Ordinal)).Sentence
            .ShouldBe("Input 'text' of node 't' (Text) is not given, because input 'free' of the graph has neither a value nor a default; it needs a text.");
    }

    [Fact]
    public void Older_inputs_are_raised_one_version_at_a_time()
    {
        var steps = new List<int>();
        JsonObject? Raise(string type, int from, JsonObject inputs)
        {
            steps.Add(from);
            return from == 1 ? new JsonObject { ["words"] = inputs["line"]!.DeepClone() } : new JsonObject { ["text"] = inputs["words"]!.DeepClone() };
        }

        var graph = Toys.Valid(
            """{"nodes": {"t": {"class_type": "Text", "inputs": {"text": "a"}}, "n": {"class_type": "Newer", "version": 1, "inputs": {"line": {"from": "t"}}}}, "targets": ["n"]}""",
            new ValidationOptions { Migrate = Raise });

        graph.Drawn().ShouldBe("t() n(t.0)");
        steps.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(1, "Node 'n' (Newer) was written for version 1 of its type; the plugin has version 3 and no migration that reads version 1.")]
    [InlineData(4, "Node 'n' (Newer) was written for version 4 of its type, but the plugin has version 3; it needs a newer plugin.")]
    public void Versions_without_a_way_are_reported(int version, string sentence)
        => Toys.Validate($$"""{"nodes": {"n": {"class_type": "Newer", "version": {{version}}, "inputs": {"text": "a"} }, "s": {"class_type": "Show", "inputs": {"value": ["n", 0]} } } }""")
            .Problems.ShouldHaveSingleItem().Sentence.ShouldBe(sentence);

    private const string Nested = """
        {"nodes": { "load": {"class_type": "Load", "inputs": {"path": "a.png"}},
                    "one": {"class_type": "subgraph:soft", "inputs": {"picture": ["load", 0], "radius": 9}},
                    "two": {"class_type": "subgraph:soft", "inputs": {"picture": ["one", 0]}},
                    "save": {"class_type": "Save", "inputs": {"image": ["two", 0]}} },
         "subgraphs": {
           "soft": { "inputs": {"picture": {"type": "IMAGE"}, "radius": {"type": "FLOAT", "default": 2}},
                     "nodes": { "in": {"class_type": "subgraph:once", "inputs": {"picture": {"input": "picture"}}},
                                "twice": {"class_type": "Blur", "inputs": {"image": ["in", 0], "radius": {"input": "radius"}}} },
                     "outputs": {"picture": {"from": "twice"}} },
           "once": { "inputs": {"picture": {}}, "nodes": {"blur": {"class_type": "Blur", "inputs": {"image": {"input": "picture"}}}}, "outputs": {"picture": ["blur", 0]} } } }
        """;

    private static ValidGraph Valid(string json) => Toys.Valid(json.Replace("LOAD", Load, StringComparison.Ordinal));

    private static ValidationOptions Given(string name, string json) => new() { Inputs = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse(json) } };
}
