using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Saving_moving_pictures : IDisposable
{
    private static readonly Image Frames = Image.Create(3, 20, 31, 3, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i / (31 * 20 * 3) == i % 3 ? 1 : (i % 7) * 17 / 255f;
        }
    });

    private static readonly JsonElement Graph = JsonSerializer.SerializeToElement(new { text = "Grüße" });

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_batch_is_saved_as_WebP_and_comes_back_with_its_graph()
    {
        await SaveAnimationNodes.SaveWebpAsync(Frames, _call, Graph, null, default, fps: 8);

        var path = _call.OutputPath("ComfyUI_00001_.webp");
        LoadImageNode.Load(_call.FileAt(path), default).Image.Pixels.SequenceEqual(Frames.Pixels).ShouldBeTrue();
        JsonDocument.Parse(ImageMetadata.Read(await File.ReadAllBytesAsync(path))["prompt"]).RootElement.Text("text").ShouldBe("Grüße");
        _call.Shown.Select(shown => shown.Key).ShouldBe(["images", "animated"]);
        _call.ProgressDone.ShouldBe([1, 2, 3]);
        var bytes = await File.ReadAllBytesAsync(path);
        var frame = bytes.AsSpan().IndexOf("ANMF"u8);
        (bytes[frame + 20] + (bytes[frame + 21] << 8)).ShouldBe(125);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_program_reads_every_frame_of_an_animated_PNG(int number)
    {
        await SaveAnimationNodes.SavePngAsync(Frames, _call, Graph, null, default, fps: 10);

        var path = _call.OutputPath("ComfyUI_00001_.png");
        var levels = new byte[31 * 20 * 3];
        Levels.ToBytes(Frames.Picture(number), levels);
        (await Probe.FrameAsync(path, number)).ShouldBe(levels);
        var stream = (await Probe.StreamsAsync(path)).Stream("video");
        (stream.Text("codec_name"), stream.Text("nb_read_frames"), stream.Text("r_frame_rate")).ShouldBe(("apng", "3", "10/1"));
        ImageMetadata.Read(await File.ReadAllBytesAsync(path))["prompt"].ShouldBe("""{"text":"Gr\u00FC\u00DFe"}""", StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task Transparency_moves_too()
    {
        var clear = Image.Create(2, 4, 4, 4, pixels => pixels.AsSpan(0, 64).Fill(1));

        await SaveAnimationNodes.SaveWebpAsync(clear, _call, null, null, default);

        var (_, mask) = LoadImageNode.Load(_call.FileAt(_call.OutputPath("ComfyUI_00001_.webp")), default);
        (mask.Batch, mask.Values[0], mask.Values[16]).ShouldBe((2, 0f, 1f));
    }

    [Fact]
    public async Task One_picture_is_a_still_file()
    {
        await SaveAnimationNodes.SaveWebpAsync(Samples.Flat(4, 4, 1, 0, 0), _call, null, null, default, lossless: false, quality: 0, method: "slowest");

        LoadImageNode.Load(_call.FileAt(_call.OutputPath("ComfyUI_00001_.webp")), default).Image.Batch.ShouldBe(1);
    }
}
