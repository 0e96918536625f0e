using System.Text;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Graphs;

public sealed class Graphs_are_converted_compared_and_exported : IDisposable
{
    private const string Own = """{"nodes": {"a": {"class_type": "Text", "title": "Words", "inputs": {"value": {"input": "topic"}}}, "b": {"class_type": "Show", "inputs": {"text": {"from": "a"}}}}, "inputs": {"topic": {"type": "STRING", "default": "whales"}}, "layout": {"a": {"x": 1}}}""";

    private const string Workflow = """
        {"last_node_id": 2, "last_link_id": 1, "version": 0.4, "groups": [], "links": [[1, 1, 0, 2, 0, "STRING"]], "nodes": [
          {"id": 1, "type": "Text", "mode": 0, "pos": [0, 0], "inputs": [], "outputs": [{"name": "STRING", "type": "STRING", "links": [1]}], "widgets_values": ["whales"]},
          {"id": 2, "type": "Show", "mode": 0, "pos": [9, 9], "inputs": [{"name": "text", "type": "STRING", "link": 1}], "outputs": []}]}
        """;

    private const string ObjectInfo = """
        {"Text": {"input": {"required": {"value": ["STRING", {}]}}, "input_order": {"required": ["value"]}, "output": ["STRING"], "output_name": ["STRING"], "output_is_list": [false], "name": "Text", "output_node": false},
         "Show": {"input": {"required": {"text": ["STRING", {"forceInput": true}]}}, "input_order": {"required": ["text"]}, "output": [], "output_name": [], "output_is_list": [], "name": "Show", "output_node": true}}
        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_workflow_becomes_our_document_and_the_API_format()
    {
        var (workflow, info) = (_cli.Write("w.json", Workflow), _cli.Write("object_info.json", ObjectInfo));

        var own = await _cli.RunAsync("convert", workflow, "--object-info", info);
        own.ExitCode.ShouldBe(ExitCode.Done, own.Error);
        JsonElement.Parse(own.Output).GetProperty("nodes").GetProperty("1").GetProperty("inputs").GetProperty("value").GetString().ShouldBe("whales");

        var api = Path.Combine(_cli.Folder, "api.json");
        (await _cli.RunAsync("convert", workflow, "--object-info", info, "--to", "api", "-o", api)).ExitCode.ShouldBe(ExitCode.Done);
        JsonElement.DeepEquals(
            JsonElement.Parse(File.ReadAllText(api)),
            JsonElement.Parse("""{"1": {"class_type": "Text", "inputs": {"value": "whales"}}, "2": {"class_type": "Show", "inputs": {"text": ["1", 0]}}}""")).ShouldBeTrue(File.ReadAllText(api));
        (await _cli.RunAsync("diff", workflow, api, "--object-info", info, "--no-looks")).Output.ShouldNotContain("inputs");
    }

    [Fact]
    public async Task A_picture_is_as_good_as_the_file_that_it_was_made_of()
    {
        var picture = _cli.Write("p.png", Png(("workflow", Own), ("prompt", """{"z": {"class_type": "Other", "inputs": {}}}""")));

        (await _cli.RunAsync("diff", picture, _cli.Write("own.json", Own))).ShouldBe((ExitCode.Done, "", ""));
        (await _cli.RunAsync("convert", picture, "--take", "prompt")).Output.ShouldContain("Other");
        _cli.Input = File.ReadAllBytes(picture);
        (await _cli.RunAsync("convert", "-")).Output.ShouldContain("whales");
    }

    [Fact]
    public async Task A_picture_is_run_and_validated_as_its_graph_is()
    {
        var ours = await _cli.RunAsync("validate", _cli.Write("own.json", Own), "--json");
        ours.ExitCode.ShouldBe(ExitCode.Wrong);
        ours.Output.ShouldContain("unknown_node_type");

        (await _cli.RunAsync("validate", _cli.Write("p.png", Png(("workflow", Own))), "--json")).ShouldBe(ours);
        // What ComfyUI ran is its prompt, whatever stands in its workflow.
        (await _cli.RunAsync("run", _cli.Write("q.png", Png(("prompt", """{"z": {"class_type": "Ran", "inputs": {}}}"""), ("workflow", Workflow))))).Error.ShouldContain("'Ran'");
    }

    [Fact]
    public async Task A_picture_without_a_graph_is_refused_with_what_it_holds()
    {
        var told = await _cli.RunAsync("run", _cli.Write("p.png", Png(("parameters", "a cat"))));

        told.ExitCode.ShouldBe(ExitCode.Wrong);
        told.Error.ShouldContain("holds no graph. Its texts are 'parameters'; a graph stands under 'workflow' or 'prompt'. [no_embedded_graph]");
    }

    [Fact]
    public async Task Diff_ends_as_programs_of_that_name_do()
    {
        var (a, b) = (_cli.Write("a.json", Own), _cli.Write("b.json", Own.Replace("whales", "owls").Replace("\"x\": 1", "\"x\": 2")));

        (await _cli.RunAsync("diff", a, a)).ShouldBe((0, "", ""));
        (await _cli.RunAsync("diff", a, b)).ShouldBe((1, "~ input 'topic': default \"whales\" → \"owls\"\n· a \"Words\" (Text) stands elsewhere\n", ""));
        (await _cli.RunAsync("diff", a, b, "--no-looks")).Output.ShouldNotContain("elsewhere");
        (await _cli.RunAsync("diff", a, Path.Combine(_cli.Folder, "missing.json"))).ExitCode.ShouldBe(2);
        (await _cli.RunAsync("diff", "-", "-")).ExitCode.ShouldBe(2);

        var lines = (await _cli.RunAsync("diff", a, b, "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        lines.Select(line => line.GetProperty("kind").GetString()).ShouldBe(["changed", "moved"]);
        string.Join('/', lines[0].GetProperty("path").EnumerateArray()).ShouldBe("inputs/topic/default");
        (lines[0].GetProperty("before").GetString(), lines[0].GetProperty("after").GetString()).ShouldBe(("whales", "owls"));

        _cli.IsTerminal = true;
        (await _cli.RunAsync("diff", a, b)).Output.ShouldStartWith("\u001b[33m~ input");
    }

    [Fact]
    public async Task Export_writes_documents_and_leaves_out_what_no_run_needs()
    {
        var graph = _cli.Write("g.json", Own);

        var api = JsonElement.Parse((await _cli.RunAsync("export", graph, "--object-info", _cli.Write("i.json", ObjectInfo), "--input", "topic=owls")).Output);
        api.GetProperty("a").GetProperty("inputs").GetProperty("value").GetString().ShouldBe("owls");
        api.GetProperty("a").GetProperty("_meta").GetProperty("title").GetString().ShouldBe("Words");

        var bare = (await _cli.RunAsync("export", graph, "--as", "graph", "--manifest-free")).Output;
        bare.ShouldNotContain("Words");
        bare.ShouldNotContain("layout");
        JsonElement.Parse(bare).GetProperty("inputs").GetProperty("topic").GetProperty("default").GetString().ShouldBe("whales");
    }

    [Theory]
    [InlineData("convert")]
    [InlineData("convert a.json --to yaml")]
    [InlineData("convert a.json --take both")]
    [InlineData("export a.json --as cobol")]
    [InlineData("export a.json --as curl --server nowhere")]
    [InlineData("diff a.json")]
    [InlineData("convert missing.json")]
    public async Task What_cannot_be_done_ends_with_2_and_a_sentence(string line)
    {
        var told = await _cli.RunAsync(line.Split(' '));

        told.ExitCode.ShouldBe(ExitCode.Wrong);
        told.Error.ShouldEndWith("]\n");
    }

    [Fact]
    public async Task Node_types_that_are_none_are_told()
    {
        var told = await _cli.RunAsync("convert", _cli.Write("w.json", Workflow), "--object-info", _cli.Write("i.json", "[1]"));

        told.ExitCode.ShouldBe(ExitCode.Wrong);
        told.Error.ShouldContain("/object_info");
    }

    private static byte[] Png(params (string Key, string Text)[] texts)
        => [0x89, .. "PNG\r\n\u001a\n"u8, .. texts.SelectMany(text => Chunk("tEXt", [.. Encoding.UTF8.GetBytes(text.Key), 0, .. Encoding.UTF8.GetBytes(text.Text)])), .. Chunk("IEND", [])];

    private static byte[] Chunk(string type, byte[] body)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes(type), .. body];
        var crc = whole.Aggregate(uint.MaxValue, (sum, one) => Enumerable.Range(0, 8).Aggregate(sum ^ one, (value, _) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320));
        return [.. Big(body.Length), .. whole, .. Big((int)~crc)];
    }

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
