using System.Text;
using System.Text.Json;
using MySpinBot.EndToEnd.Serving;

namespace MySpinBot.EndToEnd.Painting;

/// <summary>graphs/image-to-video.json on a small model whose weights are of chance: noise that moves, and always the same.</summary>
public sealed class Pictures_become_videos(SmallModels models) : IClassFixture<SmallModels>
{
    private static readonly string Graph = Path.Combine(Product.Root, "graphs", "image-to-video.json");

    [Fact]
    public async Task On_the_command_line()
    {
        using var place = new Workplace();
        place.Set("MYSPINBOT_MODELS", models.Folder);
        string[] arguments =
        [
            "run", Graph, "--cpu", "--input", $"picture={place.Write("picture.png", Pictures.WithHole(80, 48))}", "--input", "checkpoint=svd.safetensors",
            "--input", "width=64", "--input", "height=48", "--input", "frames=3", "--input", "steps=2", "--input", "fps=8",
        ];

        var ended = await place.RunAsync(arguments);

        ended.ExitCode.ShouldBe(0, ended.All);
        var film = Path.Combine(place.Out, place.Saved.ShouldHaveSingleItem());
        var probed = await place.RunProgramAsync("ffprobe", "-v", "error", "-of", "json", "-show_streams", film);
        var stream = JsonElement.Parse(probed.Output).GetProperty("streams").EnumerateArray().ShouldHaveSingleItem();
        (stream.GetProperty("codec_name").GetString(), stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32(), stream.GetProperty("nb_frames").GetString(), stream.GetProperty("avg_frame_rate").GetString())
            .ShouldBe(("h264", 64, 48, "3", "8/1"));

        (await place.RunAsync(arguments)).All.ShouldContain("0 ran");
    }

    [Fact]
    public async Task And_for_those_who_ask_a_server()
    {
        using var server = new Served("--cpu") { Models = models.Folder };
        Directory.CreateDirectory(Path.Join(server.Data, "input"));
        await File.WriteAllBytesAsync(Path.Join(server.Data, "input", "picture.png"), Pictures.WithHole(80, 48), TestContext.Current.CancellationToken);
        await server.StartAsync();

        const string inputs = """{"picture": "picture.png", "checkpoint": "svd.safetensors", "width": 64, "height": 48, "frames": 3, "steps": 2}""";
        var job = (await server.SubmitAsync(await File.ReadAllTextAsync(Graph, TestContext.Current.CancellationToken), terms: $"\"inputs\":{inputs}")).GetProperty("id").GetString()!;
        var end = await server.EndOfAsync(job);

        end.GetProperty("state").GetString().ShouldBe("succeeded", $"{end} {server.Said}");
        var results = await server.GetAsync($"/api/v1/jobs/{job}/results");
        var file = results.GetProperty("nodes").EnumerateArray().Where(node => node.TryGetProperty("files", out _)).SelectMany(node => node.GetProperty("files").EnumerateArray()).ShouldHaveSingleItem();
        var film = await server.Http.GetByteArrayAsync($"/api/v1/artifacts/{file.GetProperty("artifact").GetString()}", TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(film, 4, 4).ShouldBe("ftyp", "It is an MP4.");
    }
}
