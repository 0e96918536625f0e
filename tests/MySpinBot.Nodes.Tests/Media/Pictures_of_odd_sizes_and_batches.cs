using System.Text.Json;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Pictures_of_odd_sizes_and_batches
{
    [Fact]
    public void A_batch_of_three_joins_one_of_another_size_and_number_of_channels()
    {
        var one = Image.Create(1, 4, 6, 4, pixels => Array.Fill(pixels, 0.25f));
        var three = Image.Create(3, 9, 5, 3, pixels => Array.Fill(pixels, 0.75f));

        var joined = ImageBatchNodes.Batch(one, three, default);

        (joined.Batch, joined.Height, joined.Width, joined.Channels).ShouldBe((4, 4, 6, 4));
        joined.Picture(0)[..4].ToArray().ShouldBe([0.25f, 0.25f, 0.25f, 0.25f]);
        joined.Picture(3)[^4..].ToArray().ShouldBe([0.75f, 0.75f, 0.75f, 1]);
    }

    [Fact]
    public void Pictures_that_are_linked_by_number_come_in_the_order_of_their_numbers()
    {
        var more = new ExtraInputs(new Dictionary<string, object?> { ["images.image10"] = Grey(0.5f), ["images.image9"] = Grey(0.4f) });

        ImageBatchNodes.BatchMany(Grey(0.1f), default, image2: Grey(0.3f), more: more).Pixels.ToArray().ShouldBe([0.1f, 0.3f, 0.4f, 0.5f]);
        Should.Throw<NodeFailure>(() => ImageBatchNodes.BatchMany(Grey(0), default, more: new ExtraInputs(new Dictionary<string, object?> { ["images.image50"] = Grey(1) }))).Input.ShouldBe("images.image50");
        Should.Throw<NodeFailure>(() => ImageBatchNodes.BatchMany(Grey(0), default, more: new ExtraInputs(new Dictionary<string, object?> { ["images.image7"] = 3L }))).Message.ShouldContain("no picture");
    }

    [Fact]
    public void Batches_are_cut_anew_across_the_borders_of_the_old_ones()
    {
        var rebatched = ImageBatchNodes.Rebatch([Greys(0.1f, 0.2f, 0.3f), Greys(0.4f)], 3);

        rebatched.Select(batch => batch.Pixels.ToArray()).ShouldBe([[0.1f, 0.2f, 0.3f], [0.4f]]);
        Should.Throw<NodeFailure>(() => ImageBatchNodes.Rebatch([Grey(0), Samples.Flat(2, 2, 1, 1, 1)], 2)).Message.ShouldContain("scale them first");
    }

    [Theory]
    [InlineData(-9, 2, new[] { 0.1f, 0.2f })]
    [InlineData(1, 99, new[] { 0.2f, 0.3f })]
    [InlineData(77, 4, new[] { 0.3f })]
    public void A_place_beyond_a_batch_is_its_nearest_end(int index, int length, float[] expected)
        => ImageBatchNodes.From(Greys(0.1f, 0.2f, 0.3f), index, length).Pixels.ToArray().ShouldBe(expected);

    [Fact]
    public void What_no_image_can_hold_is_refused_before_it_is_made()
    {
        var large = Samples.Flat(1200, 1000, 1, 1, 1);

        Should.Throw<NodeFailure>(() => ImageBatchNodes.Repeat(large, 4096)).Message.ShouldContain("more than one image may hold");
        Should.Throw<NodeFailure>(() => ImageSizingNodes.ScaleBy(Samples.Flat(4000, 4000, 1, 1, 1), default, "bilinear", 8)).Message.ShouldContain("32000×32000");
        Should.Throw<NodeFailure>(() => ImagePaddingNodes.PadForOutpaint(large, default, 16384, 16384, 16384, 16384)).Message.ShouldContain("more than one image may hold");
        Should.Throw<NodeFailure>(() => ImageScaleNode.Scale(Samples.Flat(100, 1000, 1, 1, 1), default, width: 16384, height: 0)).Message.ShouldContain("values");
    }

    [Fact]
    public void A_picture_is_never_scaled_to_nothing()
    {
        var small = Samples.Flat(8, 3, 1, 1, 1);

        Should.Throw<NodeFailure>(() => ImageSizingNodes.ScaleBy(small, default, scaleBy: 0.05)).Message.ShouldContain("0×0");
        Should.Throw<NodeFailure>(() => ImageSizingNodes.ScaleToMaxDimension(small, default, largestSize: 0)).Message.ShouldContain("at least one");
        var both = ImageScaleNode.Scale(small, default, width: 0, height: 0);
        (both.Width, both.Height).ShouldBe((8, 3));
        (ImageScaleNode.Scale(small, default, width: 1, height: 0).Height, ImageScaleNode.Scale(small, default, width: 0, height: 1).Width).ShouldBe((1, 3));
    }

    [Fact]
    public void Transparency_of_the_picture_below_is_kept_and_the_shorter_batch_repeated()
    {
        var below = Image.Own(1, 1, 1, 4, [0.5f, 0.5f, 0.5f, 0.25f]);

        var blended = ImageBlendNode.Blend(below, Image.Create(3, 2, 2, 3, pixels => Array.Fill(pixels, 1f)), default, 0.5, "multiply");

        blended.Batch.ShouldBe(3);
        blended.Picture(2).ToArray().ShouldBe([0.5f, 0.5f, 0.5f, 0.25f]);
        ImageBlendNode.Blend(Grey(0.25f), below, default, 1).Pixels.ToArray().ShouldBe([0.5f]);
    }

    [Fact]
    public void Tiles_come_together_as_the_picture_that_they_were_cut_from()
    {
        var noise = ImageAddNoiseNode.AddNoise(Image.Create(2, 130, 201, 3, pixels => Array.Fill(pixels, 0.5f)), default, 5, 0.2);

        var tiles = ImageTileNodes.Split(noise, default, 64, 80, 24);
        var merged = ImageTileNodes.Merge(tiles, default, 201, 130, 24);

        // 40 pixels a step across, the last moved back to end with the picture; two rows.
        tiles.Count.ShouldBe(5 * 2);
        tiles.ShouldAllBe(tile => tile.Width == 64 && tile.Height == 80 && tile.Batch == 2);
        merged.Pixels.ToArray().Zip(noise.Pixels.ToArray(), (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(1e-5f);
        ImageTileNodes.Split(noise, default, 1024, 1024).Single().Pixels.ToArray().ShouldBe(noise.Pixels.ToArray());
    }

    [Fact]
    public void Missing_tiles_are_black_and_too_many_are_left_out()
    {
        var white = Samples.Flat(64, 64, 1, 1, 1);

        var half = ImageTileNodes.Merge([white], default, 128, 64, 0);
        half.Pixels[..(64 * 3)].ToArray().ShouldAllBe(value => value == 1);
        half.Pixels[(64 * 3)..(128 * 3)].ToArray().ShouldAllBe(value => value == 0);
        ImageTileNodes.Merge([white, white, white], default, 64, 64, 16).Pixels.ToArray().ShouldAllBe(value => value == 1);
        Should.Throw<NodeFailure>(() => ImageTileNodes.Merge([white, Grey(1)], default, 128, 64, 0)).Message.ShouldContain("alike");
    }

    [Theory]
    [InlineData(300, 200, 1248, 832)]
    [InlineData(10, 10, 1024, 1024)]
    [InlineData(10, 500, 672, 1568)]
    public void Kontext_gets_the_size_of_the_nearest_ratio(int width, int height, int newWidth, int newHeight)
    {
        var scaled = ImageSizingNodes.ScaleForKontext(Samples.Flat(width, height, 0, 0, 1), default);

        (scaled.Width, scaled.Height).ShouldBe((newWidth, newHeight));
    }

    [Theory]
    [InlineData(1.0, 1, 1254, 836)]
    [InlineData(0.25, 64, 640, 448)]
    public void An_area_keeps_the_ratio_up_to_its_steps(double megapixels, int steps, int width, int height)
    {
        var scaled = ImageSizingNodes.ScaleToTotalPixels(Samples.Flat(300, 200, 0, 0, 1), default, "nearest-exact", megapixels, steps);

        (scaled.Width, scaled.Height).ShouldBe((width, height));
    }

    [Fact]
    public void Levels_are_counted()
    {
        var counted = ImageHistogramNode.Count(Image.Own(1, 1, 3, 3, [1, 0, 0, 1, 0, 0, 0.5f, 0.5f, 0.5f]));

        (Counts(counted.Red)[255], Counts(counted.Red)[127], Counts(counted.Green)[0], Counts(counted.Blue)[127]).ShouldBe((2, 1, 2, 1));
        (Counts(counted.Rgb)[0], Counts(counted.Rgb)[127], Counts(counted.Luminance)[54]).ShouldBe((1, 1, 2));
        Counts(counted.Rgb).Length.ShouldBe(256);
    }

    [Fact]
    public void Colours_that_are_few_enough_are_kept_as_they_are()
    {
        var four = Image.Own(1, 2, 2, 4, [1, 0, 0, 0.5f, 0, 1, 0, 0.25f, 0, 0, 1, 0, 1, 1, 1, 1]);

        ImageQuantizeNode.Quantize(four, default, 4).Pixels.ToArray().ShouldBe(four.Pixels.ToArray());
        ImageQuantizeNode.Quantize(four, default, 1).Pixels.ToArray().Chunk(4).Select(pixel => pixel[0]).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("floyd-steinberg")]
    [InlineData("bayer-2")]
    [InlineData("bayer-4")]
    [InlineData("bayer-8")]
    [InlineData("bayer-16")]
    public void Dithering_keeps_the_brightness_of_a_gradient_where_few_colours_alone_do_not(string dither)
    {
        var gradient = Image.Create(1, 64, 256, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i / 3 % 256 / 255f;
            }
        });

        WorstColumns(gradient, ImageQuantizeNode.Quantize(gradient, default, 4, dither)).ShouldBeLessThan(0.05);
        WorstColumns(gradient, ImageQuantizeNode.Quantize(gradient, default, 4)).ShouldBeGreaterThan(0.08);
    }

    [Fact]
    public void A_low_threshold_above_the_high_one_is_refused()
        => Should.Throw<NodeFailure>(() => CannyNode.Detect(Samples.Flat(4, 4, 1, 1, 1), default, 0.8, 0.4)).Input.ShouldBe("low_threshold");

    [Fact]
    public void Long_work_ends_when_it_is_cancelled()
    {
        var (image, stop) = (Samples.Flat(64, 64, 1, 0, 0), new CancellationToken(canceled: true));

        Should.Throw<OperationCanceledException>(() => ImageQuantizeNode.Quantize(image, stop, 8));
        Should.Throw<OperationCanceledException>(() => CannyNode.Detect(image, stop));
        Should.Throw<OperationCanceledException>(() => ImageBlendNode.Blend(image, image, stop));
        Should.Throw<OperationCanceledException>(() => ImageTurningNodes.Rotate(image, stop, "90 degrees"));
    }

    // The greatest difference of brightness over sixteen columns; the ends lie beyond what four colours can mix.
    private static double WorstColumns(Image one, Image other)
        => Enumerable.Range(3, 10).Max(band => Math.Abs(Mean(one, band) - Mean(other, band)));

    private static double Mean(Image image, int band)
        => image.Pixels.ToArray().Where((_, i) => i / 3 % image.Width / 16 == band).Average();

    private static int[] Counts(JsonElement histogram) => [.. histogram.EnumerateArray().Select(count => count.GetInt32())];

    private static Image Grey(float value) => Greys(value);

    private static Image Greys(params float[] values) => Image.Own(values.Length, 1, 1, 1, values);
}
