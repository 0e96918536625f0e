using System.Text.Json;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Texts_notes_and_places
{
    [Theory]
    [InlineData("%Named.value%", "12")]
    [InlineData("a/%Named.value%_%Number.value%", "a/12_12")]
    [InlineData("%A title.file%", "a_b.safetensors")]
    [InlineData("%Held.value%", "true")]
    [InlineData("%date:yyyy-MM-dd%/x", "%year%-%month%-%day%/x")]
    [InlineData("%date:yy%", "%date:yy%")]
    [InlineData("%Nobody.value% %year% %width% 100%", "%Nobody.value% %year% %width% 100%")]
    [InlineData("%Number.nothing%", "%Number.nothing%")]
    public void Names_of_files_say_what_stands_elsewhere(string prefix, string expected)
        => Drawn.Prompt(Drawn.Of($$"""
            {"id": 1, "type": "Number", "widgets_values": [12, "fixed"], "properties": {"Node name for S&R": "Named"} }, {"id": 2, "type": "Model", "title": "A title", "widgets_values": ["a/b.safetensors"]},
            {"id": 4, "type": "PrimitiveNode", "title": "Held", "widgets_values": [true]}, {"id": 3, "type": "Save", "widgets_values": [{{JsonSerializer.Serialize(prefix)}}]}
            """)).ShouldContain($"filename_prefix=\"{expected}\"");

    [Theory]
    [InlineData("plain, (text:1.2) [x]", "plain, (text:1.2) [x]")]
    [InlineData("a {red|green} b", "a red b")]
    [InlineData("{a {b|c}|d}{|e}", "a b")]
    [InlineData("one // rest\ntwo /* gone\n */three", "one \ntwo three")]
    [InlineData("a \\{b\\|c\\} d", "a {b|c} d")]
    [InlineData("{open", "open")]
    [InlineData("a } b /* open", "a } b /* open")]
    public void Prompts_are_templates(string text, string expected)
        => Drawn.Prompt(Drawn.Of($$"""{"id": 1, "type": "Encode", "widgets_values": [{{JsonSerializer.Serialize(text)}}]}""")).ShouldBe($"1 Encode(text=\"{expected}\")");

    [Fact]
    public void That_a_choice_was_taken_is_said()
        => Drawn.Read(Drawn.Of("""{"id": 1, "type": "Encode", "widgets_values": ["{a|b}"]}""")).Notices.ShouldHaveSingleItem().Sentence.ShouldStartWith("Input 'text' of node '1' (Encode) has choices in braces");

    [Fact]
    public void Everything_that_is_for_people_is_kept()
    {
        var document = Drawn.Document(Drawn.Of(
            """
            {"id": 1, "type": "Number", "title": "Mine", "pos": [10, 20.5], "size": {"0": 300, "1": 40}, "flags": {"collapsed": true}, "color": "#222", "properties": {"Node name for S&R": "Number"}, "widgets_values": [1]},
            {"id": 2, "type": "Note", "pos": [1, 2], "size": [3, 4], "widgets_values": ["Read me"], "color": "#432"},
            {"id": 3, "type": "MarkdownNote", "title": "Help", "widgets_values": ["# Help"]}
            """, "", """ "groups": [{"title": "Frame", "bounding": [0, 1, 2, 3], "color": "#fff", "font_size": 24}], "extra": {"ds": {"scale": 1}, "reroutes": [{"id": 1}]}, "floatingLinks": [{"id": 7}], "config": {} """));
        var rest = document.Rest.ToDictionary(field => field.Key, field => field.Value.GetRawText());

        document.Nodes.ShouldHaveSingleItem().Title.ShouldBe("Mine");
        rest["layout"].ShouldBe("""{"1":{"x":10,"y":20.5,"width":300,"height":40}}""");
        rest["groups"].ShouldBe("""[{"title":"Frame","x":0,"y":1,"width":2,"height":3,"color":"#fff","font_size":24}]""");
        rest["notes"].ShouldBe("""[{"id":"2","text":"Read me","x":1,"y":2,"width":3,"height":4,"comfyui":{"color":"#432"}},{"id":"3","title":"Help","markdown":true,"text":"# Help"}]""");
        JsonElement.DeepEquals(JsonElement.Parse(rest["comfyui"]), JsonElement.Parse("""{"version": 0.4, "extra": {"ds": {"scale": 1}, "reroutes": [{"id": 1}]}, "floatingLinks": [{"id": 7}]}""")).ShouldBeTrue(rest["comfyui"]);
        JsonElement.DeepEquals(document.Nodes[0].Rest.ShouldHaveSingleItem().Value, JsonElement.Parse("""{"flags": {"collapsed": true}, "color": "#222", "properties": {"Node name for S&R": "Number"}}""")).ShouldBeFalse();
        JsonElement.DeepEquals(document.Nodes[0].Rest[0].Value, JsonElement.Parse("""{"flags": {"collapsed": true}, "color": "#222"}""")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"nodes": 3, "last_node_id": 1}""", "Field 'nodes' of the document is the number 3; it must be a list.")]
    [InlineData("""{"last_node_id": 1}""", "Field 'nodes' of the document is missing; it is a list of nodes.")]
    [InlineData("""{"nodes": [7], "links": []}""", "A node of the document is the number 7; it must be an object with 'id' and 'type'.")]
    [InlineData("""{"nodes": [{"type": "Number"}]}""", "A node of the document has no 'id'; it must be a number or a text.")]
    [InlineData("""{"nodes": [{"id": 1}], "links": []}""", "Node '1' of the document has no 'type'; it must name the node's type, such as \"LoadImage\".")]
    [InlineData("""{"nodes": [{"id": 1, "type": "Number"}, {"id": "1", "type": "Number"}]}""", "Node id '1' stands twice in the document; ids must be unique.")]
    [InlineData("""{"links": [], "nodes": [], "definitions": {"subgraphs": [{"name": "S"}]}}""", "A subgraph has no 'id'; nodes use it by that.")]
    [InlineData("""{"links": [], "nodes": [], "definitions": {"subgraphs": [{"id": "s", "name": "S", "nodes": {}}]}}""", "Field 'nodes' of subgraph 'S' is an object; it must be a list.")]
    public void What_is_wrong_has_its_sentence(string workflow, string expected) => Drawn.Read(workflow).Problems.ShouldHaveSingleItem().Sentence.ShouldBe(expected);

    [Fact]
    public void Of_a_document_that_is_all_faults_the_first_are_enough()
    {
        var problems = Drawn.Read($$"""{"last_node_id": 1, "nodes": [{{string.Join(',', Enumerable.Repeat("1", 5000))}}]}""").Problems;

        problems.Length.ShouldBe(1001);
        problems[^1].Sentence.ShouldBe("There are 4000 more of them; mend these first.");
    }

    [Fact]
    public void An_answer_that_is_no_description_of_nodes_is_refused()
        => Should.Throw<FormatException>(() => Core.Documents.Comfy.NodeInterfaces.OfObjectInfo("""{"A": 3}"""u8.ToArray())).Message.ShouldBe("The nodes' description is no answer of /object_info: 'A' has no 'input'. Take the whole answer as it is.");
}
