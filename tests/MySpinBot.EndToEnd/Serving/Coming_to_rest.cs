using System.Net;
using System.Text;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

public sealed class Coming_to_rest
{
    private const string Patient = """{"t":{"class_type":"Load"},"w":{"class_type":"Wait","inputs":{"text":["t",0],"for":"go"}},"s":{"class_type":"Preview","inputs":{"text":["w",0]}}}""";

    [Fact]
    public async Task A_server_that_is_told_to_stop_lets_jobs_end_and_takes_no_new_ones()
    {
        using var server = new Served("--drain", "2m", "--jobs", "1");
        await server.StartAsync();
        var running = await HandInAsync(server, Patient);
        var waiting = await HandInAsync(server, """{"t":{"class_type":"Load"},"s":{"class_type":"Preview","inputs":{"text":["t",0]}}}""");
        await server.UntilAsync(running, "running");

        Signals.Send("TERM", server.ProcessId);

        await Until.TrueAsync(async () => await StatusAsync(server, "/health/ready") == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(60), () => server.Said);
        using (var refused = await server.Http.PostAsync("/api/v1/jobs", new StringContent(Patient, Encoding.UTF8, "application/json")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await StatusAsync(server, "/health/live")).ShouldBe(HttpStatusCode.OK);
        server.Sign("go");
        await Until.TrueAsync(() => Task.FromResult(!Signals.IsAlive(server.ProcessId)), TimeSpan.FromSeconds(60), () => server.Said);
        server.Said.ShouldContain("they may go on for 120 s");

        await server.StartAsync();
        (await server.GetAsync($"/api/v1/jobs/{running}")).GetProperty("attempts").GetInt32().ShouldBe(1);
        (await server.EndOfAsync(running)).GetProperty("state").GetString().ShouldBe("succeeded");
        (await server.EndOfAsync(waiting)).GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_and_nothing_is_lost()
    {
        using var server = new Served("--drain", "1h");
        await server.StartAsync();
        var running = await HandInAsync(server, Patient);
        await server.UntilAsync(running, "running");

        Signals.Send("TERM", server.ProcessId);
        await Until.TrueAsync(() => Task.FromResult(server.Said.Contains("Taking nothing new", StringComparison.Ordinal)), TimeSpan.FromSeconds(60), () => server.Said);
        Signals.Send("TERM", server.ProcessId);
        await Until.TrueAsync(() => Task.FromResult(!Signals.IsAlive(server.ProcessId)), TimeSpan.FromSeconds(60), () => server.Said);

        server.Sign("go");
        await server.StartAsync();
        (await server.EndOfAsync(running)).GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_server_is_configured_logs_and_measures_as_its_papers_say()
    {
        using var server = new Served("--config", "settings.yaml");
        server.Place.Write("settings.yaml", "log: { format: json, level: debug }\njobs: { at_once: 2 }\n");
        await server.StartAsync();
        var job = await HandInAsync(server, """{"t":{"class_type":"Load"},"s":{"class_type":"Preview","inputs":{"text":["t",0]}}}""");
        await server.EndOfAsync(job);
        (await StatusAsync(server, "/api/v1/jobs?access_token=msb_0123456789abcdef0123456789")).ShouldBe(HttpStatusCode.OK);

        var metrics = await server.Http.GetStringAsync("/metrics");
        metrics.ShouldContain("myspinbot_jobs_accepted_total 1\n");
        metrics.ShouldContain("myspinbot_worker_ready 1\n");
        metrics.ShouldMatch("\nmyspinbot_worker_resident_memory_bytes [1-9]");
        await server.StopAsync();

        var log = server.Said.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line)).ToList();
        log.ShouldContain(entry => entry.GetProperty("event").GetString() == "job_finished" && entry.GetProperty("job").GetString() == job);
        log.ShouldContain(entry => entry.GetProperty("event").GetString() == "request" && entry.GetProperty("message").GetString()!.StartsWith("POST /api/v1/jobs 202", StringComparison.Ordinal));
        server.Said.ShouldNotContain("msb_0123456789");
    }

    private static async Task<HttpStatusCode> StatusAsync(Served server, string path)
    {
        using var answer = await server.Http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<string> HandInAsync(Served server, string graph) => (await server.SubmitAsync(graph)).GetProperty("id").GetString()!;
}
