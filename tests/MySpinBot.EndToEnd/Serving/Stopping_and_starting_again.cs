using System.Net;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

public sealed class Stopping_and_starting_again
{
    [Fact]
    public async Task A_job_that_ran_goes_on_from_what_was_finished()
    {
        using var server = new Served();
        await server.StartAsync();
        var job = await HandInAsync(server, """
            {"text":{"class_type":"Load","inputs":{"text":"slow"}},
             "busy":{"class_type":"Busy","inputs":{"text":["text",0],"seconds":0.3}},
             "wait":{"class_type":"Wait","inputs":{"text":["busy",0],"for":"later"}},
             "save":{"class_type":"Save","inputs":{"text":["wait",0],"prefix":"again"}}}
            """);
        await Until.TrueAsync(async () => Nodes(await server.EventsAsync(job), "node_started").Contains("wait"), TimeSpan.FromSeconds(60), () => server.Said);

        (await server.StopAsync()).ShouldBe(0, server.Said);
        server.Sign("later");
        await server.StartAsync();

        (await server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded", server.Said);
        var events = await server.EventsAsync(job);
        Nodes(events, "node_finished").Count(node => node == "busy").ShouldBe(1);
        (await server.GetAsync($"/api/v1/jobs/{job}")).GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_keeps_its_place()
    {
        using var server = new Served("--jobs", "1");
        await server.StartAsync();
        var first = await HandInAsync(server, """{"t":{"class_type":"Load"},"w":{"class_type":"Wait","inputs":{"text":["t",0],"for":"first"}},"s":{"class_type":"Preview","inputs":{"text":["w",0]}}}""");
        List<string> waiting = [];
        for (var i = 0; i < 5; i++)
        {
            waiting.Add(await HandInAsync(server, $$"""{"t":{"class_type":"Load","inputs":{"text":"{{i}}" } },"s":{"class_type":"Preview","inputs":{"text":["t",0] } } }"""));
        }

        await server.UntilAsync(first, "running");
        using (var moved = await server.Http.PostAsync($"/api/v1/jobs/{waiting[4]}/move", new StringContent("""{"front":true}""", System.Text.Encoding.UTF8, "application/json")))
        {
            moved.IsSuccessStatusCode.ShouldBeTrue(await moved.Content.ReadAsStringAsync());
        }

        server.Kill();
        await server.StartAsync();

        var queue = await server.GetAsync("/api/v1/queue");
        queue.GetProperty("waiting").EnumerateArray().Select(each => each.GetProperty("id").GetString()).ShouldBe([waiting[4], waiting[0], waiting[1], waiting[2], waiting[3]]);
        server.Sign("first");
        foreach (var job in waiting.Append(first))
        {
            (await server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded");
        }
    }

    [Fact]
    public async Task Nobody_works_on_after_the_server_was_killed()
    {
        using var server = new Served();
        await server.StartAsync();
        var job = await HandInAsync(server, """{"t":{"class_type":"Load"},"w":{"class_type":"Stubborn","inputs":{"text":["t",0],"for":"never"}},"s":{"class_type":"Preview","inputs":{"text":["w",0]}}}""");
        await server.UntilAsync(job, "running");
        var worker = server.Worker()!.Value;

        server.Kill();

        await Until.TrueAsync(() => Task.FromResult(!Signals.IsAlive(worker)), TimeSpan.FromSeconds(20), () => "The worker lives on without its server.");
    }

    [Fact]
    public async Task A_worker_that_stands_still_when_its_server_dies_is_not_left_beside_the_next()
    {
        using var server = new Served();
        await server.StartAsync();
        var worker = server.Worker()!.Value;
        Signals.Send("STOP", worker);

        server.Kill();
        await server.StartAsync();

        Signals.IsAlive(worker).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_servers_cannot_have_one_folder()
    {
        using var server = new Served();
        await server.StartAsync();

        var second = await server.Place.RunAsync("serve", "--port", "0", "--data", server.Data);

        second.ExitCode.ShouldBe(2, second.All);
        second.Error.ShouldContain("cannot be used for jobs");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var server = new Served();
        await server.StartAsync();

        var second = await server.Place.RunAsync("serve", "--port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--data", Path.Join(server.Place.Folder, "other"));

        second.ExitCode.ShouldBe(2, second.All);
        second.Error.ShouldContain("choose another port");
    }

    [Theory]
    [InlineData("--listen", "0.0.0.0", "myspinbot keys add")]
    [InlineData("--listen", "nowhere", "--listen takes an IP address")]
    [InlineData("--port", "70000", "--port takes a port")]
    [InlineData("--cache-lru", "-1", "--cache-lru takes")]
    [InlineData("--jobs", "0", "--jobs takes")]
    public async Task A_wrong_option_is_refused_with_what_would_be_right(string option, string value, string sentence)
    {
        using var place = new Workplace();

        var ended = await place.RunAsync("serve", option, value, "--data", Path.Join(place.Folder, "data"));

        ended.ExitCode.ShouldBe(2, ended.All);
        ended.Error.ShouldContain(sentence);
    }

    [Fact]
    public async Task With_a_key_others_may_come_and_without_one_they_may_not()
    {
        using var server = new Served("--listen");
        var made = await server.Place.RunAsync("keys", "add", "anna", "--data", server.Data);
        made.ExitCode.ShouldBe(0, made.All);
        await server.StartAsync();

        // By way of a proxy, as somebody from elsewhere comes.
        (await StatusAsync(server, ("X-Forwarded-For", "203.0.113.5"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, ("X-Forwarded-For", "203.0.113.5"), ("Authorization", $"Bearer {made.Output.Trim()}"))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(server)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(server, ("Host", "evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(server, ("Origin", "http://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> StatusAsync(Served server, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/queue");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string> HandInAsync(Served server, string graph) => (await server.SubmitAsync(graph)).GetProperty("id").GetString()!;

    private static List<string> Nodes(IEnumerable<JsonElement> events, string kind)
        => [.. events.Where(each => each.GetProperty("type").GetString() == kind).Select(each => each.GetProperty("data").GetProperty("node_id").GetString()!)];
}
