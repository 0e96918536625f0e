using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Wav2Lip;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class Faces_are_found_in_pictures
{
    private static readonly double[] Astronaut = [180, 63, 270, 176];

    [Theory]
    [InlineData(FaceFiles.UltraFace, "UltraFace")]
    [InlineData(FaceFiles.YuNet, "YuNet")]
    public async Task An_astronaut_has_one_face_whichever_detector_looks(string file, string architecture)
    {
        await using var nodes = FaceFiles.Runner();
        var detector = await nodes.LoadAsync(file);

        var result = await nodes.RunAsync("FaceDetect", new { detector, image = FaceFiles.Astronaut });

        detector.Architecture.ShouldBe(architecture);
        var faces = result.Output<FaceValue>("faces");
        (faces.Width, faces.Height, faces.FrameCount, faces.FrameRate, faces.Tracks.Length).ShouldBe((512, 512, 1, null, 1));
        faces.Tracks[0].TryGetBox(0, out var box).ShouldBeTrue();
        FaceFiles.Sides(box).ShouldBeNear(Astronaut, 5);
        box.IsSeen.ShouldBeTrue();
        faces.Tracks[0].PointsAt(0).Length.ShouldBe(architecture == "YuNet" ? 5 : 0);
        result.Output<long>("count").ShouldBe(1);
        (result.Output<Image>("preview").Width, result.Output<Image>("preview").Batch).ShouldBe((512, 1));
        JsonDocument.Parse(result.Output<string>("report")).RootElement.GetProperty("faces").GetArrayLength().ShouldBe(1);
    }

    // UltraFace takes a cat for a person, with a score of 0.99: it was trained on people alone, and is known for that.
    [Theory]
    [InlineData(FaceFiles.YuNet, "chelsea.png")]
    [InlineData(FaceFiles.YuNet, "coffee.png")]
    [InlineData(FaceFiles.UltraFace, "coffee.png")]
    public async Task A_cat_and_a_cup_have_none_and_that_is_no_error(string file, string picture)
    {
        await using var nodes = FaceFiles.Runner();

        var faces = await nodes.DetectAsync(file, FaceFiles.Picture(picture));

        faces.Tracks.ShouldBeEmpty();
        faces.FrameCount.ShouldBe(1);
        faces.Choose(FaceChoice.Largest).FrameCount.ShouldBe(0);
    }

    [Fact]
    public async Task Transparency_and_grey_do_not_matter()
    {
        await using var nodes = FaceFiles.Runner();
        var picture = FaceFiles.Astronaut;
        var clear = Channels(picture, 4, (pixel, channel) => channel == 3 ? 0.2f : pixel[channel]);
        var grey = Channels(picture, 1, (pixel, _) => (0.3f * pixel[0]) + (0.6f * pixel[1]) + (0.1f * pixel[2]));

        var plain = await nodes.DetectAsync(FaceFiles.YuNet, picture);
        var transparent = await nodes.DetectAsync(FaceFiles.YuNet, clear);
        var colourless = await nodes.DetectAsync(FaceFiles.YuNet, grey);

        Bytes(transparent).ShouldBe(Bytes(plain));
        colourless.Tracks.Length.ShouldBe(1);
        colourless.Tracks[0].Runs[0].Boxes[0].Overlap(plain.Tracks[0].Runs[0].Boxes[0]).ShouldBeGreaterThan(0.8);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(333, 2)]
    [InlineData(31, 33)]
    public async Task Pictures_of_any_size_are_looked_at(int width, int height)
    {
        await using var nodes = FaceFiles.Runner();
        var picture = Image.Create(1, height, width, 3, pixels => Array.Fill(pixels, 0.4f));

        foreach (var (file, detail) in new[] { (FaceFiles.YuNet, "thorough"), (FaceFiles.UltraFace, "thorough"), (FaceFiles.UltraFace, "fast") })
        {
            var faces = await nodes.DetectAsync(file, picture, new() { ["detail"] = detail });
            (faces.Width, faces.Height, faces.FrameCount).ShouldBe((width, height, 1));
        }
    }

    [Theory]
    [InlineData(FaceFiles.YuNet)]
    [InlineData(FaceFiles.UltraFace)]
    public async Task Forty_faces_in_a_large_picture_are_found_thoroughly(string file)
    {
        await using var nodes = FaceFiles.Runner();
        var one = ImageScaling.Crop(FaceFiles.Astronaut, 100, 20, 240, 240);
        var crowd = Tiled(one, 8, 5); // faces of 88 × 112 in 1920 × 1200

        var faces = await nodes.DetectAsync(file, crowd, new() { ["detail"] = "thorough", ["max_faces"] = 64 });

        var found = faces.Tracks.Select(track => track.Runs[0].Boxes[0]).ToList();
        for (var i = 0; i < 40; i++)
        {
            var expected = new FaceBox((i % 8 * 240) + 80, (i / 8 * 240) + 43, (i % 8 * 240) + 170, (i / 8 * 240) + 156);
            found.Count(box => box.Overlap(expected) > 0.6).ShouldBe(1, $"face {i}");
        }

        found.Count.ShouldBe(40);
    }

    [Fact]
    public async Task The_largest_faces_stay_where_only_so_many_are_wanted()
    {
        await using var nodes = FaceFiles.Runner();
        var large = ImageScaling.Crop(FaceFiles.Astronaut, 100, 20, 240, 240);
        var small = Tiled(ImageScaling.Resize(large, 120, 120, ScalingKernel.Area), 2, 2);
        var both = Beside(large, small);

        var all = await nodes.DetectAsync(FaceFiles.YuNet, both);
        var two = await nodes.DetectAsync(FaceFiles.YuNet, both, new() { ["max_faces"] = 1 });
        var few = await nodes.DetectAsync(FaceFiles.YuNet, both, new() { ["min_size"] = 70 });

        all.Tracks.Length.ShouldBe(5);
        two.Tracks.Length.ShouldBe(1);
        few.Tracks.Length.ShouldBe(1);
        two.Tracks[0].Runs[0].Boxes[0].Right.ShouldBeLessThan(240);
        few.Tracks[0].Runs[0].Boxes[0].Right.ShouldBeLessThan(240);
    }

    [Fact]
    public async Task A_face_at_the_border_keeps_its_box_within_reach_and_its_pixels_within_the_picture()
    {
        await using var nodes = FaceFiles.Runner();
        var cut = ImageScaling.Crop(FaceFiles.Astronaut, 195, 40, 300, 300);

        var faces = await nodes.DetectAsync(FaceFiles.YuNet, cut);

        faces.Tracks.Length.ShouldBe(1);
        var pixels = faces.Tracks[0].Runs[0].Boxes[0].Pixels(cut.Width, cut.Height, bottom: 10);
        (pixels.X >= 0 && pixels.Y >= 0 && pixels.X + pixels.Width <= 300 && pixels.Y + pixels.Height <= 300 && !pixels.IsEmpty).ShouldBeTrue();
    }

    [Fact]
    public async Task A_picture_on_its_side_is_looked_at_without_an_error()
    {
        await using var nodes = FaceFiles.Runner();
        var upright = FaceFiles.Astronaut;
        var turned = Image.Create(1, upright.Width, upright.Height, 3, pixels =>
        {
            for (var y = 0; y < upright.Width; y++)
            {
                for (var x = 0; x < upright.Height; x++)
                {
                    upright.Pixels.Slice(((x * upright.Width) + (upright.Width - 1 - y)) * 3, 3).CopyTo(pixels.AsSpan(((y * upright.Height) + x) * 3));
                }
            }
        });

        (await nodes.DetectAsync(FaceFiles.YuNet, turned)).FrameCount.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_picture_gives_the_same_faces()
    {
        await using var nodes = FaceFiles.Runner();
        var batch = Image.Create(3, 512, 512, 3, pixels =>
        {
            for (var i = 0; i < 3; i++)
            {
                FaceFiles.Astronaut.Pixels.CopyTo(pixels.AsSpan(i * 512 * 512 * 3));
            }
        });

        var first = await nodes.DetectAsync(FaceFiles.YuNet, batch);
        var second = await nodes.DetectAsync(FaceFiles.YuNet, batch);

        Bytes(second).ShouldBe(Bytes(first));
        first.Shots.ShouldBe([0L]);
        first.Tracks.Length.ShouldBe(1);
        first.Tracks[0].FrameCount.ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_picture_and_a_video_or_with_both_it_says_so()
    {
        await using var nodes = FaceFiles.Runner();
        var detector = await nodes.LoadAsync(FaceFiles.YuNet);

        (await Should.ThrowAsync<NodeFailure>(() => nodes.RunAsync("FaceDetect", new { detector }))).Message.ShouldContain("link pictures");
    }

    private static byte[] Bytes(FaceValue faces)
    {
        using var stream = new MemoryStream();
        new FacesCodec().Encode(faces, stream);
        return stream.ToArray();
    }

    private static Image Channels(Image image, int channels, Func<float[], int, float> value) => Image.Create(1, image.Height, image.Width, channels, pixels =>
    {
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            var pixel = image.Pixels.Slice(i * 3, 3).ToArray();
            for (var channel = 0; channel < channels; channel++)
            {
                pixels[(i * channels) + channel] = value(pixel, channel);
            }
        }
    });

    private static Image Tiled(Image image, int across, int down) => Image.Create(1, image.Height * down, image.Width * across, 3, pixels =>
    {
        for (var y = 0; y < image.Height * down; y++)
        {
            for (var i = 0; i < across; i++)
            {
                image.Pixels.Slice(y % image.Height * image.Width * 3, image.Width * 3).CopyTo(pixels.AsSpan(((y * across) + i) * image.Width * 3));
            }
        }
    });

    private static Image Beside(Image left, Image right)
    {
        var canvas = new Canvas(left.Width + right.Width, left.Height, Colour.Parse("#808080"));
        return canvas.Draw(left, 0, 0).Draw(right, left.Width, 0).ToImage();
    }
}
