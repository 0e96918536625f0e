using System.Text.Json;
using MySpinBot.EndToEnd.Serving;

namespace MySpinBot.EndToEnd.Painting;

/// <summary>The graphs that are shipped, on small models whose weights are of chance: what they paint is noise, and always the same.</summary>
public sealed class Graphs_that_paint(SmallModels models) : IClassFixture<SmallModels>
{
    private const string Checkpoint = "v1-5-pruned-emaonly-fp16.safetensors";

    [Fact]
    public async Task From_a_text_on_the_command_line()
    {
        using var place = Place();

        var first = Only(await RunAsync(place, "text-to-image", "width=72", "height=56", "seed=7"));
        Pictures.SizeOf(first).ShouldBe((72, 56));

        var again = await place.RunAsync(Arguments("text-to-image", "width=72", "height=56", "seed=7"));
        again.All.ShouldContain("0 ran");
        var others = await RunAsync(place, "text-to-image", "width=72", "height=56", "seed=8");
        others.Count.ShouldBe(2);
        others.ShouldContain(picture => !Pictures.PixelsOf(picture).SequenceEqual(Pictures.PixelsOf(first)));

        using var elsewhere = Place();
        Pictures.PixelsOf(Only(await RunAsync(elsewhere, "text-to-image", "width=72", "height=56", "seed=7"))).SequenceEqual(Pictures.PixelsOf(first)).ShouldBeTrue("The same seed is the same picture.");
    }

    [Fact]
    public async Task From_a_picture_and_into_a_hole_of_one()
    {
        using var place = Place();
        place.Write("picture.png", Pictures.WithHole(64, 48));

        Pictures.SizeOf(Only(await RunAsync(place, "image-to-image", "picture=picture.png", "denoise=0.5"))).ShouldBe((64, 48));
        (await RunAsync(place, "inpaint", "picture=picture.png", $"checkpoint={Checkpoint}", "name=hole/picture")).Count.ShouldBe(2);
        (await RunAsync(place, "inpaint", "picture=picture.png", "name=other/picture")).Count.ShouldBe(3, "The model of the graph itself is one for inpainting.");
    }

    [Fact]
    public async Task And_for_those_who_ask_a_server()
    {
        using var server = new Served("--cpu") { Models = models.Folder };
        Directory.CreateDirectory(Path.Join(server.Data, "input"));
        await File.WriteAllBytesAsync(Path.Join(server.Data, "input", "picture.png"), Pictures.WithHole(64, 48), TestContext.Current.CancellationToken);
        await server.StartAsync();

        foreach (var (graph, inputs, size) in new[]
        {
            ("text-to-image", """{"width": 72, "height": 56, "steps": 2}""", (72, 56)),
            ("image-to-image", """{"picture": "picture.png", "steps": 2}""", (64, 48)),
            ("inpaint", """{"picture": "picture.png", "steps": 2}""", (64, 48)),
        })
        {
            var job = (await server.SubmitAsync(await File.ReadAllTextAsync(GraphFile(graph), TestContext.Current.CancellationToken), terms: $"\"inputs\":{inputs}")).GetProperty("id").GetString()!;
            var end = await server.EndOfAsync(job);

            end.GetProperty("state").GetString().ShouldBe("succeeded", $"{graph}: {end} {server.Said}");
            var results = await server.GetAsync($"/api/v1/jobs/{job}/results");
            var file = results.GetProperty("nodes").EnumerateArray().Where(node => node.TryGetProperty("files", out _)).SelectMany(node => node.GetProperty("files").EnumerateArray()).ShouldHaveSingleItem();
            Pictures.SizeOf(await server.Http.GetByteArrayAsync($"/api/v1/artifacts/{file.GetProperty("artifact").GetString()}", TestContext.Current.CancellationToken)).ShouldBe(size, graph);
        }
    }

    [Fact]
    public async Task A_checkpoint_that_is_none_is_told()
    {
        using var place = Place();

        var ended = await place.RunAsync(Arguments("text-to-image", "checkpoint=svd.safetensors"));

        ended.ExitCode.ShouldNotBe(0);
        ended.All.ShouldContain("'svd.safetensors' has no text encoder: Stable Video Diffusion goes by a picture. Load it with ImageOnlyCheckpointLoader.");
    }

    private Workplace Place()
    {
        var place = new Workplace();
        place.Set("MYSPINBOT_MODELS", models.Folder);
        return place;
    }

    private static string[] Arguments(string graph, params string[] inputs) => ["run", GraphFile(graph), "--cpu", "--input", "steps=2", .. inputs.SelectMany(input => (string[])["--input", input])];

    private static async Task<List<byte[]>> RunAsync(Workplace place, string graph, params string[] inputs)
    {
        var ended = await place.RunAsync(Arguments(graph, inputs));
        ended.ExitCode.ShouldBe(0, ended.All);
        return [.. place.Saved.Order(StringComparer.Ordinal).Select(name => File.ReadAllBytes(Path.Combine(place.Out, name)))];
    }

    private static byte[] Only(List<byte[]> pictures) => pictures.ShouldHaveSingleItem();

    private static string GraphFile(string name) => Path.Combine(Product.Root, "graphs", $"{name}.json");
}
