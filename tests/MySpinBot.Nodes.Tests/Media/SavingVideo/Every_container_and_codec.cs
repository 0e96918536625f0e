using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Every_container_and_codec : IDisposable
{
    private const int Frames = 12;

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(VideoContainer.Mp4, PictureCodec.H264, PixelLayout.Auto, "h264", "yuv420p", "aac", 3)]
    [InlineData(VideoContainer.Mp4, PictureCodec.H264, PixelLayout.Full8, "h264", "yuv444p", "aac", 2)]
    [InlineData(VideoContainer.Mov, PictureCodec.H264, PixelLayout.Half10, "h264", "yuv420p10le", "aac", 2)]
    [InlineData(VideoContainer.Mkv, PictureCodec.H264, PixelLayout.Full10, "h264", "yuv444p10le", "opus", 2)]
    [InlineData(VideoContainer.Mp4, PictureCodec.H265, PixelLayout.Auto, "hevc", "yuv420p", "aac", 3)]
    [InlineData(VideoContainer.Mov, PictureCodec.H265, PixelLayout.Half10, "hevc", "yuv420p10le", "aac", 3)]
    [InlineData(VideoContainer.Mkv, PictureCodec.H265, PixelLayout.Full8, "hevc", "yuv444p", "opus", 3)]
    [InlineData(VideoContainer.Webm, PictureCodec.Vp9, PixelLayout.Auto, "vp9", "yuv420p", "opus", 3)]
    [InlineData(VideoContainer.Mkv, PictureCodec.Vp9, PixelLayout.Full10, "vp9", "yuv444p10le", "opus", 3)]
    [InlineData(VideoContainer.Webm, PictureCodec.Av1, PixelLayout.Auto, "av1", "yuv420p", "opus", 3)]
    [InlineData(VideoContainer.Mp4, PictureCodec.Av1, PixelLayout.Half10, "av1", "yuv420p10le", "aac", 3)]
    [InlineData(VideoContainer.Mkv, PictureCodec.Av1, PixelLayout.Full8, "av1", "yuv444p", "opus", 3)]
    [InlineData(VideoContainer.Mov, PictureCodec.ProRes, PixelLayout.Auto, "prores", "yuv422p10le", "pcm_s24le", 2)]
    [InlineData(VideoContainer.Mov, PictureCodec.ProRes, PixelLayout.Full10, "prores", "yuv444p12le", "pcm_s24le", 2)]
    [InlineData(VideoContainer.Mkv, PictureCodec.Ffv1, PixelLayout.Auto, "ffv1", "bgr0", "flac", 0)]
    [InlineData(VideoContainer.Mkv, PictureCodec.Ffv1, PixelLayout.Half8, "ffv1", "yuv420p", "flac", 2)]
    public async Task Keeps_frames_times_and_colours(VideoContainer container, PictureCodec codec, PixelLayout pixels, string codecName, string pixelName, string soundName, int mostError)
    {
        var film = await CreateVideoNode.CreateAsync(Repeated(Charts.Chart(), Frames), _call, default, 25, Samples.Tone(Frames / 25.0, 48_000, channels: 2));
        var crf = codec is PictureCodec.Ffv1 or PictureCodec.ProRes ? -1 : 6;

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", container, codec, OutputNaming.Exact, crf, pixelFormat: pixels, hardware: HardwareUse.Off);

        var path = _call.OutputPath("film." + container.ToString().ToLowerInvariant());
        var probe = await Probe.StreamsAsync(path);
        var (picture, sound) = (probe.Stream("video"), probe.Stream("audio"));
        (picture.Text("codec_name"), picture.Text("pix_fmt"), picture.Text("width"), picture.Text("height"), picture.Text("r_frame_rate"), picture.Text("nb_read_frames"))
            .ShouldBe((codecName, pixelName, "160", "96", "25/1", Films.Text(Frames)));
        sound.Text("codec_name").ShouldBe(soundName);
        Tags(picture).ShouldBe(pixelName == "bgr0" ? "pc gbr bt709 iec61966-2-1" : "tv bt709 bt709 bt709");
        double.Parse(picture.Text("start_time"), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(0);
        probe.GetProperty("format").Seconds().ShouldBe(Frames / 25.0, 0.0101);
        Charts.WorstError(await Probe.FrameAsync(path, 7)).ShouldBeLessThanOrEqualTo(mostError);
    }

    [Theory]
    [InlineData(VideoContainer.Auto, PictureCodec.Vp9, ".webm", "vp9")]
    [InlineData(VideoContainer.Auto, PictureCodec.H265, ".mp4", "hevc")]
    [InlineData(VideoContainer.Webm, PictureCodec.Auto, ".webm", "vp9")]
    public async Task What_is_left_open_fits_what_is_not(VideoContainer container, PictureCodec codec, string extension, string codecName)
    {
        var film = await Charts.FilmAsync(Charts.Moving(3), _call, silent: true);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", container, codec, OutputNaming.Exact, preset: EncodingPreset.UltraFast);

        (await Probe.StreamsAsync(_call.OutputPath("film" + extension))).Stream("video").Text("codec_name").ShouldBe(codecName);
    }

    [Fact]
    public async Task Hevc_has_the_name_that_apple_knows()
    {
        var film = await Charts.FilmAsync(Charts.Moving(3), _call, silent: true);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", VideoContainer.Mp4, PictureCodec.H265, OutputNaming.Exact);

        (await Probe.StreamsAsync(_call.OutputPath("film.mp4"))).Stream("video").Text("codec_tag_string").ShouldBe("hvc1");
    }

    [Fact]
    public async Task The_column_and_the_row_that_make_sides_even_are_like_the_last()
    {
        var edge = Image.Create(1, 75, 101, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (i / 3 / 101 >= 64 || i / 3 % 101 >= 90) && i % 3 != 2 ? 0.8f : 0.1f;
            }
        });

        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(edge, _call), _call, null, null, default, "film", naming: OutputNaming.Exact, crf: 4);

        var frame = await Probe.FrameAsync(_call.OutputPath("film.mp4"), 0);
        foreach (var (x, y) in new[] { (101, 20), (40, 75), (101, 75) })
        {
            ((double)frame[((y * 102) + x) * 3]).ShouldBe(204, 6);
            ((double)frame[(((y * 102) + x) * 3) + 2]).ShouldBe(26, 6);
        }
    }

    [Fact]
    public async Task Odd_sides_stay_where_colours_are_not_halved()
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Chart(101, 75), _call, silent: true), _call, null, null, default, "film", codec: PictureCodec.Ffv1, naming: OutputNaming.Exact);

        var picture = (await Probe.StreamsAsync(_call.OutputPath("film.mkv"))).Stream("video");
        (picture.Text("width"), picture.Text("height")).ShouldBe(("101", "75"));
    }

    [Fact]
    public async Task A_film_of_8_by_8_pixels_becomes_av1_too()
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Chart(8, 8), _call, silent: true), _call, null, null, default, "film", codec: PictureCodec.Av1, naming: OutputNaming.Exact);

        (await Probe.StreamsAsync(_call.OutputPath("film.webm"))).Stream("video").Text("nb_read_frames").ShouldBe("1");
    }

    private static string Tags(JsonElement picture) => string.Join(' ', new[] { "color_range", "color_space", "color_primaries", "color_transfer" }.Select(name => picture.Text(name)));

    private static Image Repeated(Image image, int times) => Image.Create(times, image.Height, image.Width, 3, pixels =>
    {
        for (var i = 0; i < times; i++)
        {
            image.Picture(0).CopyTo(pixels.AsSpan(i * image.Picture(0).Length));
        }
    });
}
