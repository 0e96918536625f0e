namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Links_are_followed_as_the_front_end_follows_them
{
    private const string Model = """{"id": 1, "type": "Model", "widgets_values": ["a.safetensors"], "outputs": [{"name": "MODEL", "type": "MODEL"}, {"name": "CLIP", "type": "CLIP"}]}""";

    [Theory]
    [InlineData("[8, 1, 0, 2, 0, \"MODEL\"]")]
    [InlineData("[8, \"1\", \"0\", \"2\", 0, \"MODEL\"]")]
    [InlineData("{\"id\": 8, \"origin_id\": 1, \"origin_slot\": 0, \"target_id\": 2, \"target_slot\": 0, \"type\": \"MODEL\", \"parentId\": 4}")]
    public void As_lists_and_as_objects(string link)
        => Drawn.Prompt(Drawn.Of(Model + """, {"id": "2", "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 8}], "widgets_values": [5, "fixed", 8, "euler", 1]}""", link))
            .ShouldEndWith("2 Sampler(denoise=1, model=-> 1 0, name=\"euler\", seed=5, steps=8)");

    [Fact]
    public void A_link_to_a_field_takes_the_place_of_its_value()
        => Drawn.Prompt(Drawn.Of(
            """{"id": 1, "type": "Number", "widgets_values": [5, "fixed"]}, {"id": 2, "type": "Sampler", "inputs": [{"name": "steps", "type": "INT", "link": 8, "widget": {"name": "steps"}}], "widgets_values": [5, "fixed", 8, "euler", 1]}""", "[8, 1, 0, 2, 0, \"INT\"]"))
            .ShouldBe("1 Number(value=5)\n2 Sampler(denoise=1, name=\"euler\", seed=5, steps=-> 1 0)");

    [Fact]
    public void Where_the_node_before_is_muted_the_field_s_own_value_is_sent()
        => Drawn.Prompt(Drawn.Of(
            """
            {"id": 1, "type": "Number", "mode": 2, "widgets_values": [5, "fixed"]}, {"id": 3, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 7}], "outputs": [{"name": "", "type": "INT"}]},
            {"id": 2, "type": "Sampler", "inputs": [{"name": "steps", "type": "INT", "link": 8, "widget": {"name": "steps"}}, {"name": "model", "type": "MODEL", "link": 9}], "widgets_values": [5, "fixed", 8, "euler", 1]},
            {"id": 4, "type": "Model", "mode": 2}
            """, "[7, 1, 0, 3, 0, \"INT\"], [8, 3, 0, 2, 0, \"INT\"], [9, 4, 0, 2, 1, \"MODEL\"]"))
            .ShouldBe("2 Sampler(denoise=1, name=\"euler\", seed=5, steps=8)");

    [Fact]
    public void A_muted_reroute_still_leads_on()
        => Drawn.Prompt(Drawn.Of(
            Model + """, {"id": 3, "type": "Reroute", "mode": 2, "inputs": [{"name": "", "type": "*", "link": 7}]}, {"id": 2, "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 8}]}""",
            "[7, 1, 0, 3, 0, \"*\"], [8, 3, 0, 2, 0, \"*\"]")).ShouldEndWith("2 Sampler(model=-> 1 0)");

    [Fact]
    public void Through_bypassed_nodes_by_type()
        => Drawn.Prompt(Drawn.Of(
            Model + """
            , {"id": 2, "type": "Lora", "mode": 4, "inputs": [{"name": "model", "type": "MODEL", "link": 1}, {"name": "clip", "type": "CLIP", "link": 2}], "widgets_values": [1]}
            , {"id": 3, "type": "Strange", "mode": 4, "inputs": [{"name": "other", "type": "MASK", "link": null}, {"name": "clip", "type": "CLIP", "link": 3}], "outputs": [{"name": "c", "type": "CLIP"}], "widgets_values": [1]}
            , {"id": 4, "type": "Encode", "inputs": [{"name": "clip", "type": "CLIP", "link": 4}], "widgets_values": ["hello"]}
            """, "[1, 1, 0, 2, 0, \"MODEL\"], [2, 1, 1, 2, 1, \"CLIP\"], [3, 2, 1, 3, 1, \"CLIP\"], [4, 3, 0, 4, 0, \"CLIP\"]"))
            .ShouldBe("1 Model(file=\"a.safetensors\")\n4 Encode(clip=-> 1 1, text=\"hello\")");

    [Fact]
    public void Inputs_that_grow_have_names_with_a_dot()
        => Drawn.Prompt(Drawn.Of(
            """{"id": 1, "type": "Picture"}, {"id": 2, "type": "Batch", "inputs": [{"name": "images.image0", "type": "IMAGE", "link": 1}, {"name": "images.image1", "type": "IMAGE", "link": 2}, {"name": "images.image2", "type": "IMAGE", "link": null}]}""",
            "[1, 1, 0, 2, 0, \"IMAGE\"], [2, 1, 0, 2, 1, \"IMAGE\"]")).ShouldEndWith("2 Batch(images.image0=-> 1 0, images.image1=-> 1 0)");

    [Fact]
    public void A_link_that_leads_nowhere_is_left_out_and_said()
    {
        var read = Drawn.Read(Drawn.Of("""{"id": 2, "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 8}, {"name": "steps", "type": "INT", "link": 9}]}""", "[9, 77, 0, 2, 1, \"INT\"]"));

        read.Notices.Select(notice => notice.Sentence).ShouldBe([
            "Input 'model' of node '2' (Sampler) names link 8, which the document does not have; it is left out.",
            "The link to 'steps' of node '2' (Sampler) comes from node '77', which the document does not have; it is left out.",
        ]);
        Drawn.Prompt(read.Document!).ShouldBe("2 Sampler()");
    }

    [Fact]
    public void A_primitive_is_a_named_input_that_all_its_links_take()
    {
        var document = Drawn.Document(Drawn.Of(
            """
            {"id": 1, "type": "PrimitiveNode", "title": "Many steps", "outputs": [{"name": "INT", "type": "INT", "widget": {"name": "steps"}}], "widgets_values": [42, "increment"]},
            {"id": 2, "type": "Sampler", "inputs": [{"name": "steps", "type": "INT", "link": 1, "widget": {"name": "steps"}}], "widgets_values": [5, "fixed", 8, "euler", 1]},
            {"id": 3, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 2}]},
            {"id": 4, "type": "Sampler", "inputs": [{"name": "steps", "type": "INT", "link": 3, "widget": {"name": "steps"}}], "widgets_values": [6, "fixed", 8, "euler", 1]},
            {"id": 5, "type": "PrimitiveNode", "widgets_values": [1]}
            """, "[1, 1, 0, 2, 0, \"INT\"], [2, 1, 0, 3, 0, \"INT\"], [3, 3, 0, 4, 0, \"INT\"]"));

        Drawn.Prompt(document).ShouldBe("2 Sampler(denoise=1, name=\"euler\", seed=5, steps=42)\n4 Sampler(denoise=1, name=\"euler\", seed=6, steps=42)");
        var input = document.Inputs.ShouldHaveSingleItem();
        (input.Name, input.Type, input.Default!.Value.GetInt32()).ShouldBe(("Many steps", "INT", 42));
        input.Rest.ShouldContain(field => field.Key == "control_after_generate" && field.Value.GetString() == "increment");
    }
}
