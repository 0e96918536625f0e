using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Graphs_that_are_long
{
    [Fact]
    public async Task A_chain_of_a_hundred_thousand_nodes_plans_and_runs_and_is_reused()
    {
        const int Length = 100_000;
        await using var story = Story.Of();
        var engine = await story.Engine();
        using var json = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            for (var i = 0; i < Length; i++)
            {
                writer.WriteStartObject($"n{i}");
                writer.WriteString("class_type", i == 0 ? "Number" : i == Length - 1 ? "ShowNumber" : "Add");
                writer.WriteStartObject("inputs");
                if (i > 0)
                {
                    writer.WriteStartArray(i == Length - 1 ? "number" : "a");
                    writer.WriteStringValue($"n{i - 1}");
                    writer.WriteNumberValue(0);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        var read = GraphReader.Read(json.ToArray(), ReadLimits.Default);
        var valid = await engine.ValidateAsync(read.Document!, default);
        valid.Problems.ShouldBeEmpty();
        var last = (RunEvent?)null;
        void Keep(RunEvent happened) => last = happened is NodeFinished or NodeReused ? happened : last;

        (await engine.RunAsync(valid.Graph!, new RunOptions(), Keep, default)).Ran.ShouldBe(Length);
        last.ShouldBeOfType<NodeFinished>().Shown!.Value.ToString().ShouldBe($$"""{"number":[{{Length - 1}}]}""");
        (await engine.RunAsync(valid.Graph!, new RunOptions(), Keep, default)).ShouldSatisfyAllConditions(
            again => again.Ran.ShouldBe(0),
            again => again.Reused.ShouldBe(1));
    }

    [Fact]
    public async Task A_loop_of_the_basics_of_a_thousand_rounds_gives_its_result_and_is_reused()
    {
        await using var story = Story.Of("number -> while.initial", "while.result -> showNumber");
        story.Set("while.condition", System.Text.Json.Nodes.JsonNode.Parse("""{"class_type": "Compare", "inputs": {"a": ["carry", 0], "b": 1000, "relation": "<"}}"""))
            .Set("while.body", System.Text.Json.Nodes.JsonNode.Parse("""{"class_type": "Add", "inputs": {"a": ["carry", 0]}}"""))
            .Set("while.max_iterations", 2000);

        (await story.Run()).Shown("showNumber").ShouldBe("""{"number":[1000]}""");
        await story.Restart();
        (await story.Run()).ShouldRead("showNumber reused");
    }
}
