namespace MySpinBot.Sdk.Tests.Values;

public sealed class Media_values_know_their_bounds
{
    [Fact]
    public void An_image_holds_exactly_its_values()
        => Should.Throw<ArgumentException>(() => Image.Own(1, 2, 2, 3, new float[11])).Message.ShouldStartWith("An image of [1, 2, 2, 3] has 12 values, not 11.");

    [Theory]
    [InlineData(0, 1, 1, 3)]
    [InlineData(1, 0, 1, 3)]
    [InlineData(1, 1, -1, 3)]
    [InlineData(1, 1, 1, 2)]
    public void An_image_has_a_size_and_known_channels(int batch, int height, int width, int channels)
        => Should.Throw<ArgumentOutOfRangeException>(() => Image.Create(batch, height, width, channels, _ => { }));

    [Theory]
    [InlineData(1, 60_000, 60_000, 3)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, 4)]
    public void An_image_that_is_too_large_is_refused_before_memory_is_asked_for(int batch, int height, int width, int channels)
        => Should.Throw<ArgumentException>(() => Image.Create(batch, height, width, channels, _ => Assert.Fail("Memory was asked for.")))
            .Message.ShouldEndWith("the most is 1073741824.");

    [Fact]
    public void One_picture_of_a_batch_is_a_part_of_it()
    {
        var image = Image.Own(2, 1, 2, 1, [1, 2, 3, 4]);

        image.Picture(1).ToArray().ShouldBe([3f, 4f]);
        Should.Throw<ArgumentOutOfRangeException>(() => image.Picture(2).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => image.Picture(-1).Length);
    }

    [Fact]
    public void A_mask_holds_exactly_its_values()
        => Should.Throw<ArgumentException>(() => Mask.Own(1, 2, 2, new float[5])).Message.ShouldStartWith("A mask of [1, 2, 2] has 4 values, not 5.");

    [Fact]
    public void Sound_divides_into_clips_and_channels()
    {
        var audio = Audio.Own(2, 2, 4, [1, 2, 3, 4, 5, 6, 7, 8]);

        audio.Seconds.ShouldBe(0.5);
        audio.Channel(1, 0).ToArray().ShouldBe([5f, 6f]);
        Should.Throw<ArgumentException>(() => Audio.Own(1, 2, 4, new float[3])).Message.ShouldStartWith("3 samples do not divide into 1 clips of 2 channels.");
        Should.Throw<ArgumentOutOfRangeException>(() => audio.Channel(0, 2).Length);
    }

    [Fact]
    public void A_video_is_as_long_as_its_segments()
    {
        var still = new StillSource(new ArtifactReference(ContentId.Of([]), 0, "image/png"));
        var video = new Video { FrameRate = new Rational(25), Width = 2, Height = 2, Picture = [new(still, 20), new(still, 30)] };

        (video.FrameCount, video.Seconds).ShouldBe((50, 2.0));
    }
}
