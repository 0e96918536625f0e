using System.Text.Json;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>Programs made for ComfyUI, as they come from npm, against the real server.</summary>
public sealed class Clients_that_others_wrote : IAsyncLifetime
{
    private readonly Served _server = new();
    private string _picture = "";

    public async ValueTask InitializeAsync()
    {
        await NpmClients.InstallAsync(_server.Place);
        _picture = Path.Join(_server.Place.Folder, "picture.png");
        var drawn = await _server.Place.RunProgramAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=1", "-frames:v", "1", _picture);
        drawn.ExitCode.ShouldBe(0, drawn.All);
        await _server.StartAsync();
    }

    [Fact]
    public async Task The_sdk_of_saintno_uploads_runs_watches_and_fetches()
    {
        var seen = await RunAsync("saintno.mjs");

        seen.GetProperty("upload").GetString().ShouldBe("from-saintno.png");
        seen.GetProperty("file").GetString().ShouldBe("saintno_00001_.png");
        Path.Join(_server.Output, "saintno_00001_.png").ShouldSatisfyAllConditions(path => seen.GetProperty("bytes").GetBytesFromBase64().ShouldBe(File.ReadAllBytes(path)));
        seen.GetProperty("started").GetBoolean().ShouldBeTrue();
        seen.GetProperty("output").GetString().ShouldBe("images");
        Texts(seen, "events").ShouldContain("executing 3");
        Texts(seen, "events").ShouldContain("execution_success");
        seen.GetProperty("nodes").GetInt32().ShouldBeGreaterThan(150);
        Texts(seen, "one").ShouldBe(["SaveImage"]);
        seen.GetProperty("history").GetInt32().ShouldBe(1);
        Texts(seen, "stats").ShouldBe(["system", "devices"]);
        seen.GetProperty("refusal").GetString()!.ShouldContain("images");
    }

    [Fact]
    public async Task The_client_of_stable_canvas_uploads_runs_and_asks_again()
    {
        var seen = await RunAsync("stable-canvas.mjs");

        seen.GetProperty("upload").GetString().ShouldBe("from-stable-canvas.png");
        seen.GetProperty("images").GetInt32().ShouldBe(1);
        seen.GetProperty("bytes").GetBytesFromBase64().ShouldBe(File.ReadAllBytes(Path.Join(_server.Output, "stable-canvas_00001_.png")));
        seen.GetProperty("again").GetInt32().ShouldBe(1);
        Directory.EnumerateFiles(_server.Output, "stable-canvas_*").Count().ShouldBe(1);
        Texts(seen, "events").ShouldContain("execution_success");
        seen.GetProperty("setting").GetString().ShouldBe("green");
        seen.GetProperty("data").GetProperty("a").GetInt32().ShouldBe(1);
        seen.GetProperty("history").GetInt32().ShouldBe(2);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement> RunAsync(string script)
    {
        var ended = await _server.Place.RunProgramAsync("node", NpmClients.PathOf(script), $"http://127.0.0.1:{_server.Port}", _picture);
        ended.ExitCode.ShouldBe(0, $"{ended.All}\n{_server.Said}");
        return JsonElement.Parse(ended.Output[ended.Output.IndexOf('{')..]);
    }

    private static IEnumerable<string?> Texts(JsonElement seen, string name) => seen.GetProperty(name).EnumerateArray().Select(each => each.GetString());
}
