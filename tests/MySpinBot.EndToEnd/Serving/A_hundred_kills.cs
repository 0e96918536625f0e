using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>The promise that comes first, tried: an accepted job is never lost.</summary>
public sealed class A_hundred_kills(ITestOutputHelper output)
{
    private const int Times = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Of_the_server_lose_no_job_that_was_accepted()
    {
        using var server = new Served();
        await server.StartAsync();
        var load = new Load(server, clients: 4, pause: TimeSpan.FromMilliseconds(50));
        await using (load)
        {
            for (var time = 0; time < Times; time++)
            {
                // One in four once it takes jobs, so that there are some however slowly it starts.
                if (time % 4 == 0)
                {
                    await server.UntilReadyAsync();
                }

                await Task.Delay(Random.Shared.Next(100, 900));
                server.Kill();
                server.Launch();
            }

            await server.UntilReadyAsync();
        }

        await AllIsWellAsync(server, load);
    }

    [Fact]
    public async Task Of_the_worker_lose_no_job_that_was_accepted()
    {
        using var server = new Served();
        await server.StartAsync();
        var killed = 0;
        var load = new Load(server, clients: 4, pause: TimeSpan.FromMilliseconds(50));
        await using (load)
        {
            while (killed < Times)
            {
                // One in ten while it starts: those that never come to anything are followed by the next one later and later.
                if (Random.Shared.Next(10) > 0)
                {
                    await server.UntilReadyAsync();
                }

                await Task.Delay(Random.Shared.Next(0, 400));
                if (server.Worker() is { } worker)
                {
                    Signals.Send("KILL", worker);
                    killed++;
                }
            }
        }

        await AllIsWellAsync(server, load);
    }

    private async Task AllIsWellAsync(Served server, Load load)
    {
        var (succeeded, struckTwice) = (0, 0);
        foreach (var (job, name) in load.Accepted)
        {
            var end = await server.UntilAsync(job, "succeeded", "failed", "cancelled");
            var files = Directory.EnumerateFiles(server.Output, $"{name}_*").Select(Path.GetFileName).ToList();
            if (end.GetProperty("state").GetString() == "succeeded")
            {
                succeeded++;
                // One file. A number may be lost with a worker that died before it had noted it.
                var file = files.ShouldHaveSingleItem($"The job {job}: {end}");
                (await File.ReadAllTextAsync(Path.Join(server.Output, file))).ShouldBe(name);
                await ItsArtifactsAreThere(server, job, name);
            }
            else
            {
                // By chance the same call may have been hit twice; then it has to say just that.
                end.GetProperty("reason").GetString()!.ShouldContain("twice", customMessage: end.ToString());
                struckTwice++;
                files.Count.ShouldBeLessThanOrEqualTo(1);
            }

            await ItsEventsAreWhole(server, job);
        }

        (await load.ContradictionsAsync()).ShouldBeEmpty();
        await NothingIsLeftHidden(server);
        succeeded.ShouldBeGreaterThan(Times);
        output.WriteLine($"{load.Accepted.Count} jobs accepted, {succeeded} succeeded, {struckTwice} hit twice in the same call; {load.Heard} events heard, none with two contents.");
    }

    // A number that a worker had when it died stays hidden until the next one looks for numbers: the last one's, until another server.
    private static async Task NothingIsLeftHidden(Served server)
    {
        await server.StopAsync();
        await server.StartAsync();
        var last = await server.SubmitAsync("""{ "save": { "class_type": "SaveText", "inputs": { "text": "the last", "filename_prefix": "last" } } }""");
        (await server.EndOfAsync(last.GetProperty("id").GetString()!)).GetProperty("state").GetString().ShouldBe("succeeded");
        Directory.EnumerateFiles(server.Output, ".*").ShouldBeEmpty();
    }

    private static async Task ItsArtifactsAreThere(Served server, string job, string text)
    {
        var results = await server.GetAsync($"/api/v1/jobs/{job}/results");
        var id = Files(results).ShouldHaveSingleItem();
        (await server.Http.GetStringAsync($"/api/v1/artifacts/{id}")).ShouldBe(text);
    }

    private static async Task ItsEventsAreWhole(Served server, string job)
    {
        var events = await server.EventsAsync(job);
        events.Select(each => each.GetProperty("number").GetInt64()).ShouldBe(Enumerable.Range(1, events.Count).Select(number => (long)number));
        events.Count(each => each.GetProperty("type").GetString() == "job_finished").ShouldBe(1);
    }

    /// <summary>Content ids of all files in an answer.</summary>
    private static List<string> Files(JsonElement results)
        => [.. results.GetProperty("nodes").EnumerateArray().Where(node => node.TryGetProperty("files", out _)).SelectMany(node => node.GetProperty("files").EnumerateArray())
            .Select(file => file.GetProperty("artifact").GetString()!)];
}
