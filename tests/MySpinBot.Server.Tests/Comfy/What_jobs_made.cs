using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Comfy;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Jobs;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class What_jobs_made
{
    [Theory]
    [InlineData("{}", 0, 0, null)]
    [InlineData("""{"images":[{"filename":"a.png","type":"temp"},{"filename":"b.png","type":"output"}],"animated":[true]}""", 2, 2, """{"filename":"b.png","type":"output","nodeId":"1","mediaType":"images"}""")]
    [InlineData("""{"images":[{"filename":"a.png","type":"temp"},{"filename":"b.png","type":"temp"}]}""", 2, 2, """{"filename":"a.png","type":"temp","nodeId":"1","mediaType":"images"}""")]
    [InlineData("""{"latents":[{"filename":"a.latent","type":"output"}]}""", 1, 0, null)]
    [InlineData("""{"files":[{"filename":"M.GLB","type":"output"}]}""", 1, 1, """{"filename":"M.GLB","type":"output","nodeId":"1","mediaType":"files"}""")]
    [InlineData("""{"files":[{"filename":"clip.x","format":"video/x","type":"output"}]}""", 1, 1, """{"filename":"clip.x","format":"video/x","type":"output","nodeId":"1","mediaType":"files"}""")]
    [InlineData("""{"result":["model.glb",null,null]}""", 1, 1, """{"filename":"model.glb","type":"output","subfolder":"","nodeId":"1","mediaType":"3d"}""")]
    [InlineData("""{"result":["data.json",null]}""", 0, 0, null)]
    [InlineData("""{"text":["hello"]}""", 0, 0, """{"content":"hello","nodeId":"1","mediaType":"text"}""")]
    [InlineData("""{"text":["hello"],"files":[{"filename":"a.txt","type":"output"}]}""", 1, 1, """{"filename":"a.txt","type":"output","nodeId":"1","mediaType":"files"}""")]
    [InlineData("""{"files":[{"filename":"a.txt","type":"output"}],"images":[{"filename":"p.png","type":"temp"}]}""", 2, 2, """{"filename":"p.png","type":"temp","nodeId":"1","mediaType":"images"}""")]
    [InlineData("""{"images":7,"text":"x","meta":{"a":1}}""", 0, 0, null)]
    public void Are_counted_and_one_is_shown_as_ComfyUI_does(string shown, int count, int previewable, string? preview)
    {
        var job = new Job { Id = Guid.NewGuid(), Sequence = 1, Owner = "anna", State = JobState.Succeeded, AcceptedAt = default };
        var summary = OutputSummary.Of(new JobRecord(job, [new NodeRecord { NodeId = "1", State = "finished", Shown = JsonDocument.Parse(shown).RootElement }], []));
        (summary.Count, summary.Previewable).ShouldBe((count, previewable));
        (summary.Preview is { } item ? Encoding.UTF8.GetString(ComfyJson.Bytes(item, static (writer, it) => it.Write(writer))) : null).ShouldBe(preview);
    }

    [Fact]
    public void Long_texts_are_cut_between_characters()
    {
        var text = new string('a', 1023) + "😀 and on";
        var item = new PreviewItem("1", "text", JsonSerializer.SerializeToElement(text));
        var written = JsonDocument.Parse(ComfyJson.Bytes(item, static (writer, it) => it.Write(writer))).RootElement;
        written.GetProperty("content").GetString().ShouldBe(new string('a', 1023));
        written.GetProperty("truncated").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(10, null, null, 0, 10)]
    [InlineData(10, 3L, null, 7, 3)] // the newest
    [InlineData(10, 3L, 0L, 0, 3)]
    [InlineData(10, 3L, 2L, 2, 3)]
    [InlineData(10, null, 8L, 8, 2)]
    [InlineData(10, null, 10L, 10, 0)]
    [InlineData(10, null, 100L, 10, 0)]
    [InlineData(10, 5L, 9L, 9, 1)]
    [InlineData(10, 50L, null, 0, 10)]
    [InlineData(10, 3L, -1L, 7, 3)]
    [InlineData(10, -3L, null, 10, 0)]
    [InlineData(10, long.MaxValue, long.MaxValue, 10, 0)]
    public void History_is_cut_as_ComfyUI_cuts_it(int all, long? most, long? offset, int first, int count) => HistoryRoutes.Window(all, most, offset).ShouldBe((first, count));
}
