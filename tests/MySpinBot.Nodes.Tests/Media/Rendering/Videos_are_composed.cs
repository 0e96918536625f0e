using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>Sources within sources. Frame k of the sample is grey of the level k, in a file that loses nothing.</summary>
public sealed class Videos_are_composed : IDisposable
{
    private const int Side = 32;

    private static readonly Rational Rate = new(25);

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_batch_comes_back_to_the_bit()
    {
        var random = new byte[5 * 37 * 23 * 3];
        new Random(7).NextBytes(random);
        var images = Image.Create(5, 23, 37, 3, values =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = random[i] / 255f;
            }
        });

        var video = await CreateVideoNode.CreateAsync(images, _call, default, fps: 24);

        video.Picture.ShouldHaveSingleItem().Source.ShouldBeOfType<FileSource>();
        (await Films.FramesAsync(_call, video)).SelectMany(frame => frame).ShouldBe(random);
        _call.ProgressDone[^1].ShouldBe(5);
    }

    [Fact]
    public async Task Pictures_that_repeat_cost_next_to_nothing()
    {
        var noise = new Random(7);
        var once = Image.Create(1, 128, 128, 3, values =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = noise.Next(256) / 255f;
            }
        });
        var often = Image.Create(30, 128, 128, 3, values =>
        {
            for (var i = 0; i < 30; i++)
            {
                once.Pixels.CopyTo(values.AsSpan(i * once.Pixels.Length));
            }
        });

        var video = await CreateVideoNode.CreateAsync(often, _call, default);

        video.Artifacts().Single().Length.ShouldBeLessThan(128 * 128 * 3 * 2);
        (await Films.MarksAsync(_call, video)).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(2, 1, 25, 0)]
    [InlineData(1, 2, 25, 0)]
    [InlineData(3, 2, 30, 7)]
    [InlineData(1, 1, 50, 13)]
    [InlineData(7, 1, 24, 0)]
    public async Task A_clip_has_a_pace_of_its_own(int above, int below, int outerRate, int first)
    {
        var count = Math.Min(200, (int)(100 * below * outerRate / (25.0 * above))) - first;
        var speed = new Rational(above, below);
        var clip = new ClipSource(await GreysAsync(100), speed);

        var levels = await LevelsAsync(new Video { FrameRate = new Rational(outerRate), Width = Side, Height = Side, Picture = [new PictureSegment(clip, count, first)] });
        var backwards = await LevelsAsync(new Video { FrameRate = new Rational(outerRate), Width = Side, Height = Side, Picture = [new PictureSegment(clip with { Reversed = true }, count, first)] });

        var inner = Enumerable.Range(first, count).Select(frame => (int)(frame * 25L * above / ((long)outerRate * below))).ToArray();
        levels.ShouldBe(inner);
        backwards.ShouldBe(inner.Select(frame => 99 - frame));
    }

    [Fact]
    public async Task A_long_clip_backwards_is_read_in_windows()
    {
        var greys = await GreysAsync(250);
        var joined = greys with { Picture = [.. greys.Picture, .. greys.Picture, new PictureSegment(await StillAsync(77), 5000), .. greys.Picture] };

        var levels = await LevelsAsync(greys with { Picture = [new PictureSegment(new ClipSource(joined, Reversed: true), joined.FrameCount)] });

        var forward = Enumerable.Range(0, 250).ToArray();
        levels.ShouldBe(forward.Concat(forward).Concat(Enumerable.Repeat(77, 5000)).Concat(forward).Reverse());
    }

    [Fact]
    public async Task A_transition_mixes_frame_with_frame()
    {
        var greys = await GreysAsync(100);
        var way = new TransitionSource(greys.Picture[0] with { FirstFrame = 10, FrameCount = 9 }, new PictureSegment(await StillAsync(200), 9), TransitionKind.Fade, 9);
        var video = greys with { Picture = [new PictureSegment(way, 9)] };

        var levels = await LevelsAsync(video);

        for (var frame = 0; frame < 9; frame++)
        {
            var progress = (frame + 1) / 10.0;
            ((double)levels[frame]).ShouldBe(((10 + frame) * (1 - progress)) + (200 * progress), 1);
        }

        (await LevelsAsync(video with { Picture = [new PictureSegment(way, 4, 3)] })).ShouldBe(levels.GetRange(3, 4));
    }

    [Fact]
    public async Task What_lies_over_comes_and_goes()
    {
        var greys = await GreysAsync(100);
        var over = new OverlayEdit(greys.Picture[0] with { FirstFrame = 80, FrameCount = 6 }, 0, 0, Start: 5);
        var video = greys with { Picture = [greys.Picture[0] with { Edits = [over] }] };

        var levels = await LevelsAsync(video);

        levels.ShouldBe(Enumerable.Range(0, 100).Select(frame => frame is >= 5 and < 11 ? 75 + frame : frame));
        (await LevelsAsync(Films.Slice(video, 7, 20))).ShouldBe(levels.GetRange(7, 20));
    }

    [Fact]
    public async Task A_still_with_transparency_lets_the_film_through()
    {
        var logo = Image.Create(1, 4, 4, 4, values =>
        {
            for (var i = 0; i < values.Length; i += 4)
            {
                (values[i], values[i + 1], values[i + 2], values[i + 3]) = (1, 1, 1, i / 4 % 4 < 2 ? 1 : 0.5f);
            }
        });
        var greys = await GreysAsync(100);
        var over = new OverlayEdit(new PictureSegment(await StillFrames.StoreAsync(logo, 0, _call.Artifacts, default), 100, Edits: [new TurnEdit(2)]), 8, 8);

        var frame = (await Films.FramesAsync(_call, greys with { Picture = [greys.Picture[0] with { FirstFrame = 50, FrameCount = 1, Edits = [over] }] })).Single();

        frame.At(Side, 7, 8).Red.ShouldBe(50);
        ((double)frame.At(Side, 8, 8).Red).ShouldBe((50 + 255) / 2.0, 1.5);
        frame.At(Side, 10, 8).Red.ShouldBe(255);
        frame.At(Side, 12, 8).Red.ShouldBe(50);
    }

    [Fact]
    public async Task Edits_are_told_the_clock_wherever_a_cut_begins()
    {
        var still = new PictureSegment(await StillAsync(200), 40, Edits:
        [
            new FadeEdit(5, 10, In: true), new PanZoomEdit(new(0.2, 0.2, 2), new(0.8, 0.8, 1), 10, 20, Side, Side), new TurnEdit(1), new FadeEdit(30, 5, In: false, "#ffffff"),
        ]);
        var video = new Video { FrameRate = Rate, Width = Side, Height = Side, Picture = [still] };

        var marks = await Films.MarksAsync(_call, video);

        marks.Distinct().Count().ShouldBeInRange(14, 17); // black, 9 or 10 steps of fading in, full, 4 or 5 of fading out, white
        (await Films.MarksAsync(_call, video with { Picture = Slices.Of(video.Picture, 12, 22) })).ShouldBe(marks.GetRange(12, 22));
    }

    [Fact]
    public async Task Stills_and_films_are_edited_alike()
    {
        var film = await Films.LoadAsync(_call, await Films.MakeAsync(_call, "chart.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.08", "-c:v", "libx264rgb", "-qp", "0"));
        var chart = (await GetVideoComponentsNode.TakeApartAsync(film, _call, default)).Images;
        var still = await StillFrames.StoreAsync(chart, 0, _call.Artifacts, default);
        FrameEdit[][] all =
        [
            [new CropEdit(3, 5, 31, 21), new PadEdit(7, 1, 51, 33, "#336699"), new TurnEdit(1)],
            [new TurnEdit(3, true), new CropEdit(1, 2, 40, 50)], [new TurnEdit(2)], [new TurnEdit(0, true)], [new TurnEdit(1, true)],
        ];
        foreach (var edits in all)
        {
            var (width, height) = edits switch { [CropEdit, ..] => (33, 51), [_, CropEdit] => (40, 50), [TurnEdit { QuarterTurns: 1 }] => (48, 64), _ => (64, 48) };
            var one = await Films.FramesAsync(_call, new Video { FrameRate = Rate, Width = width, Height = height, Picture = [new PictureSegment(still, 1, Edits: [.. edits])] });
            var other = await Films.FramesAsync(_call, new Video { FrameRate = Rate, Width = width, Height = height, Picture = [film.Picture[0] with { FrameCount = 1, Edits = [.. edits] }] });
            var later = await Films.FramesAsync(_call, new Video { FrameRate = Rate, Width = width, Height = height, Picture = [film.Picture[0] with { FrameCount = 1, Edits = [new ColourEdit(), .. edits] }] });

            other[0].SequenceEqual(one[0]).ShouldBeTrue(string.Join<FrameEdit>(',', edits));
            later[0].SequenceEqual(one[0]).ShouldBeTrue(string.Join<FrameEdit>(',', edits));
        }
    }

    [Theory]
    [InlineData(FrameFit.Contain)]
    [InlineData(FrameFit.Cover)]
    [InlineData(FrameFit.Stretch)]
    public async Task Stills_and_films_are_scaled_alike(FrameFit fit)
    {
        var film = await Films.LoadAsync(_call, await Films.MakeAsync(_call, "chart.mkv", "-f", "lavfi", "-i", "mandelbrot=s=96x64:r=25", "-t", "0.04", "-c:v", "libx264rgb", "-qp", "0"));
        var still = await StillFrames.StoreAsync((await GetVideoComponentsNode.TakeApartAsync(film, _call, default)).Images, 0, _call.Artifacts, default);
        var video = new Video { FrameRate = Rate, Width = 61, Height = 53 };

        var one = await Films.FramesAsync(_call, video with { Picture = [new PictureSegment(still, 1, Edits: [new ScaleEdit(61, 53, fit)])] });
        var other = await Films.FramesAsync(_call, video with { Picture = [film.Picture[0] with { FrameCount = 1, Edits = [new ScaleEdit(61, 53, fit)] }] });

        one[0].Zip(other[0], (a, b) => (double)Math.Abs(a - b)).Average().ShouldBeLessThan(2);
    }

    [Fact]
    public async Task Captions_are_drawn_alike_first_and_last()
    {
        var script = """
            [Script Info]
            PlayResX: 160
            PlayResY: 90

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Outline, Alignment
            Style: Default,sans,40,&H000000FF,&H00000000,0,5

            [Events]
            Format: Layer, Start, End, Style, Text
            Dialogue: 0,0:00:00.40,0:00:00.80,Default,MM
            """u8.ToArray();
        var edit = new CaptionEdit(await _call.Artifacts.PutAsync(script, "text/x-ssa", default));
        var film = await Films.LoadAsync(_call, await Films.MakeAsync(_call, "blue.mkv", "-f", "lavfi", "-i", "color=0x2040a0:s=160x90:r=25:d=1.2", "-c:v", "libx264rgb", "-qp", "0"));
        var blue = (await GetVideoComponentsNode.TakeApartAsync(Films.Slice(film, 0, 1), _call, default)).Images;
        var still = new PictureSegment(await StillFrames.StoreAsync(blue, 0, _call.Artifacts, default), 30, Edits: [edit]);

        var first = await Films.FramesAsync(_call, film with { Picture = [film.Picture[0] with { Edits = [edit] }] });
        var last = await Films.MarksAsync(_call, film with { Picture = [film.Picture[0] with { Edits = [new ColourEdit(), edit] }] });
        var stands = await Films.MarksAsync(_call, film with { Picture = [still] });
        var cut = await Films.MarksAsync(_call, film with { Picture = [film.Picture[0] with { FirstFrame = 8, FrameCount = 15, Edits = [edit] }] });
        var marks = await Films.MarksAsync(_call, film with { Picture = [film.Picture[0] with { Edits = [edit] }] });

        bool Red(byte[] frame) => Enumerable.Range(0, 160 * 90).Any(pixel => frame[pixel * 3] > 240 && frame[(pixel * 3) + 2] < 20);
        first.Select(Red).ShouldBe(Enumerable.Range(0, 30).Select(frame => frame is >= 10 and < 20));
        last.ShouldBe(marks);
        stands.ShouldBe(marks);
        cut.ShouldBe(marks.GetRange(8, 15));
    }

    private async Task<Video> GreysAsync(int count)
    {
        var images = Image.Create(count, Side, Side, 3, values =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = i / (Side * Side * 3) / 255f;
            }
        });
        return await CreateVideoNode.CreateAsync(images, _call, default, fps: 25);
    }

    private ValueTask<StillSource> StillAsync(int level) => StillFrames.StoreAsync(Samples.Flat(Side, Side, level / 255f, level / 255f, level / 255f), 0, _call.Artifacts, default);

    private async Task<List<int>> LevelsAsync(Video video)
        => [.. (await Films.FramesAsync(_call, video)).Select(frame => frame.Distinct().Count() == 1 ? frame[0] : -1)];
}
