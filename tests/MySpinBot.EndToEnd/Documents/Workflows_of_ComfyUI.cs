using System.Buffers.Binary;

namespace MySpinBot.EndToEnd.Documents;

/// <summary>What ComfyUI's editor saved is given to the command line as it is.</summary>
public sealed class Workflows_of_ComfyUI : IDisposable
{
    // A primitive feeds a field through a reroute; one node is muted and of a type that is not here.
    private const string Workflow = """
        {"last_node_id": 9, "last_link_id": 9, "nodes": [
            {"id": 1, "type": "PrimitiveNode", "title": "What", "outputs": [{"name": "STRING", "type": "STRING", "links": [1], "widget": {"name": "value"}}], "widgets_values": ["hello"]},
            {"id": 5, "type": "Reroute", "inputs": [{"name": "", "type": "*", "link": 1}], "outputs": [{"name": "", "type": "STRING", "links": [2]}]},
            {"id": 2, "type": "PrimitiveString", "inputs": [{"name": "value", "type": "STRING", "link": 2, "widget": {"name": "value"}}], "outputs": [{"name": "STRING", "type": "STRING", "links": [3]}], "widgets_values": ["old"]},
            {"id": 3, "type": "SaveText", "inputs": [{"name": "text", "type": "STRING", "link": 3, "widget": {"name": "text"}}], "widgets_values": ["", "%What.value%_said", ".txt", false]},
            {"id": 4, "type": "KSampler", "mode": 2, "widgets_values": [1, "randomize"]}],
         "links": [[1, 1, 0, 5, 0, "STRING"], [2, 5, 0, 2, 0, "STRING"], [3, 2, 0, 3, 0, "STRING"]], "groups": [], "config": {}, "extra": {}, "version": 0.4}
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task Run_with_what_the_front_end_would_send()
    {
        var workflow = _place.Write("workflow.json", Workflow);

        var ended = await _place.RunAsync("run", workflow);

        ended.ExitCode.ShouldBe(0, ended.All);
        (await File.ReadAllTextAsync(Path.Combine(_place.Out, _place.Saved.Single()))).ShouldBe("hello");
    }

    [Fact]
    public async Task Take_values_for_their_primitives()
    {
        var workflow = _place.Write("workflow.json", Workflow);

        var ended = await _place.RunAsync("run", workflow, "--input", "What=goodbye");

        ended.ExitCode.ShouldBe(0, ended.All);
        (await File.ReadAllTextAsync(Path.Combine(_place.Out, _place.Saved.Single()))).ShouldBe("goodbye");
    }

    [Fact]
    public async Task And_pictures_run_again_what_made_them()
    {
        var graph = _place.Write("picture.json", """
            {"version": 1, "inputs": {"wide": {"default": 8}},
             "nodes": {"a": {"class_type": "EmptyImage", "inputs": {"width": {"input": "wide"}, "height": 8, "color": 255}}, "b": {"class_type": "SaveImage", "inputs": {"images": {"from": "a"}, "filename_prefix": "made"}}}}
            """);
        (await _place.RunAsync("run", graph, "--input", "wide=24")).ExitCode.ShouldBe(0);
        var picture = Path.Combine(_place.Out, _place.Saved.Single());

        var again = await _place.RunAsync("run", picture);
        var other = await _place.RunAsync("run", picture, "--input", "wide=16");

        again.ExitCode.ShouldBe(0, again.All);
        again.All.ShouldContain("0 ran, 1 reused");
        other.ExitCode.ShouldBe(0, other.All);
        var made = _place.Saved.Select(name => Path.Combine(_place.Out, name)).Where(path => path != picture).ShouldHaveSingleItem();
        (Width(picture), Width(made)).ShouldBe((24, 16));
        (await _place.RunAsync("diff", picture, made)).Output.ShouldContain("input 'wide': default 24 → 16");
    }

    // Behind the signature, the length and the name of the first chunk.
    private static int Width(string png) => BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(png).AsSpan(16));

    public void Dispose() => _place.Dispose();
}
