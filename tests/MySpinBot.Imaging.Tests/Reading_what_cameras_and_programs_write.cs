using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Reading_what_cameras_and_programs_write
{
    private static readonly ushort[] Words = [0x1234, 0xFFFF, 0x0001, 0x8000, 0x0000, 0xABCD];

    [Theory]
    [InlineData("tiffsave_buffer", "compression=none")]
    [InlineData("tiffsave_buffer", "compression=deflate,predictor=horizontal")]
    [InlineData("pngsave_buffer", "interlace=true")]
    public void All_sixteen_bits_arrive(string operation, string options)
    {
        var file = Saved(operation, options, MemoryMarshal.AsBytes(Words.AsSpan()).ToArray(), 2, 1, 3, VipsFormat.UInt16, "rgb16");

        ImageCodec.Decode(file).Image.Pixels.ToArray().ShouldBe([.. Words.Select(word => word / 65535f)]);
    }

    [Fact]
    public void Sixteen_bits_are_written_to_the_nearest_level_and_with_alpha()
    {
        var image = Image.Create(1, 1, 2, 4, pixels => new[] { 0x1234 / 65535f, 1f, 1 / 65535f, 0x8001 / 65535f, float.NaN, -3f, 7f, 0.5f }.CopyTo(pixels, 0));

        var back = ImageCodec.Decode(ImageCodec.Encode(image, new PngEncoding(BitDepth: 16)));

        back.Image.Pixels.ToArray().ShouldBe([0x1234 / 65535f, 1f, 1 / 65535f, 0f, 0f, 1f]);
        back.Alpha!.Values.ToArray().ShouldBe([0x8001 / 65535f, 32768 / 65535f]);
        var masked = ImageCodec.Decode(ImageCodec.Encode(Pictures.Waves(2, 1), new PngEncoding(BitDepth: 16), alpha: Mask.Own(1, 1, 2, [0.25f, 1f])));
        masked.Image.Pixels.ToArray().ShouldBe(Pictures.Waves(2, 1).Pixels.ToArray());
        masked.Alpha!.Values.ToArray().ShouldBe([16384 / 65535f, 1f]);
        Should.Throw<ArgumentOutOfRangeException>(() => ImageCodec.Encode(image, new PngEncoding(BitDepth: 12)));
    }

    [Fact]
    public void An_interlaced_PNG_is_the_same_picture()
    {
        var waves = Pictures.Waves(43, 29);
        var levels = new byte[waves.Pixels.Length];
        Levels.ToBytes(waves.Pixels, levels);

        var file = Saved("pngsave_buffer", "interlace=true", levels, 43, 29, 3, VipsFormat.Byte, "srgb");

        file[28].ShouldBe((byte)1);
        ImageCodec.Decode(file).Image.Pixels.SequenceEqual(waves.Pixels).ShouldBeTrue();
    }

    [Fact]
    public void Grey_with_alpha_gives_equal_channels_and_a_mask()
    {
        var decoded = ImageCodec.Decode(HandmadePng.File(2, 1, 8, HandmadePng.GreyAlpha, [7, 255, 200, 51]));
        decoded.Image.Pixels.ToArray().ShouldBe([7 / 255f, 7 / 255f, 7 / 255f, 200 / 255f, 200 / 255f, 200 / 255f]);
        decoded.Alpha!.Values.ToArray().ShouldBe([1f, 51 / 255f]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Grey_of_few_bits_spans_black_to_white(byte bits)
    {
        // Black, then white, then black.
        byte[] row = bits switch { 1 => [0b0100_0000], 2 => [0b0011_0000], _ => [0x0F, 0x00] };
        ImageCodec.Decode(HandmadePng.File(3, 1, bits, HandmadePng.Grey, row)).Image.Pixels.ToArray().ShouldBe([0, 0, 0, 1, 1, 1, 0, 0, 0]);
    }

    [Fact]
    public void Display_P3_becomes_sRGB_by_the_book()
    {
        byte[] levels = [100, 210, 90];
        var pixel = ImageCodec.Decode(Saved("pngsave_buffer", "profile=p3", levels, 1, 1, 3, VipsFormat.Byte, "srgb")).Image.Pixel(0, 0);

        // Linear Display P3 to linear sRGB, both D65.
        var (r, g, b) = (Linear(levels[0]), Linear(levels[1]), Linear(levels[2]));
        ((double)pixel[0]).ShouldBe(Encoded((1.2249402 * r) - (0.2249402 * g)), 2 / 255.0);
        ((double)pixel[1]).ShouldBe(Encoded((-0.0420570 * r) + (1.0420570 * g)), 2 / 255.0);
        ((double)pixel[2]).ShouldBe(Encoded((-0.0196376 * r) - (0.0786360 * g) + (1.0982736 * b)), 2 / 255.0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(600)]
    public void A_broken_profile_is_ignored(int length)
    {
        var garbage = new byte[length];
        new Random(1).NextBytes(garbage);
        var file = HandmadePng.File(1, 1, 8, HandmadePng.Rgb, [100, 210, 90], HandmadePng.Chunk("iCCP", [.. "broken\0\0"u8, .. HandmadePng.Deflated(garbage)]));

        ImageCodec.Decode(file).Image.Pixel(0, 0).ShouldBe([100 / 255f, 210 / 255f, 90 / 255f]);
    }

    [Fact]
    public void AVIF_comes_in_upright_and_close()
    {
        var waves = Pictures.Waves(64, 48);
        var levels = new byte[waves.Pixels.Length];
        Levels.ToBytes(waves.Pixels, levels);

        var decoded = ImageCodec.Decode(Saved("heifsave_buffer", "compression=av1,effort=1,Q=95", levels, 64, 48, 3, VipsFormat.Byte, "srgb"));

        (decoded.Format, decoded.Image.Width, decoded.Image.Height).ShouldBe((ImageFormat.Avif, 64, 48));
        Pictures.MeanDifference(decoded.Image.Pixels, waves.Pixels).ShouldBeLessThan(0.02);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(2, 9)]
    public void A_GIF_frame_outside_its_picture_gives_that_picture_or_a_sentence(byte left, byte top)
    {
        // 4 × 3 pixels; the second frame begins where there are none, or reaches beyond.
        byte[] clearAndCodes = [0x44, 0x44, 0x44, 0x44, 0x05];
        byte[] frame = [0x2C, left, 0, top, 0, 4, 0, 3, 0, 0, 2, 5, .. clearAndCodes, 0];
        byte[] file = [.. "GIF89a"u8, 4, 0, 3, 0, 0b1000_0001, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 0x2C, 0, 0, 0, 0, 4, 0, 3, 0, 0, 2, 5, .. clearAndCodes, 0, .. frame, 0x3B];
        try
        {
            var image = ImageCodec.Decode(file).Image;
            (image.Width, image.Height).ShouldBe((4, 3));
        }
        catch (NodeFailure failure)
        {
            failure.Message.ShouldSatisfyAllConditions(m => m.ShouldStartWith("The image is damaged"), m => m.ShouldEndWith("."));
        }
    }

    [Theory]
    [InlineData("ftypheic", "a HEIC")]
    [InlineData("ftypmif1", "a HEIC")]
    public void What_is_not_read_is_called_by_its_name(string brand, string says)
        => Should.Throw<NodeFailure>(() => ImageCodec.Decode((byte[])[0, 0, 0, 24, .. System.Text.Encoding.ASCII.GetBytes(brand), .. new byte[40]], name: "photo.heic"))
            .Message.ShouldBe($"The image 'photo.heic' is {says} file, which is not read; save it as PNG or JPEG.");

    [Fact]
    public void A_drawing_that_would_read_other_files_reads_none()
    {
        var svg = """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>"""u8.ToArray();
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(svg, name: "drawing.png")).Message.ShouldContain("is an SVG file, which is not read");
    }

    [Theory]
    [InlineData("IHDR")]
    [InlineData("IDAT")]
    public void A_wrong_checksum_is_found(string chunk)
    {
        var file = ImageCodec.Encode(Pictures.Waves(20, 20), new PngEncoding());
        var at = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk));
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at - 4));
        file[at + 4 + length] ^= 1;

        Should.Throw<NodeFailure>(() => ImageCodec.Decode(file, name: "cat.png")).Message.ShouldStartWith("The image 'cat.png' is damaged or incomplete and cannot be decoded");
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(5u)]
    [InlineData(100_000u)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_wrong_length_of_a_chunk_is_found(uint length)
    {
        var file = ImageCodec.Encode(Pictures.Waves(20, 20), new PngEncoding());
        var at = file.AsSpan().IndexOf("IDAT"u8);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at - 4), length);

        Should.Throw<NodeFailure>(() => ImageCodec.Decode(file, name: "cat.png")).Message.ShouldStartWith("The image 'cat.png' is damaged or incomplete and cannot be decoded");
    }

    private static double Linear(byte level) => level / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static double Encoded(double light) => light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;

    private static unsafe byte[] Saved(string operation, string options, byte[] samples, int width, int height, int bands, VipsFormat format, string interpretation)
    {
        VipsLibrary.EnsureStarted();
        Assert.SkipWhen(VipsNative.NewOperation(operation) == 0, $"This libvips has no {operation}.");
        fixed (byte* data = samples)
        {
            using var raw = new VipsImage(VipsNative.ImageFromMemory((nint)data, (nuint)samples.Length, width, height, bands, (int)format));
            using var copy = new VipsOperation("copy");
            using var image = copy.With("in", raw).With($"interpretation={interpretation}").Image();
            using var save = new VipsOperation(operation);
            return save.With("in", image).With(options).Bytes();
        }
    }
}
