using System.Text.Json;
using MySpinBot.EndToEnd.Serving;
using MySpinBot.Inference.Tests;

namespace MySpinBot.EndToEnd.Writing;

/// <summary>The graphs that are shipped, on a small model of stories: what it writes is its own, and always the same.</summary>
public sealed class Graphs_that_write : IDisposable
{
    private const string Story = "stories260K-f32.gguf";

    // What each is asked for, so that a small model is soon done; and what its files are to have.
    private static readonly (string Graph, string[] Inputs, string[] Files)[] Graphs =
    [
        ("script", ["scenes=2", "seconds=4", "context=8192"], ["scripts/narration_00001_.txt", "scripts/script_00001_.json"]),
        ("llm-flow", ["length=40"], ["articles/article_00001_.md"]),
        ("llm-branch", ["length=20", "context=1024"], ["letters/answer_00001_.txt"]),
        ("llm-loop", ["rounds=2", "length=20"], ["texts/better_00001_.txt"]),
        ("llm-retry", ["word=dog", "length=120", "tries=40"], ["stories/story_00001_.txt"]),
        ("llm-memory", ["length=8", "context=1024"], ["chats/chat_00001_.json", "chats/to read_00001_.txt"]),
        ("llm-tools", ["length=16", "context=2048"], ["agents/answer_00001_.txt", "agents/log_00001_.json"]),
        ("llm-search", ["length=16", "context=2048", $"embedder={Story}"], ["answers/answer_00001_.txt"]),
    ];

    private readonly string _models = Directory.CreateTempSubdirectory("small models ").FullName;

    public Graphs_that_write()
    {
        Directory.CreateDirectory(Path.Combine(_models, "llm"));
        File.CreateSymbolicLink(Path.Combine(_models, "llm", Story), RealModels.File($"llm/{Story}"));
    }

    [Fact]
    public async Task On_the_command_line()
    {
        using var place = new Workplace();
        place.Set("MYSPINBOT_MODELS", _models);
        foreach (var (graph, inputs, files) in Graphs)
        {
            var ended = await place.RunAsync(Arguments(graph, inputs));

            ended.ExitCode.ShouldBe(0, $"{graph}: {ended.All}");
            files.ShouldAllBe(file => place.Saved.Contains(file), $"{graph}: {string.Join(", ", place.Saved)}");
        }

        var script = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(place.Out, "scripts/script_00001_.json"), TestContext.Current.CancellationToken));
        script.GetProperty("scenes").GetArrayLength().ShouldBe(2);
        (await place.RunAsync(Arguments("script", Graphs[0].Inputs))).All.ShouldContain("0 ran");
    }

    [Fact]
    public async Task And_for_those_who_ask_a_server()
    {
        using var server = new Served("--cpu") { Models = _models };
        await server.StartAsync();
        foreach (var (graph, inputs, _) in Graphs)
        {
            var given = JsonSerializer.Serialize(inputs.Append($"model={Story}").Select(input => input.Split('=', 2)).ToDictionary(pair => pair[0], pair => long.TryParse(pair[1], out var whole) ? (object)whole : pair[1]));
            var job = (await server.SubmitAsync(await File.ReadAllTextAsync(GraphFile(graph), TestContext.Current.CancellationToken), terms: $"\"inputs\":{given}")).GetProperty("id").GetString()!;
            var end = await server.EndOfAsync(job);

            end.GetProperty("state").GetString().ShouldBe("succeeded", $"{graph}: {end} {server.Said}");
        }
    }

    public void Dispose() => Directory.Delete(_models, recursive: true);

    private static string[] Arguments(string graph, string[] inputs) => ["run", GraphFile(graph), "--cpu", .. inputs.Append($"model={Story}").SelectMany(input => (string[])["--input", input])];

    private static string GraphFile(string name) => Path.Combine(Product.Root, "graphs", $"{name}.json");
}
