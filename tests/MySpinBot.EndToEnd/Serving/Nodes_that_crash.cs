using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

public sealed class Nodes_that_crash : IAsyncLifetime
{
    private readonly Served _server = new("--grace", "2");

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    [Theory]
    [InlineData("Segfault")]
    [InlineData("Abort")]
    [InlineData("Exit")]
    public async Task Cost_their_call_an_attempt_and_the_next_one_may_succeed(string node)
    {
        var job = await HandInAsync($$"""
            {"text":{"class_type":"Load","inputs":{"text":"{{node}}" } },
             "crash":{"class_type":"{{node}}","inputs":{"text":["text",0],"once":"once-{{node}}" } },
             "save":{"class_type":"Save","inputs":{"text":["crash",0],"prefix":"{{node}}" } } }
            """);

        (await _server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);

        Directory.EnumerateFiles(_server.Output, $"{node}_*").Select(Path.GetFileName).ShouldBe([$"{node}_00001_.txt"]);
        var events = await _server.EventsAsync(job);
        Kinds(events).ShouldContain("worker_lost");
    }

    [Fact]
    public async Task Fail_when_they_have_ended_their_worker_twice_and_others_go_on()
    {
        var other = await HandInAsync("""{"text":{"class_type":"Load"},"wait":{"class_type":"Wait","inputs":{"text":["text",0],"for":"others"}},"show":{"class_type":"Preview","inputs":{"text":["wait",0]}}}""");
        await _server.UntilAsync(other, "running");
        var job = await HandInAsync("""{"text":{"class_type":"Load"},"crash":{"class_type":"Segfault","inputs":{"text":["text",0]}},"show":{"class_type":"Preview","inputs":{"text":["crash",0]}}}""");

        // Nobody knows yet which of the two it was, so each runs alone, one after the other.
        await Until.TrueAsync(async () => Kinds(await _server.EventsAsync(job)).Contains("worker_lost"), TimeSpan.FromSeconds(60), () => _server.Said);
        _server.Sign("others");
        var end = await _server.EndOfAsync(job);

        end.GetProperty("state").GetString().ShouldBe("failed", _server.Said);
        end.GetProperty("reason").GetString()!.ShouldContain("twice");
        end.GetProperty("reason").GetString()!.ShouldContain("crash");
        (await _server.EndOfAsync(other)).GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);
    }

    [Fact]
    public async Task Do_not_keep_the_server_from_answering()
    {
        var job = await HandInAsync("""{"text":{"class_type":"Load"},"crash":{"class_type":"Abort","inputs":{"text":["text",0]}},"show":{"class_type":"Preview","inputs":{"text":["crash",0]}}}""");
        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                (await _server.GetAsync("/queue")).TryGetProperty("queue_running", out _).ShouldBeTrue();
                await Task.Delay(20);
            }
        });

        (await _server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("failed");
        await asking;
    }

    [Fact]
    public async Task Steps_that_do_not_stop_are_ended_with_their_worker_and_others_go_on()
    {
        var other = await HandInAsync("""{"text":{"class_type":"Load"},"wait":{"class_type":"Wait","inputs":{"text":["text",0],"for":"beside"}},"show":{"class_type":"Preview","inputs":{"text":["wait",0]}}}""");
        var stubborn = await HandInAsync("""{"text":{"class_type":"Load"},"stay":{"class_type":"Stubborn","inputs":{"text":["text",0],"for":"never"}},"show":{"class_type":"Preview","inputs":{"text":["stay",0]}}}""");
        await Until.TrueAsync(async () => Kinds(await _server.EventsAsync(stubborn)).Contains("node_started"), TimeSpan.FromSeconds(60), () => _server.Said);
        var worker = _server.Worker();

        using (var cancel = await _server.Http.PostAsync($"/api/v1/jobs/{stubborn}/cancel", null))
        {
            cancel.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await _server.EndOfAsync(stubborn)).GetProperty("state").GetString().ShouldBe("cancelled");
        await Until.TrueAsync(() => Task.FromResult(_server.Worker() is { } now && now != worker && !Signals.IsAlive(worker!.Value)), TimeSpan.FromSeconds(60), () => _server.Said);
        _server.Sign("beside");
        var end = await _server.EndOfAsync(other);
        end.GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);
        Kinds(await _server.EventsAsync(other)).ShouldContain("worker_lost");
    }

    [Fact]
    public async Task A_worker_that_stands_still_is_replaced()
    {
        var worker = _server.Worker()!.Value;
        Signals.Send("STOP", worker);
        var job = await HandInAsync("""{"text":{"class_type":"Load","inputs":{"text":"still"}},"show":{"class_type":"Preview","inputs":{"text":["text",0]}}}""");

        (await _server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);
        Signals.IsAlive(worker).ShouldBeFalse();
    }

    [Fact]
    public async Task Native_code_that_prints_disturbs_nobody()
    {
        var job = await HandInAsync("""{"text":{"class_type":"Load"},"chat":{"class_type":"NativeChatter","inputs":{"text":["text",0]}},"show":{"class_type":"Preview","inputs":{"text":["chat",0]}}}""");

        (await _server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded", _server.Said);
        Kinds(await _server.EventsAsync(job)).ShouldNotContain("worker_lost");
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> HandInAsync(string graph) => (await _server.SubmitAsync(graph)).GetProperty("id").GetString()!;

    private static List<string> Kinds(IEnumerable<JsonElement> events) => [.. events.Select(each => each.GetProperty("type").GetString()!)];
}
