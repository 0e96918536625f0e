using System.Text.Json;

namespace MySpinBot.EndToEnd.Running;

public sealed class What_it_prints : IDisposable
{
    private const string Graph = """
        { "version": 1, "nodes": {
            "words": { "class_type": "PrimitiveString", "inputs": { "value": "one \u001b[31mtwo\u0007 three" } },
            "show":  { "class_type": "PreviewAny", "inputs": { "source": { "from": "words" } } },
            "save":  { "class_type": "SaveText", "inputs": { "text": { "from": "words" }, "filename_prefix": "words", "numbered": false } } } }
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task To_a_pipe_no_control_characters()
    {
        foreach (var command in new[] { "run", "validate" })
        {
            var ended = await _place.RunAsync(command, _place.Write("graph.json", Graph));

            ended.ExitCode.ShouldBe(0, ended.All);
            $"{ended.Output}{ended.Error}".Where(character => char.IsControl(character) && character != '\n').ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task In_json_one_event_a_line_and_nothing_else()
    {
        var ended = await _place.RunAsync("run", _place.Write("graph.json", Graph), "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        var events = ended.Lines.Select(line => JsonElement.Parse(line).GetProperty("event").GetString()).ToList();
        events[0].ShouldBe("run_started");
        events[^1].ShouldBe("run_finished");
        events.ShouldContain("file_saved");
    }

    [Fact]
    public async Task In_json_problems_too()
    {
        var ended = await _place.RunAsync("run", _place.Write("graph.json", """{ "version": 1, "nodes": { "a": { "class_type": "NoSuchNode", "inputs": {} } } }"""), "--json");

        ended.ExitCode.ShouldBe(2, ended.All);
        ended.Lines.Select(line => JsonElement.Parse(line).GetProperty("code").GetString()).ShouldContain("unknown_node_type");
    }

    [Fact]
    public async Task A_graph_comes_from_standard_input_as_well()
    {
        var ended = await _place.RunWithInputAsync(Graph, "run", "-", "--set", "words.value=42");

        ended.ExitCode.ShouldBe(0, ended.All);
        (await File.ReadAllTextAsync(Path.Combine(_place.Out, "words.txt"))).TrimEnd().ShouldBe("42");
    }

    [Fact]
    public async Task The_node_types_as_data()
    {
        var ended = await _place.RunAsync("nodes", "SaveText", "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        var node = JsonElement.Parse(ended.Output);
        node.GetProperty("class_type").GetString().ShouldBe("SaveText");
        node.GetProperty("lane").ValueKind.ShouldBe(JsonValueKind.String);
        node.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("name").GetString()).ShouldContain("filename_prefix");
    }

    [Fact]
    public async Task The_plugins_that_ship_are_all_loaded()
    {
        var ended = await _place.RunAsync("plugins", "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Lines.Select(line => JsonElement.Parse(line).GetProperty("state").GetString()).ShouldAllBe(state => state == "loaded");
        ended.Lines.Count().ShouldBeGreaterThanOrEqualTo(3);
    }

    public void Dispose() => _place.Dispose();
}
