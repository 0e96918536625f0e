using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>A cut in the middle gives the bytes that reading all and dropping gives.</summary>
public sealed class Slices_are_exact : IDisposable
{
    private const string Moving = "testsrc2=s=160x90:r=25:d=12";

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("long.mp4", "-c:v libx264 -g 1000 -bf 3 -pix_fmt yuv420p")]
    [InlineData("open.mp4", "-c:v libx264 -bf 3 -pix_fmt yuv420p -x264-params open-gop=1:keyint=60:min-keyint=60:scenecut=0:b-pyramid=normal")]
    [InlineData("open.mkv", "-c:v libx265 -pix_fmt yuv420p -x265-params log-level=none:open-gop=1:keyint=48:min-keyint=48:scenecut=0")]
    [InlineData("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 100 -b:v 300k -pix_fmt yuv420p")]
    [InlineData("stream.ts", "-c:v libx264 -bf 2 -g 50 -pix_fmt yuv420p")]
    [InlineData("old.avi", "-c:v mpeg4 -bf 2 -q:v 4")]
    [InlineData("late.mp4", "-c:v libx264 -bf 2 -g 75 -pix_fmt yuv420p -output_ts_offset 3.7")]
    [InlineData("interlaced.mpg", "-vf interlace=lowpass=off,scale=160:96:interl=1 -flags +ilme+ildct -c:v mpeg2video -bf 2 -g 15 -q:v 3 -pix_fmt yuv420p")]
    public async Task Slices_of_a_file(string name, string encoding)
    {
        var video = await Films.LoadAsync(_call, await Films.MakeAsync(_call, name, ["-f", "lavfi", "-i", Moving, .. encoding.Split(' ')]));
        var all = await Films.MarksAsync(_call, video);

        all.Count.ShouldBe((int)video.FrameCount);
        all.Distinct().Count().ShouldBeGreaterThan((all.Count * 9) / 10);
        foreach (var first in new[] { 1, 59, 60, 61, 99, 143, 144, 145, 200, all.Count - 6 }.Where(first => first <= all.Count - 6))
        {
            (await Films.MarksAsync(_call, Films.Slice(video, first, 6))).ShouldBe(all.GetRange(first, 6), $"from frame {first}");
        }
    }

    [Fact]
    public async Task Slices_of_a_file_of_changing_pace()
    {
        var path = await Films.MakeAsync(
            _call, "phone.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=20", "-vf", "settb=1/90000,select='not(between(mod(n,90),40,47))',setpts='PTS+0.004*mod(N*7,5)/TB'", "-fps_mode", "vfr",
            "-c:v", "libx264", "-bf", "3", "-g", "120", "-pix_fmt", "yuv420p", "-video_track_timescale", "90000");
        var video = await Films.LoadAsync(_call, path);
        var all = await Films.MarksAsync(_call, video);

        video.FrameRate.ShouldBe(new Rational(30));
        foreach (var first in new[] { 1, 44, 45, 130, 135, 200, 301, 420, 500 })
        {
            (await Films.MarksAsync(_call, Films.Slice(video, first, 5))).ShouldBe(all.GetRange(first, 5), $"from frame {first}");
        }
    }

    [Fact]
    public async Task A_frame_stays_until_the_next_one_comes()
    {
        // Frames at 0, 1, 1.5 and 4 seconds, four in all.
        var path = await Films.MakeAsync(
            _call, "rare.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=0.4", "-vf", "setpts='(if(eq(N,0),0,if(eq(N,1),1,if(eq(N,2),1.5,4))))/TB'", "-fps_mode", "passthrough",
            "-c:v", "ffv1", "-g", "1");
        var artifact = await _call.Artifacts.PutFileAsync(path, "video/mkv", default);
        var video = new Video { FrameRate = new Rational(10), Width = 160, Height = 90, Picture = [new PictureSegment(new FileSource(artifact), 41)] };

        var marks = await Films.MarksAsync(_call, video);

        var shown = marks.Select((mark, place) => (mark, place)).GroupBy(frame => frame.mark).Select(group => (group.Min(frame => frame.place), group.Count()));
        shown.ShouldBe([(0, 10), (10, 5), (15, 25), (40, 1)]);
        (await Films.MarksAsync(_call, Films.Slice(video, 30, 4))).ShouldBe(marks.GetRange(30, 4));
    }

    [Fact]
    public async Task Another_rate_shows_what_the_file_shows_then()
    {
        var path = await Films.MakeAsync(_call, "fast.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=50:d=2", "-c:v", "ffv1");
        var video = await Films.LoadAsync(_call, path);
        var all = await Films.MarksAsync(_call, video);

        var half = await Films.MarksAsync(_call, video with { FrameRate = new Rational(25), Picture = [video.Picture[0] with { FrameCount = 50 }] });
        var third = await Films.MarksAsync(_call, video with { FrameRate = new Rational(60), Picture = [video.Picture[0] with { FrameCount = 100 }] });

        half.ShouldBe(all.Where((_, place) => place % 2 == 0));
        third.ShouldBe(Enumerable.Range(0, 100).Select(place => all[place * 50 / 60]));
    }
}
