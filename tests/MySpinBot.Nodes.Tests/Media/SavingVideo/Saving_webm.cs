using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Saving_webm : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("vp9", "yuv420p")]
    [InlineData("av1", "yuv420p10le")]
    public async Task Pictures_become_frames(string codec, string pixels)
    {
        var images = Charts.Moving(7);

        (await SaveWebmNode.SaveAsync(images, _call, JsonSerializer.SerializeToElement(new { a = 1 }), null, default, codec: codec, fps: 12.5)).ShouldBeSameAs(images);

        var probe = await Probe.StreamsAsync(_call.OutputPath("ComfyUI_00001_.webm"));
        var picture = probe.Stream("video");
        (picture.Text("codec_name"), picture.Text("pix_fmt"), picture.Text("nb_read_frames"), picture.Text("r_frame_rate"), picture.Text("color_space")).ShouldBe((codec, pixels, "7", "25/2", "bt709"));
        probe.GetProperty("format").GetProperty("tags").Text("PROMPT").ShouldBe("{\"a\":1}");
    }

    [Fact]
    public async Task Alpha_is_kept_by_vp9()
    {
        var images = Image.Create(2, 96, 160, 4, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i % 4 == 3 ? (i / 4 % 160 < 80 ? 0 : 1) : 0.6f;
            }
        });

        await SaveWebmNode.SaveAsync(images, _call, null, null, default, crf: 10);

        var path = _call.OutputPath("ComfyUI_00001_.webm");
        (await Probe.StreamsAsync(path)).Stream("video").GetProperty("tags").Text("alpha_mode").ShouldBe("1");
        var frame = await new ToolProcess(_call.Tools.Executable("ffmpeg"), ["-v", "error", "-nostdin", "-c:v", "libvpx-vp9", "-i", path, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"]).ReadAllAsync(1 << 20, TimeProvider.System, default);
        ((double)frame[(((40 * 160) + 40) * 4) + 3]).ShouldBe(0, 4);
        ((double)frame[(((40 * 160) + 120) * 4) + 3]).ShouldBe(255, 4);
        ((double)frame[((40 * 160) + 120) * 4]).ShouldBe(153, 4);
    }
}
