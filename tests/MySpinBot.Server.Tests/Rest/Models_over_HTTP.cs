using System.Net;
using System.Text.Json;
using MySpinBot.Server.Tests.Weights;
using MySpinBot.Server.Tests.Workers;

namespace MySpinBot.Server.Tests.Rest;

public sealed class Models_over_HTTP
{
    private const string Root = "/api/v1/models";

    [Fact]
    public async Task Are_listed_page_by_page_and_shown()
    {
        await using var server = await RestServer.StartAsync();
        Put(server, "loras/b.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Put(server, "loras/style/a.pt", [1, 2]);
        Put(server, "vae/c.pt", [1]);

        var page = await RestServer.JsonAsync(server.GetAsync($"{Root}?limit=2"));
        Names(page).ShouldBe(["b.safetensors", "style/a.pt"]);
        Names(await RestServer.JsonAsync(server.GetAsync(page.GetProperty("next").GetString()!))).ShouldBe(["c.pt"]);
        Names(await RestServer.JsonAsync(server.GetAsync($"{Root}?kind=vae"))).ShouldBe(["c.pt"]);

        var whole = await RestServer.JsonAsync(server.GetAsync($"{Root}/loras/b.safetensors"));
        (whole.GetProperty("format").GetString(), whole.TryGetProperty("damage", out _)).ShouldBe(("safetensors", false));
        (await RestServer.JsonAsync(server.GetAsync($"{Root}/loras/style%2Fa.pt"))).GetProperty("damage").GetString()!.ShouldContain("no PyTorch checkpoint");
        Code(await RestServer.JsonAsync(server.GetAsync($"{Root}/loras/b.safetensorz"), HttpStatusCode.NotFound)).ShouldBe("no_such_model");
        Code(await RestServer.JsonAsync(server.GetAsync($"{Root}/lorax/b"), HttpStatusCode.NotFound)).ShouldBe("no_such_kind");
        Code(await RestServer.JsonAsync(server.GetAsync($"{Root}/loras/..%2Fb"), HttpStatusCode.BadRequest)).ShouldBe("path_not_allowed");
        Code(await RestServer.JsonAsync(server.GetAsync($"{Root}?kind=lorax"), HttpStatusCode.BadRequest)).ShouldBe("bad_parameters");
        (await RestServer.JsonAsync(server.GetAsync($"{Root}/manifest"))).GetProperty("models").GetArrayLength().ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Are_pulled_once_though_many_ask()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        await using var server = await RestServer.StartAsync(told: options => options with { ModelHosts = [publisher.Host] });
        var wish = $$"""{"url": "{{publisher.Url}}", "kind": "classifiers"}""";

        var first = await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), HttpStatusCode.Accepted);
        var again = await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), HttpStatusCode.Accepted);
        var others = await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish, ("X-Owner", "anna")), HttpStatusCode.Accepted);
        again.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        others.GetProperty("id").GetString().ShouldNotBe(first.GetProperty("id").GetString());
        Code(await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish.Replace("}", ", \"update\": true}")), HttpStatusCode.Conflict)).ShouldBe("being_pulled");
        await Eventually.Is(() => publisher.Requests.Count > 0, () => "Nobody asked.");
        publisher.Gate.SetResult();

        (await Ended(server, first)).GetProperty("sha256").GetString().ShouldBe(publisher.Sha256);
        (await Ended(server, others, "anna")).GetProperty("is_published").GetBoolean().ShouldBeFalse();
        publisher.Requests.Count(asked => asked.From == 0).ShouldBe(1);
        Code(await RestServer.JsonAsync(server.GetAsync($"{Root}/pulls/{others.GetProperty("id").GetString()}"), HttpStatusCode.NotFound)).ShouldBe("unknown_task");
        (await RestServer.JsonAsync(server.GetAsync($"{Root}/pulls"))).GetProperty("pulls").GetArrayLength().ShouldBe(1);
        (await RestServer.JsonAsync(server.GetAsync($"{Root}/classifiers/weights.bin"))).GetProperty("pulled").GetProperty("url").GetString().ShouldBe(publisher.Url.ToString());
    }

    [Fact]
    public async Task Are_cancelled_and_gone_on_with()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        await using var server = await RestServer.StartAsync(told: options => options with { ModelHosts = ["127.0.0.0/8"] });
        var wish = $$"""{"url": "{{publisher.Url}}", "kind": "classifiers", "sha256": "{{publisher.Sha256.ToUpperInvariant()}}"}""";
        var pull = await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), HttpStatusCode.Accepted);
        while ((await RestServer.JsonAsync(server.GetAsync(At(pull)))).GetProperty("done_bytes").GetInt64() < 100_000)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        (await RestServer.JsonAsync(server.PostAsync($"{At(pull)}/cancel"))).GetProperty("state").GetString().ShouldBe("cancelled");
        Code(await RestServer.JsonAsync(server.PostAsync($"{At(pull)}/cancel"), HttpStatusCode.Conflict)).ShouldBe("task_has_ended");

        JsonElement next;
        do
        {
            using var answer = await server.PostAsync($"{Root}/pulls", wish);
            next = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        while (!next.TryGetProperty("id", out _));
        var ended = await Ended(server, next);
        (ended.GetProperty("state").GetString(), ended.GetProperty("is_published").GetBoolean()).ShouldBe(("succeeded", true));
        publisher.Requests[^1].From.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Are_remembered_over_a_restart()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(300_000));
        (publisher.Hangs, publisher.BreaksAfter) = (true, number => number == 1 ? 100_000 : null);
        using var folder = new TemporaryFolder();
        var wish = $$"""{"url": "{{publisher.Url}}", "kind": "classifiers"}""";
        JsonElement pull;
        await using (var server = await Start())
        {
            pull = await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), HttpStatusCode.Accepted);
            while ((await RestServer.JsonAsync(server.GetAsync(At(pull)))).GetProperty("done_bytes").GetInt64() < 100_000)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        await using (var server = await Start())
        {
            (await RestServer.JsonAsync(server.GetAsync(At(pull)))).GetProperty("state").GetString().ShouldBe("interrupted");
            (await Ended(server, await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), HttpStatusCode.Accepted))).GetProperty("state").GetString().ShouldBe("succeeded");
            publisher.Requests[^1].From.ShouldBe(100_000);
        }

        Task<RestServer> Start() => RestServer.StartAsync(data: folder.Sub("data"), told: options => options with { ModelHosts = [publisher.Host] });
    }

    [Theory]
    [InlineData("""{"name": "realesrgan-x4plus"}""", HttpStatusCode.UnprocessableEntity, "licence_not_accepted")]
    [InlineData("""{"name": "realesrgan-x5plus"}""", HttpStatusCode.NotFound, "unknown_model")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "bad_wish")]
    [InlineData("""{"name": 7, "colour": "red"}""", HttpStatusCode.BadRequest, "bad_fields")]
    [InlineData("""{"url": "http://127.0.0.1:1/x.pt", "kind": "loras"}""", HttpStatusCode.Forbidden, "private_address")]
    [InlineData("""{"url": "http://10.1.2.3/x.pt", "kind": "loras"}""", HttpStatusCode.Forbidden, "private_address")]
    [InlineData("""{"url": "hf:a/b/c.pt", "kind": "nothing"}""", HttpStatusCode.BadRequest, "no_such_kind")]
    public async Task Are_refused(string wish, HttpStatusCode status, string code)
    {
        await using var server = await RestServer.StartAsync();
        Code(await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", wish), status)).ShouldBe(code);
    }

    [Fact]
    public async Task Fail_with_a_sentence()
    {
        await using var publisher = await Publisher.Of([]);
        publisher.Status = _ => 404;
        await using var server = await RestServer.StartAsync(told: options => options with { ModelHosts = [publisher.Host] });

        var ended = await Ended(server, await RestServer.JsonAsync(server.PostAsync($"{Root}/pulls", $$"""{"url": "{{publisher.Url}}", "kind": "classifiers"}"""), HttpStatusCode.Accepted));

        (ended.GetProperty("state").GetString(), ended.GetProperty("code").GetString()).ShouldBe(("failed", "not_there"));
        ended.GetProperty("reason").GetString()!.ShouldContain("is not there (404)");
    }

    [Fact]
    public async Task Are_verified()
    {
        await using var server = await RestServer.StartAsync();
        Put(server, "loras/b.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Put(server, "loras/c.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{']);

        var all = await Ended(server, await RestServer.JsonAsync(server.PostAsync($"{Root}/verifications", """{"kind": "loras"}"""), HttpStatusCode.Accepted), what: "verifications");
        all.GetProperty("verdicts").EnumerateArray().Select(verdict => $"{verdict.GetProperty("name")} {verdict.GetProperty("outcome")}").ShouldBe(["b.safetensors unknown", "c.safetensors damaged"]);
        (await RestServer.JsonAsync(server.GetAsync($"{Root}/verifications"))).GetProperty("verifications").GetArrayLength().ShouldBe(1);
        Code(await RestServer.JsonAsync(server.PostAsync($"{Root}/verifications", """{"kind": "loras", "name": "d"}"""), HttpStatusCode.NotFound)).ShouldBe("no_such_model");
        Code(await RestServer.JsonAsync(server.PostAsync($"{Root}/verifications", """{"name": "d"}"""), HttpStatusCode.BadRequest)).ShouldBe("bad_fields");
        Code(await RestServer.JsonAsync(server.PostAsync($"{Root}/verifications/{Guid.Empty}/cancel"), HttpStatusCode.NotFound)).ShouldBe("unknown_task");
    }

    [Fact]
    public async Task Without_a_worker_nothing_is_in_memory()
    {
        await using var server = await RestServer.StartAsync();
        (await RestServer.JsonAsync(server.GetAsync("/api/v1/memory"))).GetProperty("devices").GetArrayLength().ShouldBe(0);
        Code(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/pin", """{"name": "x"}"""), HttpStatusCode.ServiceUnavailable)).ShouldBe("no_worker");
        Code(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/unload", """{"when_free": 3}"""), HttpStatusCode.BadRequest)).ShouldBe("bad_fields");
        Code(await RestServer.JsonAsync(server.GetAsync("/api/v1/devices"), HttpStatusCode.ServiceUnavailable)).ShouldBe("no_worker");
    }

    [Fact]
    public async Task In_memory_are_pinned_and_let_go()
    {
        await using var watched = new Watched("obey", "ready");
        await watched.UntilReady();
        await using var server = await RestServer.StartAsync(watch: watched.Watch);

        Became(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/pin", """{"name": "voice", "device": "cpu"}"""))).ShouldBe("pinned");
        Became(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/unpin", """{"name": "voice"}"""))).ShouldBe("unpinned");
        Became(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/unload", """{"name": "voice"}"""))).ShouldBe("unloaded");
        var refused = await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/unload", """{"name": "sampler"}"""), HttpStatusCode.Conflict);
        (Code(refused), refused.GetProperty("detail").GetString()).ShouldBe(("model_in_use", "The model 'sampler' is used on cpu by 'KSampler'; wait, or have it go as soon as it is free: \"when_free\": true."));
        Became(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/unload", """{"name": "sampler", "when_free": true}"""))).ShouldBe("leaving");
        Code(await RestServer.JsonAsync(server.PostAsync("/api/v1/memory/pin", """{"name": "nobody"}"""), HttpStatusCode.NotFound)).ShouldBe("not_in_memory");
        (await RestServer.JsonAsync(server.GetAsync("/api/v1/devices"))).GetProperty("host").GetProperty("cores").GetInt32().ShouldBe(2);
    }

    private static string Became(JsonElement change) => change.GetProperty("models")[0].GetProperty("became").GetString()!;

    private static string Code(JsonElement problem) => problem.GetProperty("code").GetString()!;

    private static string At(JsonElement pull) => $"{Root}/pulls/{pull.GetProperty("id").GetString()}";

    private static IEnumerable<string> Names(JsonElement page) => page.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()!);

    private static void Put(RestServer server, string name, byte[] bytes)
    {
        var path = Path.Join(server.Options.DataFolder, "models", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static async Task<JsonElement> Ended(RestServer server, JsonElement task, string owner = "local", string what = "pulls")
    {
        while (true)
        {
            var now = await RestServer.JsonAsync(server.GetAsync($"{Root}/{what}/{task.GetProperty("id").GetString()}", ("X-Owner", owner)));
            if (now.GetProperty("state").GetString() is not ("waiting" or "running"))
            {
                return now;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
