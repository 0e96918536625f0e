using System.Text;
using System.Text.Json;
using MySpinBot.Core.Calling;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Tests.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Calling;

public sealed class What_a_graph_is_called_with
{
    [Theory]
    [InlineData("""{"x": {}}""", """{"s": {"class_type": "Scale", "inputs": {"number": {"input": "x"}}}}""", "FLOAT")]
    [InlineData("""{"x": {}}""", """{"s": {"class_type": "Scale", "inputs": {"number": {"input": "x"}}}, "a": {"class_type": "Add", "inputs": {"a": {"input": "x"}}}}""", "INT")]
    [InlineData("""{"x": {"type": "STRING"}}""", """{"p": {"class_type": "Pick", "inputs": {"choice": {"input": "x"}}}}""", "COMBO")]
    [InlineData("""{"x": {"type": "STRING"}}""", """{"l": {"class_type": "Load", "inputs": {"path": {"input": "x"}}}}""", "FILE")]
    [InlineData("""{"x": {}}""", """{"n": {"class_type": "Number", "inputs": {"number": {"input": "x"}}}}""", "INT,FLOAT")]
    [InlineData("""{"x": {}}""", """{"n": {"class_type": "Number", "inputs": {"number": {"input": "x"}}}, "s": {"class_type": "Scale", "inputs": {"number": {"input": "x"}}}}""", "INT,FLOAT")]
    [InlineData("""{"x": {}}""", """{"s": {"class_type": "Show", "inputs": {"value": {"input": "x"}}}, "f": {"class_type": "Flag", "inputs": {"flag": {"input": "x"}}}}""", "BOOLEAN")]
    [InlineData("""{"x": {"type": "JSON"}}""", """{"t": {"class_type": "Text", "inputs": {"text": {"input": "x"}}}}""", "STRING")]
    [InlineData("""{"x": {}}""", """{}""", "*")]
    [InlineData("""{"x": {"type": "STRING"}}""", """{"a": {"class_type": "Add", "inputs": {"a": {"input": "x"}}}}""", "STRING")]
    public void Has_the_type_that_all_take_whom_it_goes_to(string inputs, string nodes, string type) => Only(inputs, nodes).Type.ShouldBe(type);

    [Fact]
    public void Has_the_limits_of_nodes_and_document_together()
    {
        const string nodes = """{"b": {"class_type": "Blur", "inputs": {"radius": {"input": "x"}}}}""";
        var plain = Only("""{"x": {}}""", nodes);
        (plain.Min, plain.Max, plain.IsRequired, plain.Default!.Value.GetDouble()).ShouldBe((0, 64, false, 4));
        var narrow = Only("""{"x": {"min": -5, "max": 10, "step": 0.5, "title": "Radius", "advanced": true, "default": 2}}""", nodes);
        (narrow.Min, narrow.Max, narrow.Step, narrow.Label, narrow.IsAdvanced, narrow.Default!.Value.GetInt32()).ShouldBe((0, 10, 0.5, "Radius", true, 2));
        var odd = Only("""{"x": {"min": "a", "max": 1e400, "title": 3, "advanced": "yes", "choices": [1, "c"]}}""", nodes);
        (odd.Min, odd.Max, odd.Label, odd.IsAdvanced).ShouldBe((0, 64, "x", false));
        Only("""{"x": {"choices": ["lanczos", "other"]}}""", """{"p": {"class_type": "Pick", "inputs": {"choice": {"input": "x"}}}}""").Choices.ShouldBe(["lanczos"]);
    }

    [Fact]
    public void Is_found_wherever_it_goes()
    {
        var graph = Callable("""
            {"nodes": {"r": {"class_type": "Reroute", "inputs": {"value": {"input": "x"}}},
                       "a": {"class_type": "Add", "inputs": {"a": {"from": "r"}}},
                       "b": {"class_type": "Add", "mode": "bypassed", "inputs": {"a": {"input": "x"}}},
                       "c": {"class_type": "Add", "inputs": {"a": {"from": "b"}, "b": 5}},
                       "m": {"class_type": "Add", "mode": "muted", "inputs": {"a": {"input": "x"}}},
                       "s": {"class_type": "subgraph:twice", "inputs": {"number": {"input": "x"}}},
                       "e": {"class_type": "Show", "title": "End", "inputs": {"value": {"from": "c"}}}},
             "inputs": {"x": {}, "number": {"default": 7}},
             "subgraphs": {"twice": {"nodes": {"in": {"class_type": "Scale", "inputs": {"number": {"input": "number"}}}}, "inputs": {"number": {}}, "outputs": {"out": {"from": "in"}}}}}
            """);
        graph.Parameters[0].Uses.Select(use => $"{use.NodeId}.{use.Input}").ShouldBe(["a.a", "c.a", "s:in.number"], ignoreOrder: true);
        graph.Parameters[1].Uses.ShouldBeEmpty("The subgraph's input of that name is another one.");
        graph.Results.ShouldBe([new GraphResult("e", "Show", "End", "", "INT")]);
    }

