using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Round_trips
{
    [Fact]
    public void Lossless_formats_keep_every_level()
    {
        var image = Pictures.Waves(67, 41);
        foreach (var encoding in new ImageEncoding[] { new PngEncoding(), new PngEncoding(0), new PngEncoding(9), new WebpEncoding(Lossless: true) })
        {
            var back = ImageCodec.Decode(ImageCodec.Encode(image, encoding));
            back.Image.Pixels.SequenceEqual(image.Pixels).ShouldBeTrue(encoding.ToString());
            back.Alpha.ShouldBeNull();
            back.Format.ToString().ToLowerInvariant().ShouldBe(encoding.Extension[1..]);
        }
    }

    [Fact]
    public void Lossy_formats_stay_close_and_closer_with_quality()
    {
        var image = Pictures.Waves(160, 120);
        double Loss(ImageEncoding encoding) => Pictures.MeanDifference(ImageCodec.Decode(ImageCodec.Encode(image, encoding)).Image.Pixels, image.Pixels);

        Loss(new JpegEncoding(95)).ShouldBeLessThan(0.01);
        Loss(new JpegEncoding(30)).ShouldBeGreaterThan(Loss(new JpegEncoding(95)));
        Loss(new WebpEncoding(95)).ShouldBeLessThan(0.015);
        Loss(new WebpEncoding(10)).ShouldBeGreaterThan(Loss(new WebpEncoding(95)));
    }

    [Fact]
    public void Alpha_comes_back_from_a_mask_or_from_a_fourth_channel()
    {
        var image = Pictures.Waves(30, 20);
        // Older libraries forget the colours under full transparency in WebP.
        var least = VipsLibrary.EnsureStarted() >= 8016 ? 0 : 1;
        var alpha = Mask.Own(1, 20, 30, [.. Enumerable.Range(0, 600).Select(i => Math.Max(least, i % 256) / 255f)]);
        foreach (var encoding in new ImageEncoding[] { new PngEncoding(), new WebpEncoding(Lossless: true) })
        {
            var back = ImageCodec.Decode(ImageCodec.Encode(image, encoding, alpha: alpha));
            back.Image.Pixels.SequenceEqual(image.Pixels).ShouldBeTrue();
            back.Alpha!.Values.SequenceEqual(alpha.Values).ShouldBeTrue();
        }

        var rgba = ImageCodec.Decode(ImageCodec.Encode(Pictures.Flat(5, 4, 10, 20, 30, 40), new PngEncoding()));
        rgba.Image.Pixel(3, 2).ShouldBe([10 / 255f, 20 / 255f, 30 / 255f]);
        rgba.Alpha!.Values[7].ShouldBe(40 / 255f);
    }

    [Fact]
    public void The_wanted_picture_of_a_batch_is_written()
    {
        var batch = Pictures.Waves(16, 16, batch: 3);
        ImageCodec.Decode(ImageCodec.Encode(batch, new PngEncoding(), index: 2)).Image.Pixels.SequenceEqual(batch.Picture(2)).ShouldBeTrue();
    }

    [Fact]
    public void What_a_format_cannot_hold_is_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => ImageCodec.Encode(Pictures.Flat(2, 2, 1, 2, 3, 4), new JpegEncoding())).Message.ShouldContain("JPEG holds no transparency");
        Should.Throw<NodeFailure>(() => ImageCodec.Encode(Pictures.Waves(16_400, 1), new WebpEncoding())).Message.ShouldContain("ends at 16383 a side");
        Should.Throw<NodeFailure>(() => ImageCodec.Encode(Pictures.Waves(4, 4), new PngEncoding(), alpha: Mask.Own(1, 2, 2, new float[4]))).Message.ShouldContain("same size");
        Should.Throw<ArgumentOutOfRangeException>(() => ImageCodec.Encode(Pictures.Waves(4, 4), new JpegEncoding(101))).Message.ShouldContain("from 1 to 100");
    }

    [Fact]
    public void A_preview_is_small_and_never_enlarged()
    {
        var large = ImageCodec.Decode(Preview.Jpeg(Pictures.Waves(640, 360, batch: 2), 256, index: 1)).Image;
        (large.Width, large.Height).ShouldBe((256, 144));
        var small = ImageCodec.Decode(Preview.Jpeg(Pictures.Waves(20, 10, channels: 4), 256)).Image;
        (small.Width, small.Height).ShouldBe((20, 10));
    }

    [Fact]
    public void Many_threads_encode_and_decode_at_once()
    {
        var image = Pictures.Waves(120, 90);
        var file = ImageCodec.Encode(image, new PngEncoding());
        Parallel.For(0, 200, i =>
        {
            ImageCodec.Encode(image, new PngEncoding()).ShouldBe(file);
            ImageCodec.Decode(file).Image.Pixels.SequenceEqual(image.Pixels).ShouldBeTrue();
            Should.Throw<NodeFailure>(() => ImageCodec.Decode(file.AsMemory(0, file.Length - 30 - i)));
        });
    }

    [Fact]
    public void Cancelled_work_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var image = Pictures.Waves(8, 8);
        Should.Throw<OperationCanceledException>(() => ImageCodec.Encode(image, new PngEncoding(), cancellation: cancelled.Token));
        Should.Throw<OperationCanceledException>(() => ImageCodec.Decode(ImageCodec.Encode(image, new PngEncoding()), cancellation: cancelled.Token));
        Should.Throw<OperationCanceledException>(() => ImageScaling.Resize(image, 4, 4, ScalingKernel.Area, cancellation: cancelled.Token));
    }
}
