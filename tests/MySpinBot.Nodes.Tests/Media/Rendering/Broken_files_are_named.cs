using System.Text;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Broken_files_are_named : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Nothing_at_all()
        => (await RefusedAsync("empty.mp4", [])).ShouldBe("'empty.mp4' is empty or not there; save or download it again.");

    [Fact]
    public async Task A_folder()
    {
        var path = _call.OutputPath("film.mp4");
        Directory.CreateDirectory(path);

        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadVideoNode.LoadAsync(new FileReference(path, ContentId.Of([]), 0), _call, default));

        failure.Message.ShouldBe("'film.mp4' is a folder; choose a video file.");
    }

    [Fact]
    public async Task Garbage()
    {
        var bytes = new byte[100_000];
        new Random(5).NextBytes(bytes);

        (await RefusedAsync("garbage.mp4", bytes)).ShouldBe("'garbage.mp4' is no sound or video that can be read, or it is damaged: ffprobe ended with code 1: Invalid data found when processing input. Choose another file, or save or download it again.");
    }

    [Fact]
    public async Task A_text()
        => (await RefusedAsync("letter.mp4", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("Dear Sir or Madam,", 100)))))
            .ShouldBe("'letter.mp4' is no sound or video that can be read, or it is damaged: ffprobe ended with code 1: Invalid data found when processing input. Choose another file, or save or download it again.");

    [Fact]
    public async Task A_file_whose_index_was_never_written()
    {
        var bytes = await FilmAsync();

        (await RefusedAsync("crashed.mp4", bytes[..(bytes.Length * 2 / 3)])).ShouldBe("'crashed.mp4' is no sound or video that can be read, or it is damaged: ffprobe ended with code 1: Invalid data found when processing input. Choose another file, or save or download it again.");
    }

    [Fact]
    public async Task A_file_that_ends_in_the_middle()
    {
        var bytes = await FilmAsync("-movflags", "+faststart");

        (await RefusedAsync("half.mp4", bytes[..(bytes.Length / 2)])).ShouldMatch(@"^'half\.mp4' is cut off: \d+ of the frames that it claims are not there, from [12](\.\d+)? seconds on\. Save or download it again\.$");
    }

    [Fact]
    public async Task A_box_that_claims_to_be_larger_than_the_file_does_no_harm()
    {
        var bytes = await FilmAsync("-movflags", "+faststart");
        bytes[bytes.AsSpan().IndexOf("moov"u8) - 3] = 0x7f;

        (await Films.FramesAsync(_call, await LoadVideoNode.LoadAsync(_call.File("large.mp4", bytes), _call, default))).Count.ShouldBe(125);
    }

    [Fact]
    public async Task A_file_without_frames()
        => (await RefusedAsync("none.mp4", await FilmAsync("-frames:v", "0"))).ShouldBe("'none.mp4' has no moving picture; for a sound use LoadAudio, for a picture LoadImage.");

    [Fact]
    public async Task A_codec_that_nobody_knows()
    {
        var bytes = await FilmAsync();
        "zzz1"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().LastIndexOf("avc1"u8)));

        (await RefusedAsync("strange.mp4", bytes)).ShouldBe("The picture of 'strange.mp4' cannot be decoded: its codec is unknown, or its beginning is damaged; convert it to H.264 first.");
    }

    [Fact]
    public async Task A_size_that_cannot_be()
    {
        var path = await Films.MakeAsync(_call, "raw.avi", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.2", "-c:v", "rawvideo", "-pix_fmt", "bgr24");
        var bytes = await File.ReadAllBytesAsync(path);
        var header = bytes.AsSpan().IndexOf("strf"u8) + 8;
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 4), 12_000);
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 8), 10_000);

        (await RefusedAsync("huge.avi", bytes)).ShouldBe("'huge.avi' claims 12000×10000 pixels; videos of up to 8192 a side are taken.");
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile secret.mp4\n")]
    [InlineData("#EXTM3U\n#EXTINF:3,\nsecret.ts\n#EXT-X-ENDLIST\n")]
    public async Task A_list_of_other_files_is_not_followed(string text)
        => (await RefusedAsync("list.mp4", System.Text.Encoding.ASCII.GetBytes(text))).ShouldBe("'list.mp4' is a playlist: it only names other files; choose one of those.");

    [Fact]
    public async Task A_pace_that_cannot_be()
        => (await RefusedAsync("fast.y4m", [.. System.Text.Encoding.ASCII.GetBytes("YUV4MPEG2 W16 H16 F1000000:1 Ip A1:1 C420\n"), .. System.Text.Encoding.ASCII.GetBytes("FRAME\n"), .. new byte[384], .. System.Text.Encoding.ASCII.GetBytes("FRAME\n"), .. new byte[384]]))
            .ShouldBe("'fast.y4m' claims 1000000 frames a second; videos of up to 1000 are taken.");

    [Theory]
    [InlineData(0.55)]
    [InlineData(0.8)]
    public async Task A_file_that_is_damaged_in_the_middle(double place)
    {
        var bytes = await FilmAsync();
        var at = (int)(bytes.Length * place);
        new Random(1).NextBytes(bytes.AsSpan(at, 3000));
        var video = await LoadVideoNode.LoadAsync(_call.File("scratched.mp4", bytes), _call, default);

        var failure = await Should.ThrowAsync<NodeFailure>(() => Films.FramesAsync(_call, video));

        failure.Message.ShouldMatch(@"^A video file is damaged at [1-4](\.\d+)? seconds: ffmpeg ended with code 1: .+\. Save or download it again\.$");
    }

    [Fact]
    public async Task A_recording_off_the_air_may_begin_anywhere_and_have_a_scratch()
    {
        var bytes = await File.ReadAllBytesAsync(await Films.MakeAsync(
            _call, "air.ts", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=5", "-c:v", "libx264", "-g", "25", "-pix_fmt", "yuv420p"));
        var begun = bytes[(188 * (bytes.Length / 188 / 8))..];
        new Random(1).NextBytes(begun.AsSpan(begun.Length / 2, 188));

        var video = await LoadVideoNode.LoadAsync(_call.File("air.ts", begun), _call, default);

        (await Films.MarksAsync(_call, video)).Distinct().Count().ShouldBeGreaterThan(75);
    }

    private async Task<string> RefusedAsync(string name, byte[] bytes)
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadVideoNode.LoadAsync(_call.File(name, bytes), _call, default));
        failure.Input.ShouldBe("file");
        return failure.Message.Replace(Path.GetDirectoryName(_call.OutputPath(""))! + "/", "", StringComparison.Ordinal).Replace(_call.OutputPath(""), "", StringComparison.Ordinal);
    }

    private async Task<byte[]> FilmAsync(params string[] arguments) => await File.ReadAllBytesAsync(
        await Films.MakeAsync(_call, "whole.mp4", ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=5", "-c:v", "libx264", "-g", "25", "-pix_fmt", "yuv420p", .. arguments]));
}
