using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Nvidias_encoder : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(PictureCodec.H264, -1, EncodingPreset.VeryFast, "-c:v h264_nvenc -preset p2 -tune hq -rc vbr -cq 23 -b:v 0")]
    [InlineData(PictureCodec.H265, 18, EncodingPreset.Slow, "-c:v hevc_nvenc -preset p5 -tune hq -rc vbr -cq 21 -b:v 0")]
    [InlineData(PictureCodec.Av1, 0, EncodingPreset.VerySlow, "-c:v av1_nvenc -preset p7 -tune hq -rc vbr -cq 1 -b:v 0")]
    public void Is_told_a_quality(PictureCodec codec, int crf, EncodingPreset preset, string arguments)
        => string.Join(' ', Nvenc.Arguments(new FilmEncoding { Codec = codec, Crf = crf, Preset = preset }.Settled(), null)).ShouldBe(arguments);

    [Fact]
    public void Is_told_a_bit_rate()
        => string.Join(' ', Nvenc.Arguments(new FilmEncoding { Bitrate = 4000, Passes = 2 }.Settled(), 4_000_000))
            .ShouldBe("-c:v h264_nvenc -preset p2 -tune hq -rc vbr -b:v 4000000 -maxrate 6000000 -bufsize 8000000 -multipass fullres");

    [Theory]
    [InlineData(PictureCodec.H264, PixelLayout.Half8, "yuv420p")]
    [InlineData(PictureCodec.H264, PixelLayout.Half10, null)]
    [InlineData(PictureCodec.H265, PixelLayout.Half10, "p010le")]
    [InlineData(PictureCodec.H265, PixelLayout.Full10, "yuv444p16le")]
    [InlineData(PictureCodec.Av1, PixelLayout.Full8, null)]
    [InlineData(PictureCodec.Vp9, PixelLayout.Half8, null)]
    public void Takes_the_pixels_that_it_knows(PictureCodec codec, PixelLayout layout, string? pixels)
    {
        Nvenc.Encodes(new FilmEncoding { Codec = codec, Pixels = layout }).ShouldBe(pixels is not null);
        if (pixels is not null)
        {
            Nvenc.Pixels(layout).ShouldBe(pixels);
        }
    }

    [Fact]
    public async Task Is_replaced_by_the_processor_where_there_is_none()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidiactl"), "This machine has an NVIDIA device.");
        var film = await Charts.FilmAsync(Charts.Moving(3, 320, 192), _call, silent: true);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", naming: OutputNaming.Exact, hardware: HardwareUse.Nvenc);

        (await Probe.StreamsAsync(_call.OutputPath("film.mp4"))).Stream("video").Text("nb_read_frames").ShouldBe("3");
        _call.Messages.ShouldBe(["NVENC cannot encode this here (h264_nvenc); the processor does it."]);
    }
}
