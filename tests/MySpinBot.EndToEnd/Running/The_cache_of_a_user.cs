using System.Text.Json;

namespace MySpinBot.EndToEnd.Running;

public sealed class The_cache_of_a_user : IDisposable
{
    private const string Graph = """
        { "version": 1, "nodes": {
            "one":  { "class_type": "PrimitiveInt", "inputs": { "value": 1 } },
            "sum":  { "class_type": "IntMath", "inputs": { "a": { "from": "one" }, "b": 2 } },
            "show": { "class_type": "PreviewAny", "inputs": { "source": { "from": "sum" } } } } }
        """;

    private readonly Workplace _place = new();

    [Fact]
    public async Task Is_measured_cleared_and_filled_again()
    {
        var graph = _place.Write("graph.json", Graph);
        (await RanAsync(graph)).ShouldBeGreaterThan(0);
        (await RanAsync(graph)).ShouldBe(0);
        JsonElement.Parse((await _place.RunAsync("cache", "size", "--json")).Output).GetProperty("bytes").GetInt64().ShouldBeGreaterThan(0);

        (await _place.RunAsync("cache", "clear")).ExitCode.ShouldBe(0);

        (await RanAsync(graph)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Explains_what_ran()
    {
        var graph = _place.Write("graph.json", Graph);
        await RanAsync(graph);
        (await WhyAsync("sum")).ShouldContain("no earlier run of it is on record");

        await RanAsync(graph, "--set", "sum.b=3");
        (await WhyAsync("sum")).ShouldContain("setting 'b' changed from 2 to 3");

        await RanAsync(graph, "--set", "sum.b=3");
        (await WhyAsync("show")).ShouldContain("Reused");
    }

    [Fact]
    public async Task Runs_all_again_in_check_mode()
    {
        var graph = _place.Write("graph.json", Graph);
        await RanAsync(graph);

        (await RanAsync(graph, "--check")).ShouldBeGreaterThan(0);
    }

    public void Dispose() => _place.Dispose();

    private async Task<int> RanAsync(params string[] arguments)
    {
        var ended = await _place.RunAsync(["run", .. arguments, "--json"]);
        ended.ExitCode.ShouldBe(0, ended.All);
        return Workplace.Events(ended.Output)[^1].GetProperty("ran").GetInt32();
    }

    private async Task<string> WhyAsync(string node)
    {
        var ended = await _place.RunAsync("cache", "why", node);
        ended.ExitCode.ShouldBe(0, ended.All);
        return ended.Output;
    }
}
