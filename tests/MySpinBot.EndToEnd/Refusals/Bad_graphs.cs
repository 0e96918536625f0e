using System.Text;

namespace MySpinBot.EndToEnd.Refusals;

/// <summary>Each is refused before anything runs, with exit code 2, its code and a whole sentence.</summary>
public sealed class Bad_graphs : IDisposable
{
    private readonly Workplace _place = new();

    public static TheoryData<string, string, string> Cases => new()
    {
        { "a cycle", "cycle", """{ "a": { "class_type": "PassThrough", "inputs": { "value": {"from": "b"} } }, "b": { "class_type": "PassThrough", "inputs": { "value": {"from": "a"} } }, "c": { "class_type": "PreviewAny", "inputs": { "source": {"from": "a"} } } }""" },
        { "a link to nowhere", "bad_link", """{ "a": { "class_type": "PreviewAny", "inputs": { "source": {"from": "gone"} } } }""" },
        { "a wrong type", "type_mismatch", """{ "a": { "class_type": "EmptyImage", "inputs": {} }, "b": { "class_type": "SaveText", "inputs": { "text": {"from": "a"} } } }""" },
        { "a number out of range", "out_of_range", """{ "a": { "class_type": "EmptyImage", "inputs": { "width": 0 } }, "b": { "class_type": "SaveImage", "inputs": { "images": {"from": "a"} } } }""" },
        { "a number that is not finite", "*", """{ "a": { "class_type": "PrimitiveFloat", "inputs": { "value": 1e999 } }, "b": { "class_type": "PreviewAny", "inputs": { "source": {"from": "a"} } } }""" },
        { "a text for a number", "bad_value", """{ "a": { "class_type": "EmptyImage", "inputs": { "width": "wide" } }, "b": { "class_type": "SaveImage", "inputs": { "images": {"from": "a"} } } }""" },
        { "an unknown node type", "unknown_node_type", """{ "a": { "class_type": "NoSuchNode", "inputs": {} } }""" },
        { "a missing input", "missing_input", """{ "a": { "class_type": "SaveText", "inputs": {} } }""" },
        { "a missing file", "missing_file", """{ "a": { "class_type": "LoadImage", "inputs": { "image": "nowhere.png" } }, "b": { "class_type": "PreviewImage", "inputs": { "images": {"from": "a"} } } }""" },
        { "a file outside", "path_not_allowed", """{ "a": { "class_type": "LoadText", "inputs": { "file": "../../../../../../etc/passwd" } }, "b": { "class_type": "PreviewAny", "inputs": { "source": {"from": "a"} } } }""" },
        { "no target", "no_targets", """{ "a": { "class_type": "PrimitiveInt", "inputs": { "value": 1 } } }""" },
        { "two nodes of one id", "duplicate_id", """{ "a": { "class_type": "PrimitiveInt", "inputs": {} }, "a": { "class_type": "PrimitiveInt", "inputs": {} } }""" },
        { "a secret where none is taken", "bad_value", """{ "a": { "class_type": "PreviewAny", "inputs": { "source": {"secret": "nobody-knows-it"} } } }""" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_refused(string what, string code, string nodes)
    {
        var graph = _place.Write("graph.json", $$"""{ "version": 1, "nodes": {{nodes}} }""");

        await RefusedAsync(what, code, await _place.RunAsync("run", graph));
        await RefusedAsync(what, code, await _place.RunAsync("validate", graph));
    }

    [Theory]
    [InlineData("malformed_document", "")]
    [InlineData("malformed_document", "{")]
    [InlineData("malformed_document", "[]")]
    [InlineData("malformed_document", "\"graph\"")]
    [InlineData("malformed_document", "\u0000\u0001\u0002")]
    [InlineData("malformed_document", """{ "version": 1, "nodes": [] }""")]
    [InlineData("newer_document", """{ "version": 999, "nodes": {} }""")]
    public async Task What_is_no_graph_is_refused(string code, string text)
        => await RefusedAsync(text, code, await _place.RunAsync("run", _place.Write("graph.json", text)));

    [Fact]
    public async Task Json_nested_ten_thousand_deep_is_refused()
        => await RefusedAsync("depth", "document_too_large", await _place.RunAsync("run", _place.Write("graph.json", $"{{\"a\":{new string('[', 10_000)}{new string(']', 10_000)}}}")));

    [Fact]
    public async Task Json_of_fifty_megabytes_is_refused()
    {
        var text = new StringBuilder("""{ "version": 1, "nodes": { "a": { "class_type": "PrimitiveString", "inputs": { "value": " """).Append('x', 50 << 20).Append("\" } } } }");

        await RefusedAsync("size", "document_too_large", await _place.RunAsync("run", _place.Write("graph.json", text.ToString())));
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var graph = _place.Write("graph.json", """{ "version": 1, "nodes": { "a": { "class_type": "NoSuchNode", "inputs": {} }, "b": { "class_type": "SaveText", "inputs": {} }, "c": { "class_type": "PreviewAny", "inputs": { "source": {"from": "gone"} } } } }""");

        var ended = await _place.RunAsync("run", graph, "--set", "nobody.text=1");

        ended.ExitCode.ShouldBe(2, ended.All);
        foreach (var code in new[] { "unknown_node_type", "missing_input", "bad_link", "unknown_node" })
        {
            ended.Error.ShouldContain($"[{code}]");
        }
    }

    [Fact]
    public async Task A_graph_that_is_not_there_is_refused() => await RefusedAsync("file", "missing_file", await _place.RunAsync("run", "nowhere.json"));

    [Theory]
    [InlineData("run")]
    [InlineData("run a.json --set voice")]
    [InlineData("dance")]
    [InlineData("cache")]
    public async Task A_wrong_command_line_is_refused(string line) => await RefusedAsync(line, "command_line", await _place.RunAsync(line.Split(' ')));

    [Theory]
    [InlineData("run a.json --memory-budget lots")]
    [InlineData("serve --jobs none")]
    public async Task A_setting_that_is_none_is_refused(string line) => await RefusedAsync(line, "configuration", await _place.RunAsync(line.Split(' ')));

    public void Dispose() => _place.Dispose();

    private Task RefusedAsync(string what, string code, Ended ended)
    {
        ended.ExitCode.ShouldBe(2, $"{what}: {ended.All}");
        ended.Output.ShouldBeEmpty(what);
        ended.Error.ShouldContain(code == "*" ? "[" : $"[{code}]", customMessage: what);
        ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Length.ShouldBeGreaterThan(20, what);
        _place.Saved.ShouldBeEmpty(what);
        return Task.CompletedTask;
    }
}
