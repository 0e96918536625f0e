using System.Buffers.Binary;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Saving_animated_pictures : IDisposable
{
    private static readonly JsonElement Prompt = JsonSerializer.SerializeToElement(new { a = "ä" });
    private static readonly JsonElement Extra = JsonSerializer.SerializeToElement(new { workflow = new { version = 1 } });

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_animated_PNG_has_every_frame_as_ffmpeg_sees_it(int channels)
    {
        var film = WalkingSquare(5, channels);

        var given = await SaveAnimationNodes.SavePngAsync(film, _call, Prompt, Extra, default, fps: 12.5);

        given.ShouldBeSameAs(film);
        var path = _call.OutputPath("ComfyUI_00001_.png");
        var probe = (await Probe.StreamsAsync(path)).Stream("video");
        (probe.Text("codec_name"), probe.Text("nb_read_frames"), probe.Text("avg_frame_rate")).ShouldBe(("apng", "5", "25/2"));
        for (var i = 0; i < 5; i++)
        {
            (await Probe.FrameAsync(path, i)).ShouldBe(Levels(film, i), $"frame {i}");
        }

        _call.Shown.Select(shown => shown.Key).ShouldBe(["images", "animated"]);
        _call.Shown[0].Item.Text("format").ShouldBe("image/png");
        _call.ProgressDone.ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task An_animated_PNG_runs_without_end_and_says_what_made_it_as_ComfyUI_does()
    {
        await SaveAnimationNodes.SavePngAsync(WalkingSquare(3), _call, Prompt, Extra, default, fps: 24);

        var file = await File.ReadAllBytesAsync(_call.OutputPath("ComfyUI_00001_.png"));
        var chunks = PngChunks(file);
        chunks.Select(chunk => chunk.Type).ShouldBe(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "comf", "comf", "IEND"]);
        chunks[1].Body.ShouldBe([0, 0, 0, 3, 0, 0, 0, 0]);
        chunks.Where(chunk => chunk.Type == "fcTL").ShouldAllBe(chunk => chunk.Body[20] == 0 && chunk.Body[21] == 1 && chunk.Body[22] == 0 && chunk.Body[23] == 24);
        System.Text.Encoding.ASCII.GetString(chunks[8].Body).ShouldBe("prompt\0{\"a\":\"\\u00E4\"}", StringCompareShould.IgnoreCase);
        ImageMetadata.Read(file)["workflow"].ShouldBe("""{"version":1}""");
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(true, 4)]
    [InlineData(false, 3)]
    public async Task An_animated_WebP_comes_back_frame_by_frame(bool lossless, int channels)
    {
        var film = WalkingSquare(5, channels);

        var given = await SaveAnimationNodes.SaveWebpAsync(film, _call, Prompt, Extra, default, fps: 24, lossless: lossless, quality: 95, method: "fastest");

        given.ShouldBeSameAs(film);
        var file = await File.ReadAllBytesAsync(_call.OutputPath("ComfyUI_00001_.webp"));
        var back = ImageCodec.Decode(file);
        (back.Image.Batch, back.Image.Width, back.Image.Height).ShouldBe((5, 61, 33));
        var differences = Enumerable.Range(0, film.Pixels.Length)
            .Select(i => Math.Abs((i % channels == 3 ? back.Alpha!.Values[i / channels] : back.Image.Pixels[(i / channels * 3) + (i % channels)]) - film.Pixels[i])).ToArray();
        differences.Average().ShouldBeLessThanOrEqualTo(lossless ? 0 : 0.05f);
        differences.Max().ShouldBeLessThanOrEqualTo(lossless ? 0 : 0.5f);

        (back.Alpha is null || !back.Alpha.Values.ContainsAnyExcept(1f)).ShouldBe(channels == 3);
        ImageMetadata.Read(file)["workflow"].ShouldBe("""{"version":1}""");
        JsonDocument.Parse(ImageMetadata.Read(file)["prompt"]).RootElement.Text("a").ShouldBe("ä");
    }

    [Fact]
    public async Task The_frames_of_a_WebP_take_a_second_together_and_hold_what_changed()
    {
        await SaveAnimationNodes.SaveWebpAsync(WalkingSquare(24), _call, null, null, default, fps: 24);

        var chunks = RiffChunks(await File.ReadAllBytesAsync(_call.OutputPath("ComfyUI_00001_.webp")));
        chunks.Single(chunk => chunk.Type == "ANIM").Body.ShouldBe(new byte[6]); // no loop count: without end
        var frames = chunks.Where(chunk => chunk.Type == "ANMF").Select(chunk => chunk.Body).ToArray();
        frames.Length.ShouldBe(24);
        frames.Sum(frame => Int24(frame, 12)).ShouldBe(1000);
        frames.Select(frame => Int24(frame, 12)).Distinct().Order().ShouldBe([41, 42]);
        frames.Skip(1).ShouldAllBe(frame => Int24(frame, 6) + 1 <= 12 && Int24(frame, 9) + 1 <= 9);
    }

    [Fact]
    public async Task Equal_frames_stay_frames()
    {
        var still = Image.Create(4, 10, 10, 3, pixels => Array.Fill(pixels, 0.5f));

        await SaveAnimationNodes.SaveWebpAsync(still, _call, null, null, default);
        await SaveAnimationNodes.SavePngAsync(still, _call, null, null, default);

        ImageCodec.Decode(_call.OutputPath("ComfyUI_00001_.webp")).Image.Batch.ShouldBe(4);
        (await Probe.StreamsAsync(_call.OutputPath("ComfyUI_00001_.png"))).Stream("video").Text("nb_read_frames").ShouldBe("4");
    }

    [Fact]
    public async Task One_picture_of_the_least_quality_is_a_picture()
    {
        await SaveAnimationNodes.SaveWebpAsync(Samples.Flat(4, 4, 1, 0, 0), _call, null, null, default, lossless: false, quality: 0, method: "slowest");

        var back = LoadImageNode.Load(_call.FileAt(_call.OutputPath("ComfyUI_00001_.webp")), default).Image;
        (back.Batch, back.Width, back.Height).ShouldBe((1, 4, 4));
        back.Pixels[0].ShouldBe(1, 0.1f);
    }

    [Fact]
    public async Task What_is_cancelled_leaves_no_file()
    {
        using var cancellation = new CancellationTokenSource();
        _call.OnProgress = done => cancellation.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => SaveAnimationNodes.SaveWebpAsync(WalkingSquare(4), _call, null, null, cancellation.Token));

        _call.ProgressDone.ShouldBe([1]);
        _call.OutputFiles().ShouldBeEmpty();
    }

    // A square on noise that never changes; where there is alpha, the square has a thin place; older libraries forget colours where nothing is seen at all.
    private static Image WalkingSquare(int frames, int channels = 3) => Image.Create(frames, 33, 61, channels, pixels =>
    {
        var random = new Random(5);
        var ground = Enumerable.Range(0, 33 * 61 * channels).Select(i => (i % channels == 3 ? 255 : 100 + random.Next(50)) / 255f).ToArray();
        for (var frame = 0; frame < frames; frame++)
        {
            var picture = pixels.AsSpan(frame * ground.Length, ground.Length);
            ground.CopyTo(picture);
            for (var at = 0; at < 64; at++)
            {
                var pixel = picture.Slice((((7 + (at / 8)) * 61) + 3 + (2 * frame) + (at % 8)) * channels, channels);
                pixel.Fill(1);
                pixel[1] = 0.2f;
                if (channels == 4)
                {
                    pixel[3] = at == 27 ? 0.2f : 1;
                }
            }
        }
    });

    private static byte[] Levels(Image image, int index)
        => [.. Enumerable.Range(0, image.Height * image.Width * 3).Select(i => (byte)(255f * image.Picture(index)[(i / 3 * image.Channels) + (i % 3)]))];

    private static List<(string Type, byte[] Body)> PngChunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8, length; at < file.Length; at += length + 12)
        {
            length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((System.Text.Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
        }

        return chunks;
    }

    private static List<(string Type, byte[] Body)> RiffChunks(byte[] file)
    {
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)).ShouldBe(file.Length - 8);
        var chunks = new List<(string, byte[])>();
        for (int at = 12, length; at < file.Length; at += 8 + length + (length & 1))
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            chunks.Add((System.Text.Encoding.ASCII.GetString(file, at, 4), file[(at + 8)..(at + 8 + length)]));
        }

        return chunks;
    }

    private static int Int24(byte[] body, int at) => body[at] | (body[at + 1] << 8) | (body[at + 2] << 16);
}
