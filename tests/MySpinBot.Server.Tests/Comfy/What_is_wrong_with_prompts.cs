using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Server.Comfy.Prompts;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class What_is_wrong_with_prompts
{
    private static readonly Catalog Known = new(Toys.Catalog.Nodes.Select(node => new CatalogEntry(node.Descriptor, node.Plugin, node.ImplementationId)));

    [Fact]
    public async Task A_good_prompt_runs_as_it_came()
    {
        var (sound, _) = await Check(Toys.Chain(2));
        sound!.Targets.ShouldBe(["4"]);
        Encoding.UTF8.GetString(sound.Document.Span).ShouldBe(Toys.Chain(2));
        sound.Original.ShouldBeNull();
        sound.NodeErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Good_outputs_run_though_others_are_bad()
    {
        var (sound, _) = await Check("""
            {"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}},
             "3":{"class_type":"BAdd","inputs":{"a":["gone",0],"b":1}},"4":{"class_type":"BOut","inputs":{"value":["3",0]},"_meta":{"title":"bad"}}}
            """);
        sound!.Targets.ShouldBe(["2"]);
        Json(sound.Document).AsObject().Select(node => node.Key).ShouldBe(["1", "2"]);
        sound.Original!.Value.EnumerateObject().Count().ShouldBe(4);
        var errors = NodeErrors.ToJson(sound.NodeErrors);
        errors.Count.ShouldBe(1);
        errors["3"]!["class_type"]!.GetValue<string>().ShouldBe("BAdd");
        errors["3"]!["dependent_outputs"]!.ToJsonString().ShouldBe("""["4"]""");
        errors["3"]!["errors"]![0]!["type"]!.GetValue<string>().ShouldBe("bad_linked_input");
    }

    [Fact]
    public async Task Nodes_that_no_output_needs_may_be_as_bad_as_they_like()
    {
        var (sound, _) = await Check("""{"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}},"3":{"class_type":"BInt"},"4":{"class_type":"BAdd","inputs":{"a":["x",9]}}}""");
        sound!.Targets.ShouldBe(["2"]);
        sound.NodeErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Named_outputs_are_the_only_ones()
    {
        var prompt = """{"1":{"class_type":"BOut","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":2}}}""";
        (await Check(prompt, ["2", "nobody"])).Sound!.Targets.ShouldBe(["2"]);
        (await Check(prompt, [])).Refused!.Error.Type.ShouldBe("prompt_no_outputs");
        (await Check(prompt, ["nobody"])).Refused!.Error.Type.ShouldBe("prompt_no_outputs");
    }

    [Theory]
    [InlineData("""{}""", "prompt_no_outputs", "Prompt has no outputs", "")]
    [InlineData("""{"1":{"class_type":"BInt","inputs":{"value":1}}}""", "prompt_no_outputs", "Prompt has no outputs", "")]
    [InlineData("""{"1":{"class_type":"Nope","inputs":{},"_meta":{"title":"My node"}}}""", "missing_node_type", "Node 'My node' not found. The custom node may not be installed.", "Node ID '#1'")]
    [InlineData("""{"1":{"class_type":"BOut","inputs":{"value":1}},"7":{"class_type":"Nope","inputs":{}}}""", "missing_node_type", "Node 'Nope' not found. The custom node may not be installed.", "Node ID '#7'")]
    [InlineData("""{"1":{"inputs":{}}}""", "missing_node_type", "Node 'ID #1' has no class_type. The workflow may be corrupted or a custom node is missing.", "Node ID '#1'")]
    [InlineData("""{"1":7}""", "invalid_prompt", "Node '1' is the number 7; a node is an object with 'class_type' and 'inputs'.", "Node ID '#1'")]
    [InlineData("""{"1":{"class_type":"BOut","inputs":7}}""", "invalid_prompt", "Field 'inputs' of node '1' is the number 7; it must be an object.", "Node ID '#1'")]
    public async Task Some_faults_refuse_all(string prompt, string type, string message, string details)
    {
        var error = (await Check(prompt)).Refused!.Error;
        (error.Type, error.Message, error.Details).ShouldBe((type, message, details));
    }

    [Theory]
    [InlineData("""{"1":{"class_type":"BOut","inputs":{}}}""", "1", "required_input_missing", "Required input is missing", "value", """{"input_name":"value"}""")]
    [InlineData(
        """{"1":{"class_type":"BInt","inputs":{"value":101}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}}}""",
        "1", "value_bigger_than_max", "Value 101 bigger than max of 100", "value", """{"input_name":"value","input_config":["INT",{"min":0,"max":100}],"received_value":101}""")]
    [InlineData(
        """{"1":{"class_type":"BInt","inputs":{"value":-1}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}}}""",
        "1", "value_smaller_than_min", "Value -1 smaller than min of 0", "value", """{"input_name":"value","input_config":["INT",{"min":0,"max":100}],"received_value":-1}""")]
    [InlineData(
        """{"1":{"class_type":"BText","inputs":{"text":"x"}},"2":{"class_type":"BOut","inputs":{"value":["1",0]}}}""",
        "2", "return_type_mismatch", "Return type mismatch between linked nodes", "value, received_type(STRING) mismatch input_type(INT)",
        """{"input_name":"value","input_config":["INT",{}],"received_type":"STRING","linked_node":["1",0]}""")]
    [InlineData("""{"1":{"class_type":"BOut","inputs":{"value":[1,2,3]}}}""", "1", "bad_linked_input", "Bad linked input, must be a length-2 list of [node_id, slot_index]", "value", """{"input_name":"value","input_config":["INT",{}],"received_value":[1,2,3]}""")]
    [InlineData("""{"1":{"class_type":"BOut","inputs":{"value":null}}}""", "1", "invalid_input_type", "Failed to convert an input value to a INT value", null, null)]
    [InlineData("""{"1":{"class_type":"BOut","inputs":{"value":"many"}}}""", "1", "invalid_input_type", "Failed to convert an input value to a INT value", null, null)]
    [InlineData("""{"1":{"class_type":"BInt","inputs":{"value":1}},"2":{"class_type":"BOut","inputs":{"value":["1",5]}}}""", "2", "bad_linked_input", "Bad linked input, the output that it names does not exist", null, null)]
    public async Task Faults_of_nodes_have_the_shapes_of_ComfyUI(string prompt, string node, string type, string message, string? details, string? extra)
    {
        var refused = (await Check(prompt)).Refused!;
        refused.Error.Type.ShouldBe("prompt_outputs_failed_validation");
        refused.Error.Message.ShouldBe("Prompt outputs failed validation");
        refused.Error.Details.ShouldStartWith($"{message}: ");
        var error = refused.NodeErrors.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        refused.NodeErrors[0].NodeId.ShouldBe(node);
        (error.Type, error.Message).ShouldBe((type, message));
        error.Details.ShouldBe(details ?? error.Details);
        error.ExtraInfo.ToJsonString().ShouldBe(extra ?? error.ExtraInfo.ToJsonString());
    }

    [Fact]
    public async Task A_choice_that_there_is_not_names_the_list()
    {
        var refused = (await Check("""{"1":{"class_type":"BText","inputs":{"text":"x","mood":"glum"}},"2":{"class_type":"BAdd","inputs":{"a":["1",0],"b":1}},"3":{"class_type":"BOut","inputs":{"value":["2",0]}}}""")).Refused!;
        var error = refused.NodeErrors.First(errors => errors.NodeId == "1").Errors[0];
        (error.Type, error.Message, error.Details).ShouldBe(("value_not_in_list", "Value not in list", "mood: 'glum' not in ['gay', 'grave']"));
        refused.NodeErrors.First(errors => errors.NodeId == "1").DependentOutputs.ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_circle_is_told_of_all_its_nodes_as_ComfyUI_walks_it()
    {
        var refused = (await Check("""{"1":{"class_type":"BAdd","inputs":{"a":["2",0],"b":1}},"2":{"class_type":"BAdd","inputs":{"a":["1",0],"b":1}},"3":{"class_type":"BOut","inputs":{"value":["2",0]}}}""")).Refused!;
        refused.NodeErrors.Select(node => node.NodeId).Order().ShouldBe(["1", "2"]);
        var error = refused.NodeErrors.First(node => node.NodeId == "1").Errors[0];
        error.Type.ShouldBe("dependency_cycle");
        error.Details.ShouldBe("1 (BAdd) -> 2 (BAdd) -> 1 (BAdd)");
        error.ExtraInfo.ToJsonString().ShouldBe("""{"node_id":"1","cycle_nodes":["1","2"]}""");
    }

    [Fact]
    public async Task A_chain_of_ten_thousand_nodes_is_a_prompt_like_any_other() => (await Check(Toys.Chain(10_000))).Sound!.Targets.ShouldBe(["10002"]);

    [Fact]
    public async Task No_sentence_names_files_of_the_server_or_types_of_its_code()
    {
        var refused = (await Check("""{"1":{"class_type":"BOut","inputs":{"value":["gone",0]}}}""")).Refused!;
        refused.Error.ToJson().ToJsonString().ShouldNotContain("Exception");
        NodeErrors.ToJson(refused.NodeErrors).ToJsonString().ShouldNotContain(".cs");
    }

    private static ValueTask<(SoundPrompt? Sound, RefusedPrompt? Refused)> Check(string prompt, IReadOnlyList<string>? named = null)
        => PromptCheck.CheckAsync(
            Encoding.UTF8.GetBytes(prompt), named, Known,
            (document, _, targets) => ValueTask.FromResult<IReadOnlyList<GraphProblem>>(
                GraphValidator.Validate(document, Known, new ValidationOptions { Targets = targets is null ? null : [.. targets] }).Problems));

    private static JsonNode Json(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize<JsonNode>(bytes.Span)!;
}
