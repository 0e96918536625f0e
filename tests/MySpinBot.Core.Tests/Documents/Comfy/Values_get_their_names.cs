using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Values_get_their_names
{
    [Theory]
    [InlineData("[5, \"randomize\", 8, \"euler\", 0.5]", "denoise=0.5, name=\"euler\", seed=5, steps=8", "randomize")]
    [InlineData("[5, true, 8, \"euler\", 0.5]", "denoise=0.5, name=\"euler\", seed=5, steps=8", "randomize")]
    [InlineData("[5, false, 8, \"euler\", 0.5]", "denoise=0.5, name=\"euler\", seed=5, steps=8", "fixed")]
    [InlineData("[5, 8, \"euler\", 0.5]", "denoise=0.5, name=\"euler\", seed=5, steps=8", null)]
    [InlineData("[5, \"increment\", 8]", "seed=5, steps=8", "increment")]
    [InlineData("[5, \"fixed\", 8, \"unlisted\", 0.5, \"\", null]", "denoise=0.5, name=\"unlisted\", seed=5, steps=8", "fixed")]
    [InlineData("[18446744073709551615, \"fixed\", null, \"euler\", 1]", "denoise=1, name=\"euler\", seed=18446744073709551615", "fixed")]
    [InlineData("{\"seed\": 5, \"control_after_generate\": \"decrement\", \"denoise\": 1, \"preview\": {}}", "denoise=1, seed=5", "decrement")]
    [InlineData("null", "", null)]
    public void Of_a_sampler_whatever_the_year(string values, string expected, string? step)
    {
        var document = Drawn.Document(Drawn.Of($$"""{"id": 1, "type": "Sampler", "widgets_values": {{values}} }"""));

        Drawn.Prompt(document).ShouldBe($"1 Sampler({expected})");
        document.Nodes[0].Rest.FirstOrDefault(field => field.Key == "control_after_generate").Value.ToString().ShouldBe(step ?? "");
    }

    [Theory]
    [InlineData("[\"a.png\", \"red\", 2, \"image\"]", "channel=\"red\", image=\"a.png\", scale=2")]
    [InlineData("[\"a.png\", \"red\", \"image\", 2]", "channel=\"red\", image=\"a.png\", scale=2")]
    [InlineData("[\"a.png\", \"red\", \"image\"]", "channel=\"red\", image=\"a.png\"")]
    [InlineData("[\"a.png\", \"red\"]", "channel=\"red\", image=\"a.png\"")]
    public void Of_a_picture_whose_button_takes_a_place(string values, string expected)
        => Drawn.Prompt(Drawn.Of($$"""{"id": 1, "type": "Picture", "widgets_values": {{values}} }""")).ShouldBe($"1 Picture({expected})");

    [Theory]
    [InlineData("[1.5, \"x\", 3]")]
    [InlineData("[\"x\", 3]")]
    public void Of_inputs_that_only_take_links_an_old_value_is_passed_over(string values)
        => Drawn.Prompt(Drawn.Of($$"""{"id": 1, "type": "Forced", "widgets_values": {{values}} }""")).ShouldBe("1 Forced(name=\"x\", times=3)");

    [Theory]
    [InlineData("[\"size\", 640, 480, \"area\"]", "how=\"size\", how.height=480, how.width=640, method=\"area\"")]
    [InlineData("[\"factor\", 0.5, \"lanczos\"]", "how=\"factor\", how.by=0.5, method=\"lanczos\"")]
    [InlineData("[\"size\", \"lanczos\"]", "how=\"size\", method=\"lanczos\"")]
    [InlineData("{\"how\": \"factor\", \"how.by\": 2, \"how.width\": 5, \"method\": \"area\"}", "how=\"factor\", how.by=2, how.width=5, method=\"area\"")]
    public void Of_a_choice_with_inputs_of_its_own(string values, string expected)
        => Drawn.Prompt(Drawn.Of($$"""{"id": 1, "type": "Resize", "widgets_values": {{values}} }""")).ShouldBe($"1 Resize({expected})");

    [Fact]
    public void Of_a_node_that_is_not_known_where_it_says_all_its_fields()
    {
        const string Node = """
            {"id": 1, "type": "Strange", "inputs": [{"name": "image", "type": "IMAGE", "link": null}, {"name": "seed", "type": "INT", "widget": {"name": "seed"}, "link": null}, {"name": "text", "type": "STRING", "widget": {"name": "text"}, "link": null}],
             "outputs": [], "widgets_values": [7, "randomize", "hello"]}
            """;

        Drawn.Prompt(Drawn.Of(Node)).ShouldBe("1 Strange(seed=7, text=\"hello\")");
        Drawn.Prompt(Drawn.Of(Node.Replace("\"hello\"]", "\"hello\", 8]", StringComparison.Ordinal))).ShouldBe("1 Strange()");
    }

    [Fact]
    public void What_belongs_to_no_field_is_kept_and_said()
    {
        var read = Drawn.Read(Drawn.Of("""{"id": 1, "type": "Number", "widgets_values": [5, "fixed", "left", "over"]}"""));

        read.Problems.ShouldBeEmpty();
        read.Notices.ShouldHaveSingleItem().Sentence.ShouldBe("Of node '1' (Number) 2 saved values belong to no field that its type has; the node keeps them, and they are not used.");
        read.Document!.Nodes[0].Rest.Single(field => field.Key == "comfyui").Value.GetProperty("widgets_values").GetArrayLength().ShouldBe(4);
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("[5]", " Its saved value has no name here and is missing in the API format; /object_info of a ComfyUI that has the type names it.")]
    [InlineData("[5, \"fixed\"]", " Its 2 saved values have no names here and are missing in the API format; /object_info of a ComfyUI that has the type names them.")]
    [InlineData("{\"size\": 5}", "")]
    public void What_has_no_name_in_a_type_that_is_not_here_is_kept_and_said(string values, string said)
    {
        var read = Drawn.Read(Drawn.Of($$"""{"id": 1, "type": "Strange", "widgets_values": {{values}}}"""));

        read.Notices.ShouldHaveSingleItem().Sentence.ShouldBe($"The type of node '1' (Strange) is not known here; the node stays in the document with all its data, and the graph cannot run with it.{said}");
        read.Document!.Nodes[0].Rest.Single(field => field.Key == "comfyui").Value.GetProperty("widgets_values").GetRawText().ReplaceLineEndings("").Replace(" ", "").ShouldBe(values.Replace(" ", ""));
    }

    [Fact]
    public void A_type_may_end_with_a_blank() => Drawn.Prompt(Drawn.Of("""{"id": 1, "type": "Tail ", "widgets_values": [0.5]}""")).ShouldBe("1 Tail (strength=0.5)");

    [Fact]
    public void A_list_is_a_value_and_no_link()
    {
        var document = Drawn.Document(Drawn.Of("""{"id": 1, "type": "Strange", "widgets_values": {"points": ["3", 1], "size": [1, 2]}}"""));

        document.Nodes[0].Inputs.ShouldAllBe(input => input.Value is ConstantValue);
        System.Text.Encoding.UTF8.GetString(ComfyApiFormat.Write(document, Drawn.Nodes.Catalog, Core.Validation.ValidationOptions.Default)).ShouldContain("""{"__value__":["3",1]}""");
    }
}
