using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Scaling_in_parallel
{
    public static TheoryData<ScalingKernel> Kernels => [.. Enum.GetValues<ScalingKernel>()];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_number_of_threads_does_not_change_a_value(ScalingKernel kernel)
    {
        var batch = Pictures.Waves(61, 43, batch: 3);
        ImageScaling.Resize(batch, 97, 20, kernel, maxThreads: 4).Pixels.SequenceEqual(ImageScaling.Resize(batch, 97, 20, kernel).Pixels).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_same_size_gives_the_same_picture(ScalingKernel kernel)
    {
        var image = Pictures.Waves(33, 20);
        ImageScaling.Resize(image, 33, 20, kernel).Pixels.SequenceEqual(image.Pixels).ShouldBeTrue();
    }

    [Fact]
    public void A_part_is_cut_out_exactly()
    {
        var batch = Pictures.Waves(20, 10, batch: 2);
        var part = ImageScaling.Crop(batch, 3, 2, 5, 4);
        (part.Batch, part.Width, part.Height).ShouldBe((2, 5, 4));
        part.Pixel(4, 3, 1).ShouldBe(batch.Pixel(7, 5, 1));
        Should.Throw<NodeFailure>(() => ImageScaling.Crop(batch, 16, 0, 5, 1)).Message.ShouldContain("does not lie within");
    }

    [Fact]
    public void A_size_that_no_image_may_have_is_refused()
    {
        Should.Throw<NodeFailure>(() => ImageScaling.Resize(Pictures.Waves(4, 4), 60_000, 60_000, ScalingKernel.Area)).Message.ShouldContain("smaller size");
        Should.Throw<ArgumentOutOfRangeException>(() => ImageScaling.Resize(Pictures.Waves(4, 4), 0, 4, ScalingKernel.Area));
    }
}
