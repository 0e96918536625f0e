using MySpinBot.Inference.Tests;
using MySpinBot.Language;
using MySpinBot.Nodes.Llm;
using MySpinBot.Nodes.Tests.Conforming;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Small_models_write
{
    [Fact]
    public async Task The_same_to_the_same_seed_and_something_else_to_another()
    {
        await using var nodes = Runner();

        var first = await WriteAsync(nodes, seed: 1);
        (await WriteAsync(nodes, seed: 1)).ShouldBe(first);
        (await WriteAsync(nodes, seed: 2)).ShouldNotBe(first);
    }

    [Fact]
    public async Task As_they_write_it_and_say_why_they_ended()
    {
        await using var nodes = Runner();

        var written = await nodes.RunAsync("LlmGenerate", new { model = TinyLanguage.Model, prompt = "once upon", max_tokens = 5 });
        (written.Output<string>("ended"), written.Output<long>("tokens")).ShouldBe(("length", 5));
        var stopped = await nodes.RunAsync("LlmGenerate", new { model = TinyLanguage.Model, prompt = "once upon", max_tokens = 200, stop = written.Output<string>("text")[..2] });
        (stopped.Output<string>("ended"), stopped.Output<string>("text")).ShouldBe(("stop", ""));
    }

    [Fact]
    public async Task JSON_where_a_schema_is_given()
    {
        await using var nodes = Runner();
        var schema = System.Text.Json.JsonElement.Parse("""{"type": "object", "properties": {"yes": {"type": "boolean"}, "names": {"type": "array", "items": {"type": "string", "maxLength": 4}, "maxItems": 3}}, "required": ["yes", "names"], "additionalProperties": false}""");

        var text = (await nodes.RunAsync("LlmGenerate", new { model = TinyLanguage.Model, prompt = "go", max_tokens = 0, schema })).Output<string>("text");
        JsonGrammar.Faults(schema, System.Text.Json.JsonElement.Parse(text)).ShouldBeEmpty(text);
        (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("LlmGenerate", new { model = TinyLanguage.Model, prompt = "go", max_tokens = 2, schema }))).Message.ShouldContain("token");
    }

    [Fact]
    public async Task Scripts_whose_scenes_are_lists()
    {
        await using var nodes = Runner();

        var script = await nodes.RunAsync("LlmScript", new { model = TinyLanguage.Model, topic = "a cat", scenes = 2, seconds = 2.0 });
        var narrations = script.List<string>(1);
        (narrations.Count, script.List<string>(2).Count, script.List<string>(3).Count).ShouldBe((2, 2, 2));
        script.Output<System.Text.Json.JsonElement>("script").GetProperty("scenes")[1].GetProperty("narration").GetString().ShouldBe(narrations[1]);
    }

    [Fact]
    public async Task In_conversations_that_they_remember()
    {
        await using var nodes = Runner();

        var first = await nodes.RunAsync("LlmChat", new { model = TinyLanguage.Model, message = "my name is", system = "once", max_tokens = 6 });
        var second = await nodes.RunAsync("LlmChat", new { model = TinyLanguage.Model, message = "and", history = first.Output<ChatHistory>("history"), max_tokens = 6 });
        var said = second.Output<ChatHistory>("history").Messages;
        said.Select(message => message.Role).ShouldBe(["system", "user", "assistant", "user", "assistant"]);
        (said[2].Content, said[4].Content).ShouldBe((first.Output<string>("reply"), second.Output<string>("reply")));
        var alone = await nodes.RunAsync("LlmChat", new { model = TinyLanguage.Model, message = "and", max_tokens = 6 });
        alone.Output<ChatHistory>("history").Messages.Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_stories_that_they_know()
    {
        await using var nodes = NodeRunner.For(typeof(LlmGenerateNode).Assembly, new NodeRunnerOptions { ModelFolders = new Dictionary<string, IReadOnlyList<string>> { ["llm"] = [Path.GetDirectoryName(RealModels.File("llm/stories260K-f32.gguf"))!] } });
        var model = (await nodes.RunAsync("LlmLoader", new { modelName = "stories260K-f32.gguf", device = "cpu" })).Output<LanguageModel>();

        foreach (var repeatable in new[] { true, false })
        {
            var story = await nodes.RunAsync("LlmGenerate", new { model, prompt = "Once upon a time", raw = true, temperature = 0.0, max_tokens = 60, repeatable });
            story.Output<string>("text").ShouldStartWith(", there was a little girl named Lily. She loved to play outside");
        }
    }

    [Fact]
    public async Task And_turn_texts_into_vectors_that_can_be_compared()
    {
        await using var nodes = Runner();

        var vectors = (await nodes.RunAsync("LlmEmbed", new { model = TinyLanguage.Model, texts = new[] { "the cat", "the dog and the moon", "the cat" } })).Output<TextVectors>();
        (vectors.Count, vectors.Width).ShouldBe((3, 64));
        vectors[0].SequenceEqual(vectors[2]).ShouldBeTrue();
        VectorNodes.Compare(vectors, TextVectors.Own(1, 64, vectors[0].ToArray())).Select(likeness => Math.Round(likeness, 4)).ShouldBe([1, Math.Round(VectorMaths.Product(vectors[0], vectors[1]), 4), 1]);
        var found = VectorNodes.Find(TextVectors.Own(1, 64, vectors[1].ToArray()), vectors, ["a", "b", "c"], count: 1);
        (found.Nearest.ShouldHaveSingleItem(), found.Indices.ShouldHaveSingleItem()).ShouldBe(("b", 1));
    }

    [Theory]
    [InlineData("LlmGenerate", "prompt", "The context")]
    public async Task What_does_not_fit_is_told_of_its_input(string node, string input, string told)
    {
        await using var nodes = Runner();

        var failure = await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync(node, new Dictionary<string, object?> { ["model"] = TinyLanguage.Model, [input] = string.Concat(Enumerable.Repeat("the cat and the dog ", 2_000)) }));
        failure.Message.ShouldContain("4096", customMessage: told);
        failure.Input.ShouldBe(input);
    }

    private static NodeRunner Runner() => NodeRunner.For(typeof(LlmGenerateNode).Assembly, new NodeRunnerOptions { ModelFolders = TinyLanguage.Folders });

    private static async Task<string> WriteAsync(NodeRunner nodes, long seed)
        => (await nodes.RunAsync("LlmGenerate", new { model = TinyLanguage.Model, prompt = "once upon a time", max_tokens = 24, seed })).Output<string>("text");
}
