namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Subgraphs_are_put_where_they_are_used
{
    // A sampler whose seed, steps and model come from outside, and whose latent goes there.
    private const string Sampling = """
        {"id": "s-1", "version": 1, "name": "Sampling", "inputNode": {"id": -10}, "outputNode": {"id": -20},
         "inputs": [{"name": "model", "type": "MODEL", "linkIds": [1]}, {"name": "seed", "type": "INT", "linkIds": [2]}, {"name": "steps", "type": "INT", "linkIds": [3]}],
         "outputs": [{"name": "LATENT", "type": "LATENT", "linkIds": [4]}],
         "nodes": [{"id": 7, "type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": 1}, {"name": "seed", "type": "INT", "widget": {"name": "seed"}, "link": 2}, {"name": "steps", "type": "INT", "widget": {"name": "steps"}, "link": 3}],
                    "outputs": [{"name": "LATENT", "type": "LATENT", "links": [4]}], "widgets_values": [5, "fixed", 8, "euler", 1]}],
         "links": [{"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 7, "target_slot": 0, "type": "MODEL"}, {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 7, "target_slot": 1, "type": "INT"},
                   {"id": 3, "origin_id": -10, "origin_slot": 2, "target_id": 7, "target_slot": 2, "type": "INT"}, {"id": 4, "origin_id": 7, "origin_slot": 0, "target_id": -20, "target_slot": 0, "type": "LATENT"}]}
        """;

    private const string Model = """{"id": 1, "type": "Model", "widgets_values": ["a.safetensors"]}""";

    [Theory]
    [InlineData("[70, 80]", "seed=70, steps=80")]
    [InlineData("[70, \"randomize\", 80]", "seed=70, steps=80")]
    [InlineData("[70]", "seed=70, steps=8")]
    [InlineData("[null, 80]", "seed=5, steps=80")]
    [InlineData("[]", "seed=5, steps=8")]
    [InlineData("{\"steps\": 3}", "seed=5, steps=3")]
    public void Fields_on_the_outside_count_before_those_inside(string values, string expected)
        => Drawn.Prompt(Drawn.Of(
            Model + $$""", {"id": 2, "type": "s-1", "inputs": [{"name": "model", "type": "MODEL", "link": 9}], "widgets_values": {{values}} }""",
            "[9, 1, 0, 2, 0, \"MODEL\"]",
            $$""" "definitions": {"subgraphs": [{{Sampling}}]} """)).ShouldBe($"1 Model(file=\"a.safetensors\")\n2:7 Sampler(denoise=1, model=-> 1 0, name=\"euler\", {expected})");

    [Fact]
    public void Two_uses_have_their_own_values_and_a_link_counts_before_a_value()
        => Drawn.Prompt(Drawn.Of(
            """
            {"id": 2, "type": "s-1", "inputs": [{"name": "model", "type": "MODEL", "link": null}, {"name": "seed", "type": "INT", "link": 9, "widget": {"name": "seed"}}], "widgets_values": [70, 80]},
            {"id": 3, "type": "s-1", "widgets_values": [71, 81]}, {"id": 4, "type": "Number", "widgets_values": [6, "fixed"]}
            """, "[9, 4, 0, 2, 1, \"INT\"]", $$""" "definitions": {"subgraphs": [{{Sampling}}]} """))
            .ShouldBe("4 Number(value=6)\n2:7 Sampler(denoise=1, name=\"euler\", seed=-> 4 0, steps=80)\n3:7 Sampler(denoise=1, name=\"euler\", seed=71, steps=81)");

    [Theory]
    [InlineData("[[\"7\", \"denoise\"], [\"-1\", \"steps\"], [\"7\", \"seed\"], [\"7\", \"$$preview\"], [\"99\", \"x\"]]", "[0.25, 80, 70]", "denoise=0.25, name=\"euler\", seed=70, steps=80")]
    [InlineData("[[\"7\", \"denoise\"]]", "[]", "denoise=1, name=\"euler\", seed=5, steps=8")]
    public void Fields_that_are_shown_without_a_link_are_inputs_too(string proxies, string values, string expected)
        => Drawn.Prompt(Drawn.Of(
            $$"""{"id": 2, "type": "s-1", "properties": {"proxyWidgets": {{proxies}} }, "widgets_values": {{values}} }""", "", $$""" "definitions": {"subgraphs": [{{Sampling}}]} """))
            .ShouldBe($"2:7 Sampler({expected})");

    [Fact]
    public void In_each_other_and_through_each_other()
    {
        const string Outer = """
            {"id": "s-2", "name": "Sampling", "inputs": [{"name": "a number", "type": "INT", "linkIds": [1, 9]}, {"name": "model", "type": "MODEL"}],
             "outputs": [{"name": "L", "type": "LATENT"}, {"name": "same", "type": "MODEL"}, {"name": "nothing", "type": "MASK"}],
             "nodes": [{"id": 7, "type": "s-1", "inputs": [{"name": "model", "type": "MODEL", "link": 2}, {"name": "seed", "type": "INT", "link": 1}], "properties": {"proxyWidgets": [["7", "name"]]}, "widgets_values": ["ddim"]}],
             "links": [[1, -10, 0, 7, 1, "INT"], [2, -10, 1, 7, 0, "MODEL"], [3, 7, 0, -20, 0, "LATENT"], [4, -10, 1, -20, 1, "MODEL"]]}
            """;
        var document = Drawn.Document(Drawn.Of(
            Model + """
            , {"id": 2, "type": "s-2", "inputs": [{"name": "a number", "type": "INT", "link": null}, {"name": "model", "type": "MODEL", "link": 9}], "properties": {"proxyWidgets": [["-1", "a number"], ["7", "7: name"]]}, "widgets_values": [33, "euler"]}
            , {"id": 3, "type": "Lora", "inputs": [{"name": "model", "type": "MODEL", "link": 10}], "widgets_values": [1]}
            , {"id": 4, "type": "Batch", "inputs": [{"name": "images.image0", "type": "IMAGE", "link": 11}]}
            """, "[9, 1, 0, 2, 1, \"MODEL\"], [10, 2, 1, 3, 0, \"MODEL\"], [11, 2, 2, 4, 0, \"IMAGE\"]", $$""" "definitions": {"subgraphs": [{{Outer}}, {{Sampling}}]} """));

        Drawn.Prompt(document).ShouldBe("1 Model(file=\"a.safetensors\")\n3 Lora(model=-> 1 0, strength=1)\n4 Batch()\n2:7:7 Sampler(denoise=1, model=-> 1 0, name=\"euler\", seed=33, steps=8)");
        document.Subgraphs.Select(subgraph => subgraph.Name).ShouldBe(["Sampling", "Sampling 2"]);
    }

    [Theory]
    [InlineData(4, "3 Lora(model=-> 1 0, strength=1)")]
    [InlineData(2, "3 Lora(strength=1)")]
    public void Bypassed_they_are_passed_through_by_type_and_muted_they_are_not_there(int mode, string expected)
    {
        const string Passing = """
            {"id": "s-1", "name": "Passing", "inputs": [{"name": "n", "type": "INT"}, {"name": "model", "type": "MODEL"}], "outputs": [{"name": "model", "type": "MODEL"}],
             "nodes": [{"id": 1, "type": "Lora", "inputs": [{"name": "model", "type": "MODEL", "link": 1}]}], "links": [[1, -10, 1, 1, 0, "MODEL"], [2, 1, 0, -20, 0, "MODEL"]]}
            """;
        Drawn.Prompt(Drawn.Of(
            Model + $$""", {"id": 2, "type": "s-1", "mode": {{mode}}, "inputs": [{"name": "n", "type": "INT", "link": null}, {"name": "model", "type": "MODEL", "link": 9}]}, {"id": 3, "type": "Lora", "inputs": [{"name": "model", "type": "MODEL", "link": 10}], "widgets_values": [1]}""",
            "[9, 1, 0, 2, 1, \"MODEL\"], [10, 2, 0, 3, 0, \"MODEL\"]",
            $$""" "definitions": {"subgraphs": [{{Passing}}]} """)).ShouldBe($"1 Model(file=\"a.safetensors\")\n{expected}");
    }

    [Fact]
    public void Group_nodes_of_old_front_ends_are_subgraphs_too()
    {
        const string Groups = """
            "extra": {"groupNodes": {"Two": {
                "nodes": [{"type": "Model", "widgets_values": ["a.safetensors"], "outputs": [{"name": "MODEL", "type": "MODEL"}, {"name": "CLIP", "type": "CLIP"}]},
                          {"type": "Sampler", "inputs": [{"name": "model", "type": "MODEL", "link": null}], "outputs": [{"name": "LATENT", "type": "LATENT"}], "widgets_values": [1, "fixed", 2, "euler", 1]},
                          {"type": "Sampler", "title": "Second", "inputs": [{"name": "model", "type": "MODEL", "link": null}], "outputs": [{"name": "LATENT", "type": "LATENT"}], "widgets_values": [1, "fixed", 2, "euler", 1]}],
                "links": [[0, 0, 1, 0, 1, "MODEL"], [null, 0, 2, 0, 1, "MODEL"]], "external": []}}}
            """;
        var document = Drawn.Document(Drawn.Of(
            """
            {"id": 9, "type": "Model", "widgets_values": ["b.safetensors"]},
            {"id": 2, "type": "workflow>Two", "inputs": [{"name": "model", "type": "MODEL", "link": 1}], "widgets_values": ["c.safetensors", 10, "randomize", 20, "ddim", 0.5, 11, "fixed", 21, "euler", 0.25]},
            {"id": 3, "type": "workflow/Two", "mode": 4, "widgets_values": []}
            """, "[1, 9, 0, 2, 0, \"MODEL\"]", Groups));

        Drawn.Prompt(document).ShouldBe("""
            9 Model(file="b.safetensors")
            2:0 Model(file="c.safetensors")
            2:1 Sampler(denoise=0.5, model=-> 2:0 0, name="ddim", seed=10, steps=20)
            2:2 Sampler(denoise=0.25, model=-> 9 0, name="euler", seed=11, steps=21)
            """);
        document.Subgraphs.ShouldHaveSingleItem().Outputs.Select(output => output.Name).ShouldBe(["CLIP", "LATENT", "LATENT 2"]);
    }

    [Theory]
    [InlineData("{\"id\": \"s-1\", \"name\": \"In itself\", \"nodes\": [{\"id\": 1, \"type\": \"s-1\", \"inputs\": [{\"name\": \"x\", \"type\": \"INT\", \"link\": 1}]}], \"inputs\": [{\"name\": \"x\", \"type\": \"INT\", \"linkIds\": [1]}], \"links\": [[1, -10, 0, 1, 0, \"INT\"]]}")]
    public void One_that_holds_itself_is_read_and_refused_when_it_is_to_run(string definition)
    {
        var read = Drawn.Read(Drawn.Of("""{"id": 2, "type": "s-1", "widgets_values": [1]}""", "", $$""" "definitions": {"subgraphs": [{{definition}}]} """));

        read.Problems.ShouldBeEmpty();
        Core.Validation.GraphValidator.Validate(read.Document!, Drawn.Nodes.Catalog, Core.Validation.ValidationOptions.Default).Problems.ShouldContain(problem => problem.Sentence.Contains("puts a subgraph into itself", StringComparison.Ordinal));
    }
}
