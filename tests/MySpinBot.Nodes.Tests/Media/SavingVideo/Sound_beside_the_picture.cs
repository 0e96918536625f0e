using System.Runtime.InteropServices;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Sound_beside_the_picture : IDisposable
{
    private const int SampleRate = 48_000;

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    /// <summary>A flash and a click in the same instant, half a second in; both are looked for in the file by their times.</summary>
    [Theory]
    [InlineData(VideoContainer.Mp4, SoundCodec.Aac)]
    [InlineData(VideoContainer.Mp4, SoundCodec.Opus)]
    [InlineData(VideoContainer.Mp4, SoundCodec.Mp3)]
    [InlineData(VideoContainer.Mov, SoundCodec.Aac)]
    [InlineData(VideoContainer.Mov, SoundCodec.Pcm)]
    [InlineData(VideoContainer.Mkv, SoundCodec.Aac)]
    [InlineData(VideoContainer.Mkv, SoundCodec.Opus)]
    [InlineData(VideoContainer.Mkv, SoundCodec.Flac)]
    [InlineData(VideoContainer.Webm, SoundCodec.Opus)]
    public async Task Comes_in_the_same_instant(VideoContainer container, SoundCodec codec)
    {
        var film = await CreateVideoNode.CreateAsync(Flash(25, 12), _call, default, 25, Click(SampleRate, SampleRate * 12 / 25));

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", container, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast, audioCodec: codec);

        var path = _call.OutputPath("film." + container.ToString().ToLowerInvariant());
        var sound = await SoundFromZeroAsync(path);
        var heard = Enumerable.Range(0, sound.Length).First(i => Math.Abs(sound[i]) > 0.2) / (double)SampleRate;
        var seen = await FlashTimeAsync(path);
        (heard - seen).ShouldBe(0, codec == SoundCodec.Pcm ? 0.0001 : 0.0015);
    }

    [Theory]
    [InlineData(VideoContainer.Mkv)]
    [InlineData(VideoContainer.Webm)]
    public async Task Is_exactly_as_long_where_the_container_counts_no_lead_in(VideoContainer container)
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(25), _call), _call, null, null, default, "film", container, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast);

        var samples = (await Probe.SoundAsync(_call.OutputPath("film." + container.ToString().ToLowerInvariant()))).Length / 4;
        ((double)samples).ShouldBe(22_050, 1);
    }

    [Fact]
    public async Task Is_exactly_as_long_by_the_edit_list_of_mp4()
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(25), _call), _call, null, null, default, "film", naming: OutputNaming.Exact);

        (await Probe.StreamsAsync(_call.OutputPath("film.mp4"))).Stream("audio").Seconds().ShouldBe(1, 1e-6);
    }

    [Fact]
    public async Task Can_be_left_out_and_made_smaller()
    {
        var film = await Charts.FilmAsync(Charts.Moving(25), _call);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "mute", naming: OutputNaming.Exact, audioCodec: SoundCodec.None);
        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "small", VideoContainer.Webm, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast, audioBitrate: 24);
        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "large", VideoContainer.Webm, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast, audioBitrate: 256);

        (await Probe.StreamsAsync(_call.OutputPath("mute.mp4"))).GetProperty("streams").GetArrayLength().ShouldBe(1);
        new FileInfo(_call.OutputPath("small.webm")).Length.ShouldBeLessThan(new FileInfo(_call.OutputPath("large.webm")).Length - 8_000);
    }

    // Timestamps that the file gives are kept; what is missing before the first sample is silence.
    private static async Task<float[]> SoundFromZeroAsync(string path)
        => MemoryMarshal.Cast<byte, float>(await new ToolProcess(
            new MachineTools().Executable("ffmpeg"),
            ["-v", "error", "-nostdin", "-copyts", "-i", path, "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0,pan=mono|c0=c0", "-f", "f32le", "-ar", "48000", "pipe:1"]).ReadAllAsync(1 << 26, TimeProvider.System, default)).ToArray();

    private static async Task<double> FlashTimeAsync(string path)
    {
        var lines = System.Text.Encoding.ASCII.GetString(await new ToolProcess(
            new MachineTools().Executable("ffprobe"), ["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path]).ReadAllAsync(1 << 20, TimeProvider.System, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var greys = await new ToolProcess(
            new MachineTools().Executable("ffmpeg"), ["-v", "error", "-nostdin", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf", "scale=1:1,format=gray", "-f", "rawvideo", "pipe:1"]).ReadAllAsync(1 << 20, TimeProvider.System, default);
        greys.Length.ShouldBe(lines.Length);
        return double.Parse(lines[Array.FindIndex(greys, grey => grey > 128)].Trim(','), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Image Flash(int frames, int first) => Image.Create(frames, 16, 16, 3, pixels =>
    {
        Array.Clear(pixels);
        Array.Fill(pixels, 1f, first * 16 * 16 * 3, (frames - first) * 16 * 16 * 3);
    });

    private static Audio Click(int count, int first)
    {
        var samples = new float[count];
        for (var i = first; i < first + 960; i++)
        {
            samples[i] = 0.8f * (float)Math.Sin(Math.Tau * 1000 * (i - first) / SampleRate);
        }

        return Audio.Own(1, 1, SampleRate, samples);
    }
}
