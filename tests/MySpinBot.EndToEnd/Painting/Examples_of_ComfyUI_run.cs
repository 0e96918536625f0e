using MySpinBot.EndToEnd.Serving;
using MySpinBot.EndToEnd.Serving.Comfy;

namespace MySpinBot.EndToEnd.Painting;

/// <summary>Graphs as ComfyUI's programs send them, unchanged, in the folder that MYSPINBOT_PAIRS names: third-party data, not part of the project. Small models stand under the names that they use.</summary>
public sealed class Examples_of_ComfyUI_run(SmallModels models) : IClassFixture<SmallModels>
{
    // Examples in sizes that people use: the largest are 1920 pixels wide.
    private static readonly string[] Examples =
    [
        "exwf-default-txt2img", "lora", "lora-multiple", "img2img", "inpaint", "outpaint", "cubiq-conditioning-average", "cubiq-compare-samplers",
        "default-txt2img-embedding", "hiresfix-latent", "hiresfix-esrgan", "latent-upscale-two-models", "noisy-latent-composition", "area-composition-subject", "lcm-lora", "svd-img2vid",
    ];

    [Fact]
    public async Task Unchanged()
    {
        const string missing = "MYSPINBOT_PAIRS names no folder with documents of ComfyUI, so nothing was run.";
        if (Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS") is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }).ShouldBeFalse(missing);
            Assert.Skip(missing);
            return;
        }

        using var server = new Served("--cpu") { Models = models.Folder };
        Directory.CreateDirectory(Path.Join(server.Data, "input"));
        foreach (var name in new[] { "example.png", "yosemite_inpaint_example.png", "yosemite_outpaint_example.png", "mountains.png" })
        {
            await File.WriteAllBytesAsync(Path.Join(server.Data, "input", name), Pictures.WithHole(128, 64), TestContext.Current.CancellationToken);
        }

        await server.StartAsync();
        await using var client = await new ComfyClient(server).ConnectAsync();
        foreach (var example in Examples)
        {
            var prompt = await client.SubmitAsync(await File.ReadAllTextAsync(Path.Combine(folder, example, "prompt.json"), TestContext.Current.CancellationToken));
            var (computed, cached) = await client.ListenAsync(prompt);

            (computed.Count + cached.Count).ShouldBeGreaterThan(0, example);
            (await client.OutputsAsync(prompt)).Values.Sum(pictures => pictures.Count).ShouldBeGreaterThan(0, example);

            // The same as it was drawn, whose values have no names: each is read as that of the same input, so nothing is sampled anew.
            var drawn = (await server.SubmitAsync(await File.ReadAllTextAsync(Path.Combine(folder, example, "workflow.json"), TestContext.Current.CancellationToken))).GetProperty("id").GetString()!;
            (await server.EndOfAsync(drawn)).GetProperty("state").GetString().ShouldBe("succeeded", $"{example}: {server.Said}");
            (await server.EventsAsync(drawn)).Where(told => told.GetProperty("type").GetString() == "node_started").Select(told => told.GetProperty("data").GetProperty("class_type").GetString()!)
                .ShouldNotContain(ran => ran.StartsWith("KSampler", StringComparison.Ordinal), example);
        }
    }
}
