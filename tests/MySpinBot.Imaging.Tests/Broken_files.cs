using System.Buffers.Binary;
using System.Diagnostics;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Broken_files
{
    private static readonly Image Picture = Pictures.Waves(60, 40);

    public static TheoryData<string> Formats => ["png", "jpg", "webp", "lossless", "gif", "tiff", "avif"];

    private static byte[] Sample(string format) => format switch
    {
        "png" => ImageCodec.Encode(Picture, new PngEncoding()),
        "jpg" => ImageCodec.Encode(Picture, new JpegEncoding()),
        "webp" => ImageCodec.Encode(Picture, new WebpEncoding()),
        "lossless" => ImageCodec.Encode(Picture, new WebpEncoding(Lossless: true)),
        "gif" => Saved("gifsave_buffer", "effort=1"),
        "avif" => Saved("heifsave_buffer", "compression=av1,effort=1"),
        _ => Saved("tiffsave_buffer", "compression=lzw"),
    };

    [Theory]
    [InlineData(new byte[0], "is empty")]
    [InlineData(new byte[] { 0x42 }, "is not a PNG")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "has no header")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "has no header")]
    public void No_image_at_all_is_refused_with_a_sentence(byte[] file, string says)
        => Should.Throw<NodeFailure>(() => ImageCodec.Decode(file, name: "x.png")).Message.ShouldSatisfyAllConditions(m => m.ShouldContain(says), m => m.ShouldContain("'x.png'"), m => m.ShouldEndWith("."));

    [Fact]
    public void A_missing_file_a_folder_and_a_text_are_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => ImageCodec.Decode("/nowhere/cat.png")).Message.ShouldContain("There is no image file '/nowhere/cat.png'");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Path.GetTempPath())).Message.ShouldContain("is a folder");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())).Message.ShouldBe("The image is an SVG file, which is not read; save it as PNG or JPEG.");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode("Dear Sir, this is a letter."u8.ToArray(), name: "cat.png")).Message.ShouldBe(
            "The image 'cat.png' is not a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file: it begins with 4465617220536972.");
    }

    [Fact]
    public void A_bomb_of_60000_by_60000_is_refused_by_its_header()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var bomb = HandmadePng.File(60_000, 60_000, 8, HandmadePng.Rgb, []);
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(bomb)).Message.ShouldBe("The image has 60,000 × 60,000 pixels; at most 16,384 a side are decoded.");
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(10 << 20);
    }

    [Fact]
    public void Claims_are_judged_in_every_format()
    {
        var jpeg = Sample("jpg");
        var frame = Enumerable.Range(0, jpeg.Length).First(i => jpeg[i] == 0xFF && jpeg[i + 1] is 0xC0 or 0xC2 && jpeg[i + 2] == 0);
        BinaryPrimitives.WriteUInt32BigEndian(jpeg.AsSpan(frame + 5), 0xFFFF_FFFF);
        var gif = Sample("gif");
        BinaryPrimitives.WriteUInt32LittleEndian(gif.AsSpan(6), 0xFFFF_FFFF);
        byte[] webp = [.. "RIFF"u8, 100, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, .. new byte[80]];
        var tags = new (byte Tag, int Value)[] { (0x00, 100_000), (0x01, 100_000), (0x02, 8), (0x03, 1), (0x06, 1), (0x11, 8), (0x15, 1), (0x16, 100_000), (0x17, 8) };
        byte[] tiff = [.. "II*\0\b\0\0\0"u8, (byte)tags.Length, 0, .. tags.SelectMany(tag => (byte[])[tag.Tag, 1, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(tag.Value)]), 0, 0, 0, 0];
        foreach (var file in new[] { jpeg, gif, webp, tiff })
        {
            Should.Throw<NodeFailure>(() => ImageCodec.Decode(file)).Message.ShouldContain("at most 16,384 a side");
        }
    }

    [Fact]
    public void Many_pixels_in_a_small_file_are_refused()
    {
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(HandmadePng.File(16_000, 16_000, 16, HandmadePng.Rgba, []))).Message.ShouldContain("too few for any such PNG");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(HandmadePng.File(0, 5, 8, HandmadePng.Grey, []))).Message.ShouldContain("claims 0 × 5 pixels");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Sample("png"), new ImageLimits(MaxPixels: 1000))).Message.ShouldContain("2,400 pixels in all; at most 1,000");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Sample("jpg"), new ImageLimits(MaxSide: 50))).Message.ShouldContain("60 × 40");
    }

    [Fact]
    public void Pixel_data_that_unpack_to_far_more_than_the_picture_cost_nothing()
    {
        var header = HandmadePng.Header(4, 4, 8, HandmadePng.Grey);
        byte[] file = [0x89, .. "PNG\r\n\u001A\n"u8, .. header, .. HandmadePng.Chunk("IDAT", HandmadePng.Deflated(new byte[200 << 20])), .. HandmadePng.Chunk("IEND", [])];
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        DecodeOrRefuse(file);
        (Process.GetCurrentProcess().PeakWorkingSet64 - before).ShouldBeLessThan(150 << 20);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_off_anywhere_is_refused_or_whole(string format)
    {
        var file = Sample(format);
        var whole = ImageCodec.Decode(file).Image;
        for (var length = 0; length < file.Length; length += length < 200 ? 1 : 1 + (file.Length / 150))
        {
            if (DecodeOrRefuse(file[..length]) is { } image)
            {
                // Only what lies behind the pixels may be missing.
                length.ShouldBeGreaterThan(file.Length - 64, $"{format} cut at {length} of {file.Length}");
                image.Pixels.SequenceEqual(whole.Pixels).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Flipped_bits_give_a_picture_or_a_sentence(string format)
    {
        var file = Sample(format);
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var altered = file.ToArray();
            for (var flips = 0; flips <= round % 4; flips++)
            {
                altered[random.Next(round % 2 == 0 ? Math.Min(100, file.Length) : file.Length)] ^= (byte)(1 << random.Next(8));
            }

            DecodeOrRefuse(altered);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Noise_behind_a_true_beginning_gives_a_picture_or_a_sentence(string format)
    {
        var random = new Random(3);
        var file = Sample(format);
        for (var round = 0; round < 60; round++)
        {
            var altered = file.ToArray();
            random.NextBytes(altered.AsSpan(Math.Min(file.Length - 1, 12 + (round * 4))));
            DecodeOrRefuse(altered);
        }
    }

    private static Image? DecodeOrRefuse(byte[] file)
    {
        try
        {
            return ImageCodec.Decode(file, new ImageLimits(MaxSide: 4096, MaxPixels: 1 << 22)).Image;
        }
        catch (NodeFailure failure)
        {
            failure.Message.ShouldEndWith(".");
            failure.Message.ShouldStartWith("The image");
            return null;
        }
    }

    private static unsafe byte[] Saved(string operation, string options)
    {
        VipsLibrary.EnsureStarted();
        Assert.SkipWhen(VipsNative.NewOperation(operation) == 0, $"This libvips has no {operation}.");
        var levels = new byte[Picture.Pixels.Length];
        Levels.ToBytes(Picture.Pixels, levels);
        fixed (byte* data = levels)
        {
            using var raw = new VipsImage(VipsNative.ImageFromMemory((nint)data, (nuint)levels.Length, Picture.Width, Picture.Height, 3, 0));
            using var save = new VipsOperation(operation);
            return save.With("in", raw).With(options).Bytes();
        }
    }
}
