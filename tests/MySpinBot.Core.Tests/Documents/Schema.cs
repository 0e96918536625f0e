using System.Text;
using MySpinBot.Core.Documents;
using NJsonSchema;

namespace MySpinBot.Core.Tests.Documents;

public sealed class Schema
{
    [Theory]
    [InlineData("""{"nodes": {}}""")]
    [InlineData("""{"version": 1, "nodes": {"a": {"class_type": "T", "inputs": {"x": ["b", 0], "y": {"from": "b", "output": "o"}, "z": {"from": "b", "slot": 2}, "w": {"from": "b"}}}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "version": 3, "mode": "bypassed", "title": "t", "color": 1, "inputs": {"x": null, "y": {"from": 1, "to": 2}, "z": {"__value__": [1]}, "s": {"secret": "k"}}}}}""")]
    [InlineData("""{"nodes": {}, "inputs": {"a": {"type": "INT", "default": 3, "description": "d", "more": 1}, "b": {}}, "targets": ["x"], "layout": {}, "later": [1]}""")]
    [InlineData("""{"nodes": {}, "subgraphs": {"s": {"nodes": {}, "outputs": {"o": {"from": "a"}, "p": ["a", 1], "q": {"from": "a", "slot": 1, "type": "IMAGE"}}, "subgraphs": {"t": {"nodes": {}}}}}}""")]
    public async Task Reader_and_schema_take_what_is_right(string json) => await Agree(json, isRight: true);

    [Theory]
    [InlineData("""{"version": 1}""")]
    [InlineData("""{"version": 2, "nodes": {}}""")]
    [InlineData("""{"version": 0, "nodes": {}}""")]
    [InlineData("""{"nodes": {"a": 3}}""")]
    [InlineData("""{"nodes": {"a": {}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": 3}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "mode": "off"}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "version": 0}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "title": 1}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "inputs": []}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "inputs": {"x": {"from": 1}}}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "inputs": {"x": {"from": "b", "output": "o", "slot": 1}}}}}""")]
    [InlineData("""{"nodes": {"a": {"class_type": "T", "inputs": {"x": {"from": "b", "slot": 0.5}}}}}""")]
    [InlineData("""{"nodes": {}, "targets": "a"}""")]
    [InlineData("""{"nodes": {}, "targets": [1]}""")]
    [InlineData("""{"nodes": {}, "inputs": {"a": 1}}""")]
    [InlineData("""{"nodes": {}, "inputs": {"a": {"type": 1}}}""")]
    [InlineData("""{"nodes": {}, "subgraphs": {"s": {}}}""")]
    [InlineData("""{"nodes": {}, "subgraphs": {"s": {"nodes": {}, "outputs": {"o": 1}}}}""")]
    [InlineData("""{"nodes": {}, "subgraphs": {"s": {"nodes": {}, "outputs": {"o": {"from": "a", "type": 1}}}}}""")]
    [InlineData("""{"nodes": {}, "subgraphs": {"s": {"nodes": {}, "outputs": {"o": {"from": "a", "kind": "x"}}}}}""")]
    public async Task Reader_and_schema_refuse_what_is_wrong(string json) => await Agree(json, isRight: false);

    [Fact]
    public async Task What_the_writer_writes_fits_the_schema()
        => await Agree(Encoding.UTF8.GetString(GraphWriter.Write(Reading.Read("""{"a": {"class_type": "T", "_meta": {"title": "x"}, "inputs": {"x": {"__value__": {"from": 1}}, "y": ["b", 0]}}}"""))), isRight: true);

    private static async Task Agree(string json, bool isRight)
    {
        var schema = await JsonSchema.FromJsonAsync(GraphSchema.Text);
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);

        read.Problems.IsEmpty.ShouldBe(isRight, string.Join("; ", read.Problems.Select(problem => problem.Sentence)));
        var errors = schema.Validate(json);
        (errors.Count == 0).ShouldBe(isRight, string.Join("; ", errors.Select(error => error.ToString())));
    }
}
