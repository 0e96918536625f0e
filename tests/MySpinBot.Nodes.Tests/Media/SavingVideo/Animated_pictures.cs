using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

public sealed class Animated_pictures : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(1, -1)]
    public async Task A_gif_runs_as_often_as_it_is_told(int loops, int stored)
    {
        var bytes = await GifAsync(Charts.Moving(6), loops);

        var at = bytes.AsSpan().IndexOf("NETSCAPE2.0"u8);
        (at < 0 ? -1 : bytes[at + 13] + (bytes[at + 14] * 256)).ShouldBe(stored);
    }

    [Fact]
    public async Task A_gif_keeps_frames_times_and_colours_and_lets_nothing_shine_through()
    {
        var bytes = await GifAsync(Charts.Chart(), 0);
        await GifAsync(Charts.Moving(10), 0, "moving");

        Charts.WorstError(await Probe.FrameAsync(_call.OutputPath("film.gif"), 0)).ShouldBeLessThanOrEqualTo(2);
        var probe = await Probe.StreamsAsync(_call.OutputPath("moving.gif"));
        (probe.Stream("video").Text("nb_read_frames"), probe.Stream("video").Text("r_frame_rate"), probe.Stream("video").Seconds()).ShouldBe(("10", "25/1", 0.4));

        // The flags of every graphic control extension: bit 0 is transparency.
        for (var i = 0; i < bytes.Length - 4; i++)
        {
            if (bytes[i] == 0x21 && bytes[i + 1] == 0xF9 && bytes[i + 2] == 4)
            {
                (bytes[i + 3] & 1).ShouldBe(0);
            }
        }
    }

    [Fact]
    public async Task A_gif_has_at_most_fifty_frames_a_second()
    {
        var film = await CreateVideoNode.CreateAsync(Charts.Moving(20), _call, default, fps: 100);

        await SaveVideoNode.SaveAsync(film, _call, null, null, default, "film", VideoContainer.Gif, naming: OutputNaming.Exact);

        (await Probe.StreamsAsync(_call.OutputPath("film.gif"))).Stream("video").Text("nb_read_frames").ShouldBe("10");
    }

    [Theory]
    [InlineData(-1, 12)]
    [InlineData(0, 0)]
    public async Task A_webp_moves_and_keeps_its_colours(int crf, int mostError)
    {
        var film = await Charts.FilmAsync(Charts.Moving(6), _call) with { };
        var still = await Charts.FilmAsync(Charts.Chart(), _call, silent: true);

        await SaveVideoNode.SaveAsync(JoinVideosNode.Join([still, film]), _call, null, null, default, "film", VideoContainer.Webp, naming: OutputNaming.Exact, crf: crf, loopCount: 2);

        var bytes = await File.ReadAllBytesAsync(_call.OutputPath("film.webp"), TestContext.Current.CancellationToken);
        var animation = bytes.AsSpan().IndexOf("ANIM"u8);
        (bytes[animation + 12] + (bytes[animation + 13] * 256)).ShouldBe(2);
        Frames(bytes).ShouldBe(Enumerable.Repeat(40, 7));
        var first = ImageCodec.Decode(bytes).Image;
        Charts.WorstError([.. first.Picture(0).ToArray().Select(value => (byte)Math.Round(value * 255))]).ShouldBeLessThanOrEqualTo(mostError);
    }

    // The milliseconds of each ANMF chunk (RFC 9649).
    private static List<int> Frames(byte[] bytes)
    {
        var frames = new List<int>();
        for (var i = 12; i + 8 <= bytes.Length;)
        {
            if (bytes.AsSpan(i).StartsWith("ANMF"u8))
            {
                frames.Add(bytes[i + 20] + (bytes[i + 21] << 8) + (bytes[i + 22] << 16));
            }

            var length = BitConverter.ToInt32(bytes, i + 4);
            i += 8 + length + (length & 1);
        }

        return frames;
    }

    private async Task<byte[]> GifAsync(Image images, int loops, string name = "film")
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(images, _call, silent: true), _call, null, null, default, name, VideoContainer.Gif, naming: OutputNaming.Exact, loopCount: loops);
        return await File.ReadAllBytesAsync(_call.OutputPath(name + ".gif"));
    }
}
