using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Colours_of_files_are_right : IDisposable
{
    // Twelve patches of 32 pixels, out of which the middles are compared.
    private static readonly string[] Patches = ["ff0000", "00ff00", "0000ff", "ffffff", "000000", "808080", "e6994d", "336699", "ffff00", "00ffff", "ff00ff", "20c060"];

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("sd untagged", "384x96", "m=smpte170m:r=limited,format=yuv420p,setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown")]
    [InlineData("hd untagged", "1280x720", "m=bt709:r=limited,format=yuv420p,setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown")]
    [InlineData("sd tagged 709", "384x96", "m=bt709:r=limited,format=yuv420p,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709")]
    [InlineData("hd tagged 601", "1280x720", "m=smpte170m:r=limited,format=yuv420p,setparams=colorspace=smpte170m")]
    [InlineData("full range", "384x96", "m=bt709:r=full,format=yuvj420p,setparams=colorspace=bt709:range=pc")]
    [InlineData("ten bits", "384x96", "m=bt709:r=limited,format=yuv420p10le,setparams=colorspace=bt709")]
    [InlineData("4:4:4", "384x96", "m=bt709:r=limited,format=yuv444p,setparams=colorspace=bt709")]
    [InlineData("4:2:2 ten bits", "384x96", "m=bt709:r=limited,format=yuv422p10le,setparams=colorspace=bt709")]
    [InlineData("odd", "383x95", "m=bt709:r=limited,format=yuv444p,setparams=colorspace=bt709")]
    public async Task Of_any_matrix_range_and_depth(string what, string size, string form)
    {
        var sides = size.Split('x').Select(int.Parse).ToArray();
        var path = await Films.MakeAsync(_call, "chart.mkv", [.. Chart(), "-vf", $"pad={Math.Max(384, sides[0])}:{Math.Max(96, sides[1])},crop={sides[0]}:{sides[1]}:0:0:exact=1,format=gbrp,zscale={form}", "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast"]);
        var video = await Films.LoadAsync(_call, path);
        (video.Width, video.Height).ShouldBe((sides[0], sides[1]));

        Matches((await Films.FramesAsync(_call, Films.Slice(video, 0, 1))).Single(), sides[0], 2, what);
        Matches(await RgbOfAsync((await Films.FramesAsync(_call, Films.Slice(video, 0, 1), FrameFormat.Yuv420)).Single(), sides[0], sides[1]), sides[0], 3, what);
    }

    [Fact]
    public async Task In_files_that_hold_rgb()
    {
        var path = await Films.MakeAsync(_call, "chart.mkv", [.. Chart(), "-vf", "format=gbrp", "-c:v", "ffv1"]);

        Matches((await Films.FramesAsync(_call, Films.Slice(await Films.LoadAsync(_call, path), 0, 1))).Single(), 384, 0, "rgb");
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(61, 47)]
    [InlineData(1, 1)]
    public async Task From_rgb_to_yuv_within_one_level_of_zimg(int width, int height)
    {
        var random = new Random(3);
        var levels = new byte[((width + 15) / 16) * ((height + 15) / 16) * 3];
        random.NextBytes(levels);
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            rgb[i] = levels[((((y / 16) * ((width + 15) / 16)) + (x / 16)) * 3) + (i % 3)];
        }

        var ours = new byte[FrameFormat.Yuv420.Bytes(width, height)];
        YuvConversion.FromRgb(rgb, ours, width, height);
        var theirs = await ConvertAsync(rgb, $"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -i pipe:0", "format=gbrp,zscale=m=bt709:r=limited,format=yuv444p", "yuv444p");

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Math.Abs(ours[(y * width) + x] - theirs[(y * width) + x]).ShouldBeLessThanOrEqualTo(1, $"luma at {x}, {y}");
                if (x % 16 is > 1 and < 14 && y % 16 is > 1 and < 14 && x + 2 < width && y + 2 < height)
                {
                    for (var plane = 0; plane < 2; plane++)
                    {
                        var at = (width * height) + (plane * ((width + 1) / 2) * ((height + 1) / 2)) + ((y / 2) * ((width + 1) / 2)) + (x / 2);
                        Math.Abs(ours[at] - theirs[((plane + 1) * width * height) + (y * width) + x]).ShouldBeLessThanOrEqualTo(1, $"chroma {plane} at {x}, {y}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public async Task Of_hdr_fit_on_a_screen(string transfer)
    {
        // A ramp of code values: dark to far brighter than paper.
        var path = await Films.MakeAsync(
            _call, "hdr.mkv", "-f", "lavfi", "-i", "color=black:s=256x64:d=0.1,format=yuv420p10le,geq=lum='64+3.4*X':cb=512:cr=512", "-c:v", "libx265",
            "-x265-params", $"log-level=none:lossless=1:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc");

        var frame = (await Films.FramesAsync(_call, Films.Slice(await Films.LoadAsync(_call, path), 0, 1))).Single();

        var row = Enumerable.Range(0, 256).Select(x => frame.At(256, x, 32)).ToArray();
        row[0].Green.ShouldBeLessThan(4);
        row.ShouldAllBe(pixel => Math.Abs(pixel.Red - pixel.Green) < 4 && Math.Abs(pixel.Blue - pixel.Green) < 4);
        row.Zip(row.Skip(1), (left, right) => right.Green - left.Green).Min().ShouldBeGreaterThan(-2);
        row[255].Green.ShouldBeGreaterThan(200);

        // Paper, of 100 to 200 cd/m², is lighter than grey, and not burnt out.
        row[transfer == "smpte2084" ? 140 : 150].Green.ShouldBeInRange(110, 250);
    }

    [Theory]
    [InlineData("alpha.mov", "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le")]
    [InlineData("alpha.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M -pix_fmt yuva420p")]
    [InlineData("alpha.mkv", "-c:v ffv1 -pix_fmt bgra")]
    public async Task Of_transparent_files_lie_on_black_or_on_what_is_below(string name, string encoding)
    {
        var path = await Films.MakeAsync(_call, name, ["-f", "lavfi", "-i", "color=0xff8040:s=64x64:r=25:d=0.2,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,32),255,0)'", .. encoding.Split(' ')]);
        var video = await Films.LoadAsync(_call, path);
        var green = new PictureSegment(await StillFrames.StoreAsync(Samples.Flat(64, 64, 0, 1, 0), 0, _call.Artifacts, default), 1, Edits: [new OverlayEdit(video.Picture[0], 0, 0)]);

        var alone = (await Films.FramesAsync(_call, Films.Slice(video, 0, 1))).Single();
        var below = (await Films.FramesAsync(_call, video with { Picture = [green] })).Single();

        Near(alone.At(64, 16, 32), (255, 128, 64), 6);
        Near(alone.At(64, 48, 32), (0, 0, 0), 2);
        Near(below.At(64, 16, 32), (255, 128, 64), 6);
        Near(below.At(64, 48, 32), (0, 255, 0), 2);
    }

    private static string[] Chart()
    {
        var sources = string.Concat(Patches.Select((patch, i) => $"color=black:s=32x96:r=25:d=0.08,format=gbrp,geq=r={Level(patch, 0)}:g={Level(patch, 1)}:b={Level(patch, 2)}[p{i}];"));
        return ["-f", "lavfi", "-i", $"{sources}{string.Concat(Patches.Select((_, i) => $"[p{i}]"))}hstack=inputs={Patches.Length}"];
    }

    private static byte Level(string patch, int channel) => Convert.FromHexString(patch)[channel];

    private static void Matches(byte[] frame, int width, int tolerance, string what)
    {
        for (var i = 0; i < Patches.Length; i++)
        {
            var rgb = Convert.FromHexString(Patches[i]);
            Near(frame.At(width, (32 * i) + 16, 48), (rgb[0], rgb[1], rgb[2]), tolerance, $"{what}: {Patches[i]}");
        }
    }

    private static void Near((int Red, int Green, int Blue) colour, (int Red, int Green, int Blue) expected, int tolerance, string? what = null)
        => new[] { colour.Red - expected.Red, colour.Green - expected.Green, colour.Blue - expected.Blue }.Max(Math.Abs).ShouldBeLessThanOrEqualTo(tolerance, $"{what} {colour} is not {expected}");

    private Task<byte[]> RgbOfAsync(byte[] yuv, int width, int height)
        => ConvertAsync(yuv, $"-f rawvideo -pix_fmt yuv420p -s {width}x{height} -i pipe:0", "scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int", "rgb24");

    private Task<byte[]> ConvertAsync(byte[] frame, string input, string filter, string format)
        => new ToolProcess(_call.Tools.Executable("ffmpeg"), ["-v", "error", .. input.Split(' '), "-vf", filter, "-f", "rawvideo", "-pix_fmt", format, "pipe:1"])
        {
            Feed = (stream, ended) => stream.WriteAsync(frame, ended).AsTask(),
        }.ReadAllAsync(1 << 28, TimeProvider.System, CancellationToken.None);
}
