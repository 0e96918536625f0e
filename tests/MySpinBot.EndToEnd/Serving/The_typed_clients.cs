using System.Text.Json;
using MySpinBot.Client;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>Our own clients, against the real server.</summary>
public sealed class The_typed_clients : IAsyncLifetime
{
    private const string Graph = """
        { "card": { "class_type": "TitleCard", "inputs": { "text": "Hello", "width": 64, "height": 64 } },
          "save": { "class_type": "SaveImage", "inputs": { "images": ["card", 0], "filename_prefix": "typed" } } }
        """;

    private readonly Served _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MySpinBotClient Client => new(new Uri($"http://127.0.0.1:{_server.Port}"));

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    [Fact]
    public async Task In_csharp_a_graph_is_run_watched_and_its_file_fetched()
    {
        using var client = Client;
        var told = new List<JobNews>();

        var results = await client.RunAsync(Graph, told: new Listener(told.Add), cancellation: Cancellation);

        results.Job.State.ShouldBe(JobState.Succeeded);
        told.OfType<EventNews>().Where(news => news.Number is not null).Select(news => news.Number!.Value).ShouldBe(Enumerable.Range(1, (int)results.Job.LastEvent).Select(number => (long)number));
        told.OfType<EventNews>().Select(news => news.Data).ShouldNotContain(data => data is OtherEventData);
        told.OfType<EventNews>().Last().Data.ShouldBeOfType<JobFinishedEvent>().State.ShouldBe(JobState.Succeeded);
        var saved = results.Nodes.SelectMany(node => node.Files).ShouldHaveSingleItem();
        await using var file = await client.OpenAsync(saved.Url, Cancellation);
        (file.MediaType, file.Length).ShouldBe(("image/png", saved.Length));
        var bytes = new MemoryStream();
        await file.Stream.CopyToAsync(bytes, Cancellation);
        bytes.ToArray().ShouldBe(await File.ReadAllBytesAsync(Path.Join(_server.Output, saved.Path), Cancellation));
    }

    [Fact]
    public async Task In_csharp_a_wrong_graph_is_refused_with_all_that_is_wrong()
    {
        using var client = Client;

        var refusal = await Should.ThrowAsync<ProblemException>(() => client.RunAsync("""{ "a": { "class_type": "NoSuch", "inputs": {} }, "b": { "class_type": "NeitherThis", "inputs": {} } }""", cancellation: Cancellation));

        refusal.Problem!.Problems!.Where(fault => fault.Code == "unknown_node_type").Select(fault => fault.Node).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task In_csharp_everything_else_that_can_be_asked_is_read()
    {
        using var client = Client;
        var upload = await client.UploadAsync(new MemoryStream("hello"u8.ToArray()), name: "hello.txt", cancellation: Cancellation);

        upload.Name.ShouldBe("hello.txt");
        (await client.ListUploadsAsync(cancellation: Cancellation)).Files.ShouldHaveSingleItem().Length.ShouldBe(5);
        (await client.GetNodeAsync("TitleCard", Cancellation)).InputSchema["properties"].GetProperty("text").ValueKind.ShouldBe(JsonValueKind.Object);
        (await client.ListNodesAsync(Cancellation)).Nodes.Count.ShouldBeGreaterThan(100);
        (await client.ReadyAsync(Cancellation)).Status.ShouldBe(ReadinessStatus.Ready);
        (await client.PauseQueueAsync(Cancellation)).Paused.ShouldBeTrue();
        (await client.GetQueueAsync(cancellation: Cancellation)).Paused.ShouldBeTrue();
        (await client.ResumeQueueAsync(Cancellation)).Paused.ShouldBeFalse();
        (await client.GetWorkerAsync(Cancellation)).Phase.ShouldNotBe(WorkerPhase.Other);
    }

    [Fact]
    public async Task In_typescript_it_is_what_the_description_says_and_runs_watches_and_fetches()
    {
        var folder = Path.Join(Product.Root, "sdk", "typescript");
        if (!File.Exists(Path.Join(folder, "node_modules", ".package-lock.json")))
        {
            var installed = await _server.Place.RunProgramAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder);
            installed.ExitCode.ShouldBe(0, installed.All);
        }

        var tested = await _server.Place.RunProgramAsync("npm", "test", "--prefix", folder);
        tested.ExitCode.ShouldBe(0, tested.All);

        var ran = await _server.Place.RunProgramAsync("node", Path.Join(folder, "test", "against-a-server.mjs"), $"http://127.0.0.1:{_server.Port}");
        ran.ExitCode.ShouldBe(0, ran.All);
        using var seen = JsonDocument.Parse(ran.Output);
        seen.RootElement.GetProperty("state").GetString().ShouldBe("succeeded");
        seen.RootElement.GetProperty("bytes").GetBytesFromBase64().ShouldBe(await File.ReadAllBytesAsync(Path.Join(_server.Output, seen.RootElement.GetProperty("path").GetString()!), Cancellation));
        seen.RootElement.GetProperty("numbers").EnumerateArray().Select(number => number.GetInt32()).ShouldBe(Enumerable.Range(1, seen.RootElement.GetProperty("last").GetInt32()));
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Listener(Action<JobNews> hear) : IProgress<JobNews>
    {
        public void Report(JobNews value) => hear(value);
    }
}
