using System.Text;
using System.Text.Json;
using MySpinBot.Language.Tests.Remote.Recorded;

namespace MySpinBot.EndToEnd.Serving.OpenAi;

/// <summary>The whole way to a model of another server: configuration, server, worker, plugin, and back, as a graph and over <c>/v1</c>.</summary>
[Trait("Category", "e2e")]
public sealed class Models_of_other_servers : IAsyncLifetime
{
    private const string Key = "sesame-of-there";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("myspinbot targets ");
    private readonly RecordedServer _there = new((request, _) => request.Path == "/api/tags"
        ? Reply.Json("""{"models":[{"name":"tale:8b","model":"tale:8b","size":7}]}""")
        : Reply.Lines(
            """{"model":"tale:8b","message":{"role":"assistant","content":"Once "},"done":false}""",
            """{"model":"tale:8b","message":{"role":"assistant","content":"upon"},"done":false}""",
            """{"model":"tale:8b","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}"""));

    private Served _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var config = Path.Join(_folder.FullName, "config.yaml");
        await File.WriteAllTextAsync(config, $"targets:\n  servers: ['there=ollama:{_there.Address}']\n  keys: [there={Key}]\n", Cancellation);
        _server = await new Served("--config", config) { Models = Directory.CreateDirectory(Path.Join(_folder.FullName, "models")).FullName }.StartAsync();
    }

    [Fact]
    public async Task Answer_over_HTTP_and_in_graphs_and_nobody_sees_the_key()
    {
        using var byAddress = await _server.Http.PostAsync("/v1/chat/completions", Json($$"""{"model":"{{_there.Address}}tale:8b","messages":[{"role":"user","content":"Begin."}]}"""), Cancellation);
        JsonElement.Parse(await byAddress.Content.ReadAsStringAsync(Cancellation)).GetProperty("error").GetProperty("code").GetString().ShouldBe("model_not_found");
        _there.Requests.ShouldBeEmpty();

        var models = await _server.GetAsync("/v1/models");
        using var chat = await _server.Http.PostAsync("/v1/chat/completions", Json("""{"model":"there/tale:8b","stream":true,"messages":[{"role":"user","content":"Begin."}]}"""), Cancellation);
        var told = await chat.Content.ReadAsStringAsync(Cancellation);
        var job = await _server.SubmitAsync("""
            {"version":1,"nodes":{
              "model":{"class_type":"LlmRemote","inputs":{"target":"there","model_name":"tale:8b"}},
              "write":{"class_type":"LlmGenerate","inputs":{"model":{"from":"model"},"prompt":"Begin."}},
              "show":{"class_type":"PreviewAny","inputs":{"source":{"from":"write"}}}}}
            """);
        var id = job.GetProperty("id").GetString()!;
        var ended = await _server.EndOfAsync(id);
        var events = await _server.EventsAsync(id);

        models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).ShouldContain("there/tale:8b");
        told.ShouldContain("\"content\":\"Once \"");
        told.ShouldEndWith("data: [DONE]\n\n");
        ended.GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);
        string.Concat(events.Select(each => each.GetRawText())).ShouldContain("Once upon");
        _there.Requests.ShouldAllBe(request => request.Headers["Authorization"] == $"Bearer {Key}");

        // Neither where everybody looks nor where the worker's children inherit it.
        File.ReadAllText($"/proc/{_server.Worker()}/cmdline").ShouldNotContain(Key);
        (_server.Said + string.Concat(events.Select(each => each.GetRawText())) + told).ShouldNotContain(Key);
    }

    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        await _there.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
