using System.Buffers.Binary;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Loading_broken_sound_files : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task An_empty_file_is_named()
        => (await FailureAsync(_call.File("none.wav", []))).ShouldBe("'none.wav' is empty or not there; save or download it again.");

    [Fact]
    public async Task A_folder_is_no_sound()
    {
        var folder = Directory.CreateDirectory(_call.OutputPath("sounds")).FullName;

        (await FailureAsync(new FileReference(folder, ContentId.Of([]), 0))).ShouldBe("'sounds' is a folder; choose a sound file.");
    }

    [Theory]
    [InlineData("wav", "")]
    [InlineData("flac", "ffmpeg ended with code ")]
    [InlineData("mp3", "it ends after ")]
    [InlineData("ogg", "it ends within a page, so it is cut off.")]
    [InlineData("opus", "it ends within a page, so it is cut off.")]
    [InlineData("mka", "it ends after ")]
    public async Task A_file_that_is_cut_off_is_named(string format, string why)
    {
        var path = await Films.MakeAsync(_call, "whole." + format, "-f", "lavfi", "-i", "sine=433:duration=12", "-c:a", format switch { "ogg" => "libvorbis", "opus" => "libopus", "mp3" => "libmp3lame", "mka" => "libopus", "wav" => "pcm_s16le", _ => format });
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        (await FailureAsync(_call.File("short." + format, whole[..(whole.Length * 5 / 8)]))).ShouldStartWith($"'short.{format}' is damaged: {why}");
        (await LoadAudioNode.LoadAsync(_call.FileAt(path), _call, default)).Seconds.ShouldBe(12, 0.1);
    }

    [Theory]
    [InlineData("letter.wav", "Dear Sir or Madam,")]
    [InlineData("noise.mp3", null)]
    public async Task What_is_no_sound_file_is_refused(string name, string? text)
    {
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);

        (await FailureAsync(_call.File(name, text is null ? bytes : System.Text.Encoding.ASCII.GetBytes(text)))).ShouldBeOneOf(
            $"'{name}' is no sound file that is known here, or its beginning is damaged: ffprobe ended with code 1: Invalid data found when processing input. Choose another file, or save or download it again.",
            $"'{name}' is no sound file that is known here, or its beginning is damaged: ffprobe ended with code 1: Invalid argument. Choose another file, or save or download it again.");
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile tone.wav\n")]
    [InlineData("#EXTM3U\n#EXTINF:3,\ntone.aac\n#EXT-X-ENDLIST\n")]
    public async Task A_list_of_other_files_is_not_followed(string text)
        => (await FailureAsync(_call.File("list.wav", System.Text.Encoding.ASCII.GetBytes(text)))).ShouldBe("'list.wav' is a playlist: it only names other files; choose one of those.");

    [Fact]
    public async Task A_wave_file_that_is_shorter_than_it_says_is_named()
        => (await FailureAsync(Wave(claimed: 64_000))).ShouldStartWith("'odd.wav' is damaged: ");

    [Fact]
    public async Task A_wave_file_without_samples_is_named()
        => (await FailureAsync(Wave(seconds: 0))).ShouldBe("'odd.wav' is damaged: it holds no samples. Save or download it again.");

    [Fact]
    public async Task A_sound_without_channels_is_refused()
        => (await FailureAsync(Wave(channels: 0))).ShouldStartWith("'odd.wav' is no sound file that is known here, or its beginning is damaged: ");

    [Fact]
    public async Task A_sound_of_0_hertz_is_refused()
        => (await FailureAsync(Wave(rate: 0))).ShouldStartWith("'odd.wav' is no sound file that is known here, or its beginning is damaged: ");

    [Fact]
    public async Task Too_many_channels_are_refused_and_not_called_damage()
        => (await FailureAsync(Wave(channels: 64))).ShouldBe("'odd.wav' claims 64 channels at 8000 samples a second; up to 8 channels and 1000 to 384000 samples a second are taken.");

    [Fact]
    public async Task A_rate_that_nothing_else_takes_is_refused()
        => (await FailureAsync(Wave(rate: 1))).ShouldBe("'odd.wav' claims 1 channels at 1 samples a second; up to 8 channels and 1000 to 384000 samples a second are taken.");

    [Fact]
    public async Task Samples_that_are_no_numbers_are_damage()
    {
        var path = await Films.MakeAsync(_call, "float.wav", "-f", "lavfi", "-i", "sine=433:duration=1", "-c:a", "pcm_f32le");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length / 2 / 4 * 4 + (bytes.Length % 4)), float.NaN);

        (await FailureAsync(_call.File("float.wav", bytes))).ShouldBe("'float.wav' is damaged: some of its samples are no numbers. Save or download it again.");
    }

    [Fact]
    public async Task A_wave_file_that_was_written_to_a_pipe_is_whole()
    {
        var file = Wave(claimed: -1);

        (await LoadAudioNode.LoadAsync(file, _call, default)).SampleCount.ShouldBe(8000);
    }

    [Fact]
    public async Task An_unknown_codec_is_named()
        => (await FailureAsync(Wave(coding: 0x1234))).ShouldBe("The sound of 'odd.wav' has a codec that ffmpeg does not know; convert it to WAV, FLAC or MP3 first.");

    [Fact]
    public async Task A_video_without_sound_is_refused()
    {
        var path = await Films.MakeAsync(_call, "mute.mp4", "-f", "lavfi", "-i", "color=red:size=64x64:duration=0.2");

        (await FailureAsync(_call.FileAt(path))).ShouldBe("'mute.mp4' has no sound; choose a sound file, or a video with sound.");
    }

    [Fact]
    public async Task A_sound_that_is_too_long_is_refused_before_it_is_decoded()
    {
        // Hours in a few bytes: a header that claims them, in a file that is as long and holds nothing.
        var file = Wave(claimed: int.MaxValue - 100, rate: 8000, channels: 8);
        await using (var stream = new FileStream(file.Path, FileMode.Open))
        {
            stream.SetLength(int.MaxValue - 56);
        }

        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(file with { Length = int.MaxValue - 56 }, _call, default));

        failure.Message.ShouldBe("'odd.wav' lasts 16777 seconds; with 8 channel(s) at 8000 samples a second, up to 4194 seconds are taken. Cut it into shorter files.");
        Directory.Exists(_call.OutputPath("../temporary")).ShouldBeFalse("Nothing was decoded.");
    }

    private async Task<string> FailureAsync(FileReference file)
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(file, _call, default));
        failure.Input.ShouldBe("audio");
        failure.Message.ShouldNotContain(Path.GetDirectoryName(file.Path)!);
        return failure.Message;
    }

    /// <summary>A WAV file of 16 bits whose header may say anything.</summary>
    private FileReference Wave(double seconds = 1, int channels = 1, int rate = 8000, int coding = 1, int? claimed = null)
    {
        var bytes = new byte[44 + (int)(seconds * 16_000)];
        "RIFF\0\0\0\0WAVEfmt "u8.CopyTo(bytes);
        "data"u8.CopyTo(bytes.AsSpan(36));
        var block = Math.Max(1, channels) * 2;
        foreach (var (at, value) in new[] { (4, bytes.Length - 8), (16, 16), (20, coding | (channels << 16)), (24, rate), (28, rate * block), (32, block | (16 << 16)), (40, claimed ?? (bytes.Length - 44)) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        }

        return _call.File("odd.wav", bytes);
    }
}