    [Fact]
    public void Cannot_be_a_picture_a_secret_or_a_link()
    {
        Only("""{"x": {}}""", """{"s": {"class_type": "Save", "inputs": {"image": {"input": "x"}}}}""").CanBeGiven.ShouldBeFalse();
        Only("""{"x": {}}""", """{"a": {"class_type": "Ask", "inputs": {"question": "?", "key": {"input": "x"}}}}""").CanBeGiven.ShouldBeFalse();
        Only("""{"x": {}}""", """{"l": {"class_type": "Loop", "inputs": {"flow": {"input": "x"}}}}""").CanBeGiven.ShouldBeFalse();
    }

    [Fact]
    public void Is_compared_with_all_of_it_and_all_faults_are_said()
    {
        var graph = Callable("""
            {"nodes": {"b": {"class_type": "Blur", "inputs": {"image": {"input": "picture"}, "radius": {"input": "radius"}}}, "p": {"class_type": "Pick", "inputs": {"choice": {"input": "how"}}},
                       "r": {"class_type": "Random", "inputs": {"seed": {"input": "seed"}}}, "f": {"class_type": "Flag", "inputs": {"flag": {"input": "flag"}}}, "e": {"class_type": "Show", "inputs": {"value": {"from": "b"}}}},
             "inputs": {"picture": {}, "radius": {}, "how": {}, "seed": {}, "flag": {}}}
            """);
        var check = CallCheck.Of(graph, JsonElement.Parse("""{"radius": 65, "how": "nearst", "seed": 18446744073709551615, "flag": 1, "radios": 1}"""));
        check.Faults.Select(fault => $"{fault.Code}: {fault.Sentence}").ShouldBe([
            "out_of_range: Input 'radius' is 65; it must be a number from 0 to 64.",
            "not_a_choice: Input 'how' is 'nearst'; it must be one of 'nearest', 'bilinear', 'lanczos'. Did you mean 'nearest'?",
            "bad_value: Input 'flag' is the number 1; it must be true or false.",
            "unknown_input: The graph has no input 'radios'; it has 'picture', 'radius', 'how', 'seed', 'flag'. Did you mean 'radius'?",
            "missing_input: Input 'picture' is missing, and takes IMAGE, which no request can give; give it a value in the graph."]);
        check.Inputs.Keys.ShouldBe(["seed"]);
        check.Said(new GraphProblem(ProblemCodes.MissingInput, "b", "image", "")).ShouldBeTrue();
        check.Said(new GraphProblem(ProblemCodes.MissingInput, "r", "seed", "")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("2000000000000000000", "2000000000000000000")]
    [InlineData("7", "7")]
    public void Has_its_limits_told_to_the_last_digit(string max, string told)
    {
        var graph = Callable("""{"nodes": {"r": {"class_type": "Random", "inputs": {"seed": {"input": "seed"}}}}, "inputs": {"seed": {"min": 0, "max": MAX}}}""".Replace("MAX", max, StringComparison.Ordinal));
        CallCheck.Of(graph, JsonElement.Parse("""{"seed": -7}""")).Faults.ShouldHaveSingleItem().Sentence.ShouldBe($"Input 'seed' is -7; it must be a whole number from 0 to {told}.");
    }

    private static GraphParameter Only(string inputs, string nodes) => Callable($$"""{"nodes": {{nodes}}, "inputs": {{inputs}}}""").Parameters.Single();

    private static CallableGraph Callable(string json)
    {
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);
        read.Problems.ShouldBeEmpty();
        return CallableGraph.Of(read.Document!, Toys.Catalog);
    }
}
