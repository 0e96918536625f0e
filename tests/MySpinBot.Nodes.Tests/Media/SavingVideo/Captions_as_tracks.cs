using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Captions_as_tracks : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(VideoContainer.Mp4, "mov_text", "zho", "handler_name")]
    [InlineData(VideoContainer.Mov, "mov_text", "chi", "handler_name")]
    [InlineData(VideoContainer.Mkv, "subrip", "chi", "title")]
    [InlineData(VideoContainer.Webm, "webvtt", "chi", "title")]
    public async Task Each_container_has_its_own(VideoContainer container, string codec, string chinese, string title)
    {
        await SaveVideoNode.SaveAsync(await CaptionedAsync(), _call, null, null, default, "film", container, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast);

        var path = _call.OutputPath("film." + container.ToString().ToLowerInvariant());
        var probe = await Probe.StreamsAsync(path);
        var tracks = probe.GetProperty("streams").EnumerateArray().Where(stream => stream.Text("codec_type") == "subtitle").ToArray();
        tracks.Select(track => track.Text("codec_name")).ShouldBe([codec, codec]);
        tracks.Select(track => track.GetProperty("tags").Text("language")).ShouldBe([chinese, "eng"]);
        tracks.Select(track => track.GetProperty("disposition").Text("default")).ShouldBe(["1", "0"]);
        tracks[0].GetProperty("tags").Text(title).ShouldBe("简体中文");
        (await TextAsync(path, 0)).ShouldBe("1\n00:00:00,100 --> 00:00:00,400\n你好，\n世界\n\n2\n00:00:00,600 --> 00:00:01,000\n再见\n\n");
        (await TextAsync(path, 1)).ShouldBe("1\n00:00:00,100 --> 00:00:00,400\nHello,\nworld\n\n2\n00:00:00,600 --> 00:00:01,000\nBye\n\n");
        probe.GetProperty("format").Seconds().ShouldBe(1, 0.03);
    }

    [Fact]
    public async Task A_gif_leaves_them_out_and_says_so()
    {
        await SaveVideoNode.SaveAsync(await CaptionedAsync(), _call, null, null, default, "film", VideoContainer.Gif, naming: OutputNaming.Exact);

        _call.Messages.ShouldBe(["A gif has no sound; that of the video is left out.", "A gif has no captions; those of the video are left out. Burn them in to see them."]);
    }

    [Theory]
    [InlineData("en", "eng", "eng")]
    [InlineData("de-AT", "deu", "ger")]
    [InlineData("zh-Hans", "zho", "chi")]
    [InlineData("yue", "zho", "chi")]
    [InlineData("nds", "nds", "nds")]
    [InlineData("", "und", "und")]
    public void Languages_have_the_codes_of_the_container(string tag, string terminological, string bibliographic)
        => (LanguageCodes.Of(tag, bibliographic: false), LanguageCodes.Of(tag, bibliographic: true)).ShouldBe((terminological, bibliographic));

    private async Task<Video> CaptionedAsync() => await Charts.FilmAsync(Charts.Moving(25), _call) with
    {
        Captions = [new CaptionTrack(Texts("zh-Hans", "你好，\n\n世界", "再见"), "简体中文"), new CaptionTrack(Texts("en", "Hello,\nworld", "Bye"))],
    };

    // The last one is cut at the film's end, and what begins after it is left out.
    private static Captions Texts(string language, string first, string second)
        => new() { Language = language, Cues = [new CaptionCue(0.1, 0.4, first), new CaptionCue(0.6, 7, second), new CaptionCue(8, 9, "never seen")] };

    private static async Task<string> TextAsync(string path, int track)
        => System.Text.Encoding.UTF8.GetString(await new ToolProcess(new MachineTools().Executable("ffmpeg"), ["-v", "error", "-nostdin", "-copyts", "-i", path, "-map", $"0:s:{track}", "-f", "srt", "pipe:1"]).ReadAllAsync(1 << 16, TimeProvider.System, default)).ReplaceLineEndings("\n");
}
