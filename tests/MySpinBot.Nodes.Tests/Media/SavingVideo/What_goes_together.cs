using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class What_goes_together
{
    [Fact]
    public void Vp9_in_mov_does_not()
        => Faults(new() { Container = VideoContainer.Mov, Codec = PictureCodec.Vp9 }).ShouldBe(["codec: mov does not hold vp9 here; it goes with h264, h265 or prores, and vp9 goes into mkv or webm."]);

    [Fact]
    public void Sound_in_gif_does_not()
        => Faults(new() { Container = VideoContainer.Gif, Sound = SoundCodec.Aac }).ShouldBe(["audio_codec: A gif has no sound; set 'audio_codec' to auto or none, or 'format' to mp4, mkv or mov."]);

    [Fact]
    public void Aac_in_webm_does_not()
        => Faults(new() { Container = VideoContainer.Webm, Sound = SoundCodec.Aac }).ShouldBe(["audio_codec: webm does not hold aac sound here; it goes with opus."]);

    [Fact]
    public void A_codec_in_webp_does_not()
        => Faults(new() { Container = VideoContainer.Webp, Codec = PictureCodec.H264 }).ShouldBe(["codec: A webp has a codec of its own; set 'codec' to auto, or 'format' to mp4, mkv or mov."]);

    [Fact]
    public void Quality_and_size_are_two_wishes_for_one_thing()
        => Faults(new() { Crf = 20, Bitrate = 500 }).ShouldBe(["crf: 'crf' asks for a quality and 'bitrate' or 'target_megabytes' for a size; set 'crf' to -1, or the others to 0."]);

    [Fact]
    public void Two_passes_want_a_size()
        => Faults(new() { Passes = 2 }).ShouldBe(["passes: Two passes reach a size, and none is asked for; set 'bitrate' or 'target_megabytes', or 'passes' to 1."]);

    [Fact]
    public void Each_codec_has_its_own_scale()
    {
        Faults(new() { Crf = 60 }).ShouldBe(["crf: 'crf' is 60; h264 takes 0 to 51, or -1 for its own default."]);
        Faults(new() { Crf = 60, Codec = PictureCodec.Vp9 }).ShouldBeEmpty();
    }

    [Fact]
    public void Lossless_has_no_quality()
        => Faults(new() { Codec = PictureCodec.Ffv1, Crf = 3 }).Single().ShouldStartWith("crf: ffv1 loses nothing;");

    [Fact]
    public void Prores_has_its_own_pixels()
        => Faults(new() { Codec = PictureCodec.ProRes, Pixels = PixelLayout.Half8 }).Single().ShouldStartWith("pixel_format: ProRes goes with auto");

    [Fact]
    public void Nvenc_has_no_vp9()
        => Faults(new() { Codec = PictureCodec.Vp9, Hardware = HardwareUse.Nvenc }).Single().ShouldStartWith("hardware: NVENC encodes h264 (8 bit), h265 and av1 (4:2:0);");

    [Fact]
    public void Every_container_goes_with_what_is_left_to_it()
    {
        foreach (var container in Enum.GetValues<VideoContainer>())
        {
            Faults(new() { Container = container }).ShouldBeEmpty();
        }

        foreach (var codec in Enum.GetValues<PictureCodec>())
        {
            Faults(new() { Codec = codec }).ShouldBeEmpty();
        }
    }

    private static string[] Faults(FilmEncoding encoding) => [.. EncodingRules.Faults(encoding).Select(fault => $"{fault.Input}: {fault.Sentence}")];
}
