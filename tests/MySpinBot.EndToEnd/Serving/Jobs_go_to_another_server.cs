using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

public sealed class Jobs_go_to_another_server
{
    private const string Graph = """
        {"words":{"class_type":"ReadFile","inputs":{"file":"texts/words.txt"}},
         "noted":{"class_type":"Noted","inputs":{"text":["words",0],"seed":12}},
         "save":{"class_type":"Save","inputs":{"text":["noted",0],"prefix":"story"}},
         "photo":{"class_type":"LoadImage","inputs":{"image":"photo.bmp"}},
         "other":{"class_type":"ImageInvert","inputs":{"image":["photo",0]}},
         "picture":{"class_type":"SaveImage","inputs":{"images":["other",0],"filename_prefix":"other"}}}
        """;

    [Fact]
    public async Task Where_they_give_the_same()
    {
        using var here = new Served();
        await here.StartAsync();
        Give(here);
        var job = await RunAsync(here, Graph);
        var manifest = await here.GetAsync($"/api/v1/jobs/{job}/manifest");
        var archive = await here.Http.GetByteArrayAsync($"/api/v1/jobs/{job}/archive?results=true", TestContext.Current.CancellationToken);

        using var there = new Served();
        await there.StartAsync();
        Directory.CreateDirectory(Path.Join(there.Data, "input", "texts"));
        File.WriteAllText(Path.Join(there.Data, "input", "texts", "words.txt"), "somebody else's words");
        var copy = await SendAsync(there, archive);
        (await there.EndOfAsync(copy)).GetProperty("state").GetString().ShouldBe("succeeded", there.Said);

        var theirs = await there.GetAsync($"/api/v1/jobs/{copy}/manifest");
        Outputs(theirs).ShouldBe(Outputs(manifest));
        File.ReadAllText(Path.Join(there.Data, "input", "texts", "words.txt")).ShouldBe("somebody else's words");
        File.ReadAllText(Path.Join(there.Output, "story_00001_.txt")).ShouldBe("hello 12");

        // One engine on one machine: it can be held to the run, but for the file that has another name's bytes.
        var strict = await SendAsync(there, archive, "?strict=true");
        (await there.EndOfAsync(strict)).GetProperty("state").GetString().ShouldBe("succeeded", there.Said);
        using var refused = await there.Http.PostAsync("/api/v1/jobs", Json($$"""{"graph":{{Graph.Replace("12", "13")}},"strict":{{manifest}}}"""), TestContext.Current.CancellationToken);
        var problem = JsonElement.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("problems").EnumerateArray().Select(one => $"{one.GetProperty("code")} {one.GetProperty("node")} {one.GetProperty("input")}").ShouldBe(["differs words file", "differs noted seed"]);
    }

