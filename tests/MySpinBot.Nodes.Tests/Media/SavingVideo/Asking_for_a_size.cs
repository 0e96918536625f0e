using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Asking_for_a_size : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(PictureCodec.H264, "mp4")]
    [InlineData(PictureCodec.H265, "mp4")]
    [InlineData(PictureCodec.Vp9, "webm")]
    public async Task Two_passes_reach_a_bit_rate(PictureCodec codec, string extension)
    {
        var film = await Charts.FilmAsync(Charts.Noise(50), _call, silent: true);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", codec: codec, naming: OutputNaming.Exact, preset: EncodingPreset.Medium, bitrate: 800, passes: 2, hardware: HardwareUse.Off);

        var bits = new FileInfo(_call.OutputPath("film." + extension)).Length * 8 / 2.0;
        bits.ShouldBe(800_000, 120_000);
        _call.ProgressDone.Max().ShouldBe(100);
    }

    [Fact]
    public async Task A_file_gets_the_size_that_is_wanted()
    {
        var film = await Charts.FilmAsync(Charts.Noise(50), _call);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", naming: OutputNaming.Exact, targetMegabytes: 0.3, passes: 2, hardware: HardwareUse.Off);

        ((double)new FileInfo(_call.OutputPath("film.mp4")).Length).ShouldBe(300_000, 30_000);
    }

    [Fact]
    public async Task A_size_that_is_too_small_is_refused_with_what_would_do()
    {
        var film = await Charts.FilmAsync(Charts.Moving(50), _call);

        var failure = await Should.ThrowAsync<NodeFailure>(() => SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", targetMegabytes: 0.03));

        failure.Message.ShouldBe("0.03 MB are not enough for 2 seconds; with this sound at least 0.043 MB are needed, and more to look good.");
        failure.Input.ShouldBe("target_megabytes");
    }

    [Fact]
    public async Task A_full_disk_is_a_sentence_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var film = await Charts.FilmAsync(Charts.Noise(10), _call);
        Directory.CreateDirectory(_call.OutputPath(""));
        File.CreateSymbolicLink(_call.OutputPath(".halffilm.mkv"), "/dev/full");

        var failure = await Should.ThrowAsync<NodeFailure>(() => SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", VideoContainer.Mkv, naming: OutputNaming.Exact));

        failure.Message.ShouldContain("No space left on device");
        _call.OutputFiles().ShouldBeEmpty();
    }
}
