using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Taking_frames_out_of_videos : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("first", 3, "", "0, 0.04, 0.08")]
    [InlineData("last", 2, "", "0.92, 0.96")]
    [InlineData("evenly", 5, "", "0.08, 0.28, 0.48, 0.68, 0.88")]
    [InlineData("evenly", 1, "", "0.48")]
    [InlineData("every nth", 10, "", "0, 0.4, 0.8")]
    [InlineData("every nth", 1000, "", "0")]
    [InlineData("at times", 1, "0.5, 0.04, -0.04, -0.04", "0.48, 0.04, 0.96, 0.96")]
    [InlineData("at times", 1, "0.0799", "0.04")]
    public async Task The_frames_that_were_asked_for_come_in_their_order(string which, int count, string times, string seconds)
    {
        var video = await StairsAsync(25);

        var (images, at) = await VideoFrameNodes.TakeAsync(video, _call, default, which, count, times);

        at.ShouldBe(seconds);
        images.Batch.ShouldBe(at.Split(',').Length);
        Enumerable.Range(0, images.Batch).Select(i => (int)Math.Round(images.Picture(i)[0] * 255)).ShouldBe(at.Split(',').Select(text => (int)Math.Round(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 25) * 10));
    }

    [Fact]
    public async Task All_frames_can_be_taken()
        => (await VideoFrameNodes.TakeAsync(await StairsAsync(5), _call, default, "first", 100)).Images.Batch.ShouldBe(5);

    [Theory]
    [InlineData("1", "The video lasts 1 seconds and shows nothing at 1; ask for a time within it.")]
    [InlineData("-1.2", "The video lasts 1 seconds and shows nothing at -1.2; ask for a time within it.")]
    [InlineData("soon", "'soon' is no time; write seconds separated by commas, such as 0, 1.5, -0.04.")]
    [InlineData("NaN", "'NaN' is no time; write seconds separated by commas, such as 0, 1.5, -0.04.")]
    [InlineData(" , ", "0 frames of 16×8 pixels were asked for, 0 values in all, and one image holds from one frame up to 1073741824 values; ask for fewer frames, or scale the video first.")]
    public async Task A_time_that_is_not_there_is_refused(string times, string why)
        => (await Should.ThrowAsync<NodeFailure>(async () => await VideoFrameNodes.TakeAsync(await StairsAsync(25), _call, default, "at times", 1, times))).Message.ShouldBe(why);

    [Fact]
    public async Task Thumbnails_are_small_and_evenly_spread()
    {
        var images = await VideoFrameNodes.ThumbnailsAsync(await StairsAsync(25), _call, default, 5, 8);

        (images.Batch, images.Width, images.Height).ShouldBe((5, 8, 4));
        Enumerable.Range(0, 5).Select(i => (int)Math.Round(images.Picture(i)[0] * 255)).ShouldBe([20, 70, 120, 170, 220]);
    }

    [Fact]
    public void Neighbours_are_one_cut()
    {
        var video = new Video { FrameRate = new Rational(25), Width = 4, Height = 4, Picture = [new PictureSegment(new FileSource(new ArtifactReference(ContentId.Of([1]), 1, "video/mp4")), 100, Edits: [])] };

        var (stretches, wanted) = PickedFrames.Of(video, [7, 8, 19, 90, 91, 3, 3]);

        stretches.Picture.Select(segment => (segment.FirstFrame, segment.FrameCount)).ShouldBe([(7L, 13L), (90L, 2L), (3L, 1L), (3L, 1L)]);
        wanted.ShouldBe([0, 1, 12, 13, 14, 15, 16]);
    }

    private async Task<Video> StairsAsync(int frames)
    {
        var images = Image.Create(frames, 8, 16, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i / (8 * 16 * 3) * 10 / 255f;
            }
        });
        return await CreateVideoNode.CreateAsync(images, _call, default, 25);
    }
}