    [Fact]
    public async Task And_to_the_command_line()
    {
        using var here = new Served();
        await here.StartAsync();
        Give(here);
        var job = await RunAsync(here, Graph);
        var manifest = await here.GetAsync($"/api/v1/jobs/{job}/manifest");
        here.Place.Write("job.zip", await here.Http.GetByteArrayAsync($"/api/v1/jobs/{job}/archive", TestContext.Current.CancellationToken));
        here.Place.Set("MYSPINBOT_PLUGINS", Path.Join(here.Place.Folder, "plugins.json"));
        here.Place.Set("MYSPINBOT_NATIVES", Path.Join(Product.Root, "natives", "node_modules"));
        here.Place.Set("MYSPINBOT_CACHE", Path.Join(here.Place.Folder, "other cache"));

        (await RunAsync(here, "run", "job.zip", "--strict", "job.zip", "--manifest", "run.json")).ExitCode.ShouldBe(0);
        Outputs(JsonElement.Parse(File.ReadAllText(Path.Join(here.Place.Folder, "run.json")))).ShouldBe(Outputs(manifest));
        File.ReadAllText(Path.Join(here.Place.Out, "story_00001_.txt")).ShouldBe("hello 12");

        here.Place.Write("graph.json", Graph.Replace("12", "13"));
        (await RunAsync(here, "archive", "graph.json", "--input-folder", Path.Join(here.Data, "input"), "-o", "own.zip")).ExitCode.ShouldBe(0);
        (await RunAsync(here, "run", "own.zip")).ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Join(here.Place.Out, "story_00002_.txt")).ShouldBe("hello 13");
        var differs = await RunAsync(here, "run", "own.zip", "--strict", "run.json");
        differs.ExitCode.ShouldBe(2);
        differs.Error.ShouldContain("Node 'noted' (Noted) has the seed 13 at input 'seed'; in the recorded run it was 12. [differs]");
        here.Place.Write("bad.zip", "PK\u0003\u0004 and nothing more");
        (await RunAsync(here, "run", "bad.zip")).Error.ShouldContain("[bad_archive]");
    }

    [Fact]
    public async Task What_a_job_rested_on_is_known_after_a_crash()
    {
        using var server = new Served();
        await server.StartAsync();
        Give(server);
        var job = (await server.SubmitAsync("""
            {"words":{"class_type":"ReadFile","inputs":{"file":"texts/words.txt"}},
             "noted":{"class_type":"Noted","inputs":{"text":["words",0]}},
             "busy":{"class_type":"Busy","inputs":{"text":["noted",0],"seconds":0.3}},
             "wait":{"class_type":"Wait","inputs":{"text":["busy",0],"for":"later"}},
             "save":{"class_type":"Save","inputs":{"text":["wait",0],"prefix":"crash"}}}
            """)).GetProperty("id").GetString()!;
        await Until.TrueAsync(async () => (await server.EventsAsync(job)).Any(one => one.GetRawText().Contains("\"node_id\":\"wait\"", StringComparison.Ordinal)), TimeSpan.FromSeconds(60), () => server.Said);
        (await server.Http.GetAsync($"/api/v1/jobs/{job}/manifest", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        server.Kill();
        server.Sign("later");
        await server.StartAsync();
        (await server.EndOfAsync(job)).GetProperty("state").GetString().ShouldBe("succeeded", server.Said);

        var nodes = (await server.GetAsync($"/api/v1/jobs/{job}/manifest")).GetProperty("nodes").EnumerateArray().ToList();
        nodes.Select(node => node.GetProperty("id").GetString()).ShouldBe(["words", "noted", "busy", "wait", "save"]);
        nodes[0].GetProperty("files")[0].GetProperty("bytes").GetInt32().ShouldBe(5);
        nodes[1].GetProperty("seeds").GetProperty("seed").GetInt32().ShouldBe(7);
        nodes[4].GetProperty("state").GetString().ShouldBe("ran");
    }

    private static void Give(Served server)
    {
        Directory.CreateDirectory(Path.Join(server.Data, "input", "texts"));
        File.WriteAllText(Path.Join(server.Data, "input", "texts", "words.txt"), "hello");
        File.WriteAllBytes(Path.Join(server.Data, "input", "photo.bmp"), Bitmap());
    }

    /// <summary>Two by two pixels of 24 bits.</summary>
    private static byte[] Bitmap()
        => [.. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 40, 50, 60, 0, 0, 100, 120, 140, 250, 240, 230, 0, 0];

    private static async Task<string> RunAsync(Served server, string graph)
    {
        var job = (await server.SubmitAsync(graph)).GetProperty("id").GetString()!;
        var end = await server.EndOfAsync(job);
        end.GetProperty("state").GetString().ShouldBe("succeeded", $"{end} {server.Said}");
        return job;
    }

    private static Task<Ended> RunAsync(Served server, params string[] arguments) => server.Place.RunProgramAsync(Path.Join(Product.Root, "artifacts", "bin", "myspinbot"), arguments);

    private static async Task<string> SendAsync(Served server, byte[] archive, string query = "")
    {
        using var content = new ByteArrayContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };
        using var answer = await server.Http.PostAsync($"/api/v1/jobs/archive{query}", content);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        return JsonElement.Parse(body).GetProperty("id").GetString()!;
    }

    /// <summary>What each node gave, by content; of the picture only what was computed, for the graph that is embedded in it may name other files.</summary>
    private static IEnumerable<string> Outputs(JsonElement manifest)
        => manifest.GetProperty("nodes").EnumerateArray()
            .Select(node => $"{node.GetProperty("id")} {(node.TryGetProperty("outputs", out var outputs) ? string.Join(',', outputs.EnumerateArray()) : "")} {(node.GetProperty("id").GetString() == "save" ? node.GetProperty("saved")[0].GetProperty("id") : "")}")
            .Order(StringComparer.Ordinal);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
