using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Wav2Lip;
using MySpinBot.Sdk.Testing;
using FaceValue = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Faces;

public sealed class Videos_are_watched
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_face_that_moves_is_one_face_until_the_cut_and_another_one_behind_it(int every)
    {
        await using var nodes = FaceFiles.Runner();
        var video = await FilmAsync(nodes);

        var result = await nodes.RunAsync("FaceDetect", new { detector = await nodes.LoadAsync(FaceFiles.YuNet), video, every, smoothing = 1 });

        var faces = result.Output<FaceValue>("faces");
        (faces.Width, faces.Height, faces.FrameCount, faces.FrameRate).ShouldBe((400, 300, 36, (Rational?)new Rational(25)));
        faces.Shots.ShouldBe([0L, 14L, 22L]);
        faces.Tracks.Length.ShouldBe(2);
        (faces.Tracks[0].First, faces.Tracks[0].End, faces.Tracks[1].First, faces.Tracks[1].End).ShouldBe((0, 14, 22, 36));
        for (var frame = 0; frame < 14; frame++)
        {
            faces.Tracks[0].TryGetBox(frame, out var box).ShouldBeTrue();

            // The window moves from (20, 0) to (100, 30) of the astronaut, evenly, in steps of the 14 frames.
            var (x, y) = (20 + (80.0 * frame / 13), 30.0 * frame / 13);
            FaceFiles.Sides(box).ShouldBeNear([180 - x, 63 - y, 270 - x, 176 - y], 9);
            box.IsSeen.ShouldBe(frame % every == 0 || frame == 13);
        }

        result.Output<Image>("preview").Batch.ShouldBe(8);
        result.Progress.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Frames_are_scaled_by_the_decoder_and_boxes_are_in_pixels_of_the_video()
    {
        await using var nodes = FaceFiles.Runner();
        var video = await StillAsync(nodes, ImageScaling.Resize(FaceFiles.Astronaut, 1536, 1536, ScalingKernel.Bicubic), 50);

        var result = await nodes.RunAsync("FaceDetect", new { detector = await nodes.LoadAsync(FaceFiles.YuNet), video });

        var faces = result.Output<FaceValue>("faces");
        var track = faces.Tracks.ShouldHaveSingleItem();
        (track.FrameCount, track.Runs[0].Boxes.Distinct().Count()).ShouldBe((50, 1));
        FaceFiles.Sides(track.Runs[0].Boxes[0]).ShouldBeNear([180 * 3, 63 * 3, 270 * 3, 176 * 3], 20);
    }

    [Fact]
    public async Task Light_movement_and_slow_change_are_no_cuts_and_other_pictures_are()
    {
        await using var nodes = FaceFiles.Runner();
        var detector = await nodes.LoadAsync(FaceFiles.YuNet);
        var (one, other) = (FaceFiles.Rgb(ImageScaling.Crop(FaceFiles.Astronaut, 0, 0, 512, 300)), FaceFiles.Rgb(ImageScaling.Crop(FaceFiles.Picture("chelsea.png"), 0, 0, 320, 300)));

        var watched = await WatchAsync(detector, 320, 300, 90, every: 60, (frame, bytes) =>
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var (x, y) = (i / 3 % 320, i / 3 / 320);
                bytes[i] = frame switch
                {
                    < 30 => one[((y * 512) + x + (frame * 6)) * 3 + (i % 3)], // a fast pan
                    < 50 => (byte)(one[((y * 512) + x + 180) * 3 + (i % 3)] * (100 - (frame - 30)) / 100), // it darkens
                    < 60 => other[i], // a cut
                    < 85 => (byte)(((other[i] * (85 - frame)) + (one[((y * 512) + x) * 3 + (i % 3)] * (frame - 60))) / 25), // one fades into the other
                    _ => other[i], // a cut
                };
            }
        });

        watched.Shots.ShouldBe([0L, 50L, 85L]);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        await using var nodes = FaceFiles.Runner();
        var video = await FilmAsync(nodes);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await nodes.RunAsync("FaceDetect", new { detector = await nodes.LoadAsync(FaceFiles.YuNet), video }, cancelled.Token));
    }

    /// <summary>What a detector sees in frames that a test draws.</summary>
    internal static async Task<Watched> WatchAsync(FaceDetector detector, int width, int height, int count, int every, Action<int, byte[]> draw)
    {
        using var context = new Call();
        context.Weighed[detector.Weights.Id] = context.FileAt(FaceFiles.Detector(detector.Architecture == "YuNet" ? FaceFiles.YuNet : FaceFiles.UltraFace));
        var frames = FaceFrames.Of(null, new Video { FrameRate = new Rational(25), Width = width, Height = height, Picture = [new PictureSegment(new StillSource(null!), count)] }, context);
        using var sight = await FaceSight.OpenAsync(detector, frames, FaceDetail.Fast, context, TestContext.Current.CancellationToken);
        await using var watch = new FaceWatch(sight, new WatchOptions(every, 0, 0, 16), TestContext.Current.CancellationToken);
        var bytes = new byte[width * height * 3];
        for (var i = 0; i < count; i++)
        {
            draw(i, bytes);
            await watch.TakeAsync(bytes, 1);
        }

        return await watch.EndAsync();
    }

    /// <summary>14 frames of the astronaut under a window that moves, 8 of a cup, 14 of the astronaut again.</summary>
    private static async Task<Video> FilmAsync(NodeRunner nodes)
    {
        var astronaut = await StoreAsync(nodes, FaceFiles.Astronaut);
        var coffee = await StoreAsync(nodes, ImageScaling.Crop(FaceFiles.Picture("coffee.png"), 0, 0, 400, 300));
        var move = new PanZoomEdit(Window(20, 0), Window(100, 30), 0, 14, 400, 300, Easing.Linear);
        return new Video
        {
            FrameRate = new Rational(25),
            Width = 400,
            Height = 300,
            Picture = [new(new StillSource(astronaut), 14, Edits: [move]), new(new StillSource(coffee), 8, Edits: []), new(new StillSource(astronaut), 14, Edits: [move])],
        };
    }

    // The largest window of 4 : 3 that 512 × 512 pixels hold has 512 columns.
    private static FrameWindow Window(double x, double y) => new((x + 200) / 512, (y + 150) / 512, 512 / 400.0);

    private static async Task<Video> StillAsync(NodeRunner nodes, Image picture, long frames)
        => new() { FrameRate = new Rational(25), Width = picture.Width, Height = picture.Height, Picture = [new(new StillSource(await StoreAsync(nodes, picture)), frames, Edits: [])] };

    private static async Task<ArtifactReference> StoreAsync(NodeRunner nodes, Image picture)
        => await nodes.Artifacts.PutAsync(ImageCodec.Encode(picture, new PngEncoding()), "image/png", TestContext.Current.CancellationToken);
}
