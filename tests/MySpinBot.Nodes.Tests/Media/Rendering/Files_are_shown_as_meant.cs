using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>Upright, with square pixels, without combs, in time.</summary>
public sealed class Files_are_shown_as_meant : IDisposable
{
    // Left half red, right half blue; the upper quarter white.
    private const string Marked = "color=blue:s=96x64:r=25:d=0.4,drawbox=0:0:48:64:red:fill,drawbox=0:0:96:16:white:fill";

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("90", 64, 96, "left", "bottom")]
    [InlineData("180", 96, 64, "bottom", "right")]
    [InlineData("270", 64, 96, "right", "top")]
    public async Task A_turned_recording_stands_upright(string rotate, int width, int height, string white, string red)
    {
        var flat = await Films.MakeAsync(_call, "flat.mp4", "-f", "lavfi", "-i", Marked, "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p");
        var video = await Films.LoadAsync(_call, await Films.MakeAsync(_call, "turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", $"rotate={rotate}"));

        (video.Width, video.Height).ShouldBe((width, height));
        var frame = (await Films.FramesAsync(_call, Films.Slice(video, 2, 1))).Single();
        var (x, y) = Edge(white, width, height);
        frame.At(width, x, y).Green.ShouldBeGreaterThan(200);
        (x, y) = Edge(red, width, height);
        (frame.At(width, x, y).Red, frame.At(width, x, y).Green).ShouldSatisfyAllConditions(pixel => pixel.Item1.ShouldBeGreaterThan(200), pixel => pixel.Item2.ShouldBeLessThan(60));
    }

    [Theory]
    [InlineData("2/1", 192, 64)]
    [InlineData("16/15", 102, 64)]
    [InlineData("1/2", 96, 128)]
    public async Task Pixels_are_made_square(string aspect, int width, int height)
    {
        var path = await Films.MakeAsync(_call, "wide.mp4", "-f", "lavfi", "-i", $"{Marked},setsar={aspect}", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var video = await Films.LoadAsync(_call, path);

        (video.Width, video.Height).ShouldBe((width, height));
        var frame = (await Films.FramesAsync(_call, Films.Slice(video, 2, 1))).Single();
        frame.Length.ShouldBe(width * height * 3);
        frame.At(width, width / 4, height / 2).Red.ShouldBeGreaterThan(200);
        frame.At(width, 3 * width / 4, height / 2).Blue.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData(101, 75)]
    [InlineData(33, 64)]
    [InlineData(16, 2)]
    public async Task Any_size_can_be_read_in_any_format(int width, int height)
    {
        var path = await Films.MakeAsync(_call, "odd.mkv", "-f", "lavfi", "-i", $"rgbtestsrc=s={width}x{height}:r=25:d=0.2", "-c:v", "ffv1", "-pix_fmt", "yuv420p");
        var video = await Films.LoadAsync(_call, path);

        foreach (var format in new[] { FrameFormat.Rgb24, FrameFormat.Yuv420, FrameFormat.Rgba })
        {
            (await Films.FramesAsync(_call, video, format)).Select(frame => frame.Length).ShouldBe(Enumerable.Repeat(format.Bytes(width, height), 5));
            var scaled = video with { Width = 51, Height = 37, Picture = [video.Picture[0] with { Edits = [new ScaleEdit(51, 37)] }] };
            (await Films.FramesAsync(_call, scaled, format)).Select(frame => frame.Length).ShouldBe(Enumerable.Repeat(format.Bytes(51, 37), 5));
        }
    }

    [Fact]
    public async Task Interlaced_recordings_lose_their_comb()
    {
        // A white bar that moves by eight columns a field.
        var path = await Films.MakeAsync(
            _call, "comb.mpg", "-f", "lavfi", "-i", "color=black:s=160x96:r=50:d=1,geq=lum='if(between(X,8*mod(N,16),8*mod(N,16)+16),235,16)':cb=128:cr=128,tinterlace=interleave_top,fieldorder=tff",
            "-flags", "+ilme+ildct", "-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv420p", "-top", "1");
        var video = await Films.LoadAsync(_call, path);

        video.FrameRate.ShouldBe(new Rational(25));
        var frame = (await Films.FramesAsync(_call, Films.Slice(video, 10, 1))).Single();
        Combs(frame).ShouldBeLessThan(0.25 * Combs(await Probe.FrameAsync(path, 10)));

        double Combs(byte[] rgb)
        {
            double sum = 0;
            for (var y = 1; y < 95; y++)
            {
                for (var x = 0; x < 160; x++)
                {
                    sum += Math.Max(0, Math.Abs((2 * rgb.At(160, x, y).Green) - rgb.At(160, x, y - 1).Green - rgb.At(160, x, y + 1).Green) - 64);
                }
            }

            return sum;
        }
    }

    [Fact]
    public async Task Sound_stays_where_it_was_beside_the_picture()
    {
        var late = await SoundAtAsync("late.mkv", 0.5, 0);
        var early = await SoundAtAsync("early.mkv", 0, 0.5);

        // The tone begins at 0.2 of a second of the sound.
        Onset(late).ShouldBe(0.7, 0.03);
        Onset(early).ShouldBe(0, 0.03);
        late.Seconds.ShouldBe(early.Seconds, 0.05);
    }

    [Fact]
    public async Task Pictures_that_do_not_move_are_no_video_and_covers_are_passed_over()
    {
        var cover = await Films.MakeAsync(_call, "cover.png", "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1");
        var song = await Films.MakeAsync(_call, "song.m4a", "-f", "lavfi", "-i", "sine=d=1", "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "aac", "-disposition:v", "attached_pic");

        var failure = await Should.ThrowAsync<NodeFailure>(() => Films.LoadAsync(_call, song));

        failure.Message.ShouldBe("'song.m4a' has no moving picture; for a sound use LoadAudio, for a picture LoadImage.");
    }

    [Fact]
    public async Task Of_several_pictures_the_default_one_is_shown()
    {
        var path = await Films.MakeAsync(
            _call, "two.mkv", "-f", "lavfi", "-i", "color=red:s=64x64:d=0.4", "-f", "lavfi", "-i", "color=blue:s=96x64:d=0.4", "-f", "lavfi", "-i", "sine=f=300:d=0.4", "-f", "lavfi", "-i", "anullsrc=d=0.4",
            "-map", "0", "-map", "1", "-map", "3", "-map", "2", "-t", "0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "flac",
            "-disposition:v:0", "0", "-disposition:v:1", "default", "-disposition:a:0", "0", "-disposition:a:1", "default");

        var video = await Films.LoadAsync(_call, path);

        video.Width.ShouldBe(96);
        (await Films.FramesAsync(_call, Films.Slice(video, 0, 1))).Single().At(96, 48, 32).Blue.ShouldBeGreaterThan(200);
        Samples.Energy((await GetVideoComponentsNode.TakeApartAsync(video, _call, default)).Audio.Channel(0, 0)).ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public async Task A_gif_lasts_as_long_as_its_pictures()
    {
        var path = await Films.MakeAsync(_call, "moving.gif", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=2");

        var video = await Films.LoadAsync(_call, path);

        (video.FrameRate, video.FrameCount).ShouldBe((new Rational(10), 20));
        (await Films.MarksAsync(_call, video)).Distinct().Count().ShouldBe(20);
    }

    private static (int X, int Y) Edge(string side, int width, int height) => side switch
    {
        "left" => (4, height / 2),
        "right" => (width - 5, height / 2),
        "top" => (width / 2, 4),
        _ => (width / 2, height - 5),
    };

    private async Task<Audio> SoundAtAsync(string name, double sound, double picture)
    {
        var path = await Films.MakeAsync(
            _call, name, "-itsoffset", Films.Text(picture), "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=2", "-itsoffset", Films.Text(sound), "-f", "lavfi", "-i", "sine=d=1,adelay=200,apad=whole_dur=1.5",
            "-map", "0", "-map", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "flac");
        return (await GetVideoComponentsNode.TakeApartAsync(await Films.LoadAsync(_call, path), _call, default)).Audio;
    }

    private static double Onset(Audio audio)
    {
        var samples = audio.Channel(0, 0);
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs(samples[i]) > 0.02)
            {
                return i / (double)audio.SampleRate;
            }
        }

        return -1;
    }
}
