using System.Buffers.Binary;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Reading_all_kinds_of_files
{
    [Fact]
    public void Sixteen_bits_a_channel_are_kept()
    {
        byte[] rows = [0x12, 0x34, 0xFF, 0xFF, 0x00, 0x01, 0x80, 0x00, 0x00, 0x00, 0xAB, 0xCD];
        var image = ImageCodec.Decode(HandmadePng.File(2, 1, 16, HandmadePng.Rgb, rows)).Image;
        image.Pixels.ToArray().ShouldBe([0x1234 / 65535f, 1f, 1 / 65535f, 0x8000 / 65535f, 0f, 0xABCD / 65535f]);

        var grey = ImageCodec.Decode(HandmadePng.File(1, 1, 16, HandmadePng.GreyAlpha, [0x12, 0x34, 0x56, 0x78]));
        grey.Image.Pixel(0, 0).ShouldBe([0x1234 / 65535f, 0x1234 / 65535f, 0x1234 / 65535f]);
        grey.Alpha!.Values[0].ShouldBe(0x5678 / 65535f);
    }

    [Fact]
    public void Grey_becomes_three_equal_channels()
    {
        ImageCodec.Decode(HandmadePng.File(2, 1, 8, HandmadePng.Grey, [7, 200])).Image.Pixels.ToArray().ShouldBe([7 / 255f, 7 / 255f, 7 / 255f, 200 / 255f, 200 / 255f, 200 / 255f]);
        ImageCodec.Decode(HandmadePng.File(8, 1, 1, HandmadePng.Grey, [0b0100_0000])).Image.Pixel(1, 0).ShouldBe([1f, 1f, 1f]);
    }

    [Fact]
    public void A_palette_is_looked_up_with_its_transparency()
    {
        byte[] palette = [255, 0, 0, 0, 255, 0, 1, 2, 3];
        var decoded = ImageCodec.Decode(HandmadePng.File(3, 1, 8, HandmadePng.Palette, [2, 1, 0], HandmadePng.Chunk("PLTE", palette), HandmadePng.Chunk("tRNS", [0, 128])));
        decoded.Image.Pixels.ToArray().ShouldBe([1 / 255f, 2 / 255f, 3 / 255f, 0, 1, 0, 1, 0, 0]);
        decoded.Alpha!.Values.ToArray().ShouldBe([1f, 128 / 255f, 0f]);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public void A_turned_photograph_is_put_upright(byte orientation, int right, int bottom)
    {
        // White in the stored top left corner, black elsewhere.
        var stored = Image.Create(1, 32, 64, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i / 3 % 64 < 16 && i / 3 / 64 < 16 ? 1 : 0;
            }
        });
        var file = ImageCodec.Encode(stored, new JpegEncoding(95));
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, orientation, 0, 0, 0, 0, 0, 0];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif];

        var image = ImageCodec.Decode((byte[])[.. file[..2], .. segment, .. file[2..]]).Image;

        (image.Width, image.Height).ShouldBe(orientation < 5 ? (64, 32) : (32, 64));
        image.Pixel(right * (image.Width - 1), bottom * (image.Height - 1))[1].ShouldBeGreaterThan(0.9f);
        image.Pixel((1 - right) * (image.Width - 1), (1 - bottom) * (image.Height - 1))[1].ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void Ink_colours_become_screen_colours()
    {
        var image = ImageCodec.Decode(Cmyk(0, 255, 255, 0)).Image;
        image.Channels.ShouldBe(3);
        var red = image.Pixel(4, 4);
        red[0].ShouldBeGreaterThan(0.75f);
        red[1].ShouldBeLessThan(0.35f);
        ImageCodec.Decode(Cmyk(0, 0, 0, 0)).Image.Pixel(4, 4).Min().ShouldBeGreaterThan(0.95f);
    }

    [Fact]
    public void A_colour_profile_is_applied_and_sRGB_left_alone()
    {
        var wide = ImageCodec.Decode(WithProfile("p3")).Image.Pixel(0, 0);
        wide[1].ShouldBeGreaterThan(210 / 255f); // a green of Display P3 is stronger in sRGB
        wide[0].ShouldBeLessThan(90 / 255f);
        ImageCodec.Decode(WithProfile("srgb")).Image.Pixel(0, 0).ShouldBe([100 / 255f, 210 / 255f, 90 / 255f]);
    }

    [Fact]
    public void An_animated_GIF_becomes_a_batch_of_frames()
    {
        var decoded = ImageCodec.Decode(Gif(4, 3, [0, 1, 2]));
        (decoded.Image.Batch, decoded.Image.Width, decoded.Image.Height).ShouldBe((3, 4, 3));
        decoded.Image.Pixel(3, 2, 0).ShouldBe([1, 0, 0]);
        decoded.Image.Pixel(3, 2, 1).ShouldBe([0, 1, 0]);
        decoded.Image.Pixel(3, 2, 2).ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void An_animated_WebP_becomes_a_batch_of_frames()
    {
        var frames = new[] { Pictures.Flat(6, 4, 255, 0, 0), Pictures.Flat(6, 4, 0, 9, 255) };
        var decoded = ImageCodec.Decode(Webp(frames));
        (decoded.Image.Batch, decoded.Image.Width, decoded.Image.Height).ShouldBe((2, 6, 4));
        decoded.Image.Picture(0).SequenceEqual(frames[0].Pixels).ShouldBeTrue();
        decoded.Image.Picture(1).SequenceEqual(frames[1].Pixels).ShouldBeTrue();
    }

    [Fact]
    public void The_content_counts_and_not_the_extension()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.jpg");
        try
        {
            File.WriteAllBytes(path, ImageCodec.Encode(Pictures.Waves(9, 9), new PngEncoding()));
            ImageCodec.Decode(path).Format.ShouldBe(ImageFormat.Png);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static unsafe byte[] Cmyk(params byte[] ink)
    {
        VipsLibrary.EnsureStarted();
        var levels = Enumerable.Range(0, 64 * 4).Select(i => ink[i % 4]).ToArray();
        fixed (byte* data = levels)
        {
            using var raw = new VipsImage(VipsNative.ImageFromMemory((nint)data, (nuint)levels.Length, 8, 8, 4, 0));
            using var copy = new VipsOperation("copy");
            using var image = copy.With("in", raw).With("interpretation=cmyk").Image();
            using var save = new VipsOperation("jpegsave_buffer");
            return save.With("in", image).With("Q=95").Bytes();
        }
    }

    private static unsafe byte[] WithProfile(string profile)
    {
        VipsLibrary.EnsureStarted();
        byte[] levels = [100, 210, 90];
        fixed (byte* data = levels)
        {
            using var raw = new VipsImage(VipsNative.ImageFromMemory((nint)data, 3, 1, 1, 3, 0));
            using var save = new VipsOperation("pngsave_buffer");
            return save.With("in", raw).With("profile", profile).Bytes();
        }
    }

    // Frames of one palette colour each; the LZW stream clears its table before every code, so codes stay 3 bits wide.
    private static byte[] Gif(ushort width, ushort height, byte[] colours)
    {
        var file = new List<byte>([.. "GIF89a"u8, (byte)width, 0, (byte)height, 0, 0b1000_0001, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0]);
        foreach (var colour in colours)
        {
            var codes = Enumerable.Range(0, width * height).SelectMany(_ => new[] { 4, (int)colour }).Append(5).ToArray();
            var packed = new byte[((codes.Length * 3) + 7) / 8];
            for (var bit = 0; bit < codes.Length * 3; bit++)
            {
                packed[bit / 8] |= (byte)((codes[bit / 3] >> (bit % 3) & 1) << (bit % 8));
            }

            file.AddRange([0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0, 2, (byte)packed.Length, .. packed, 0]);
        }

        return [.. file, 0x3B];
    }

    private static byte[] Webp(Image[] frames)
    {
        static byte[] Int24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
        static byte[] Chunk(string name, byte[] body)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
            return [.. Encoding.ASCII.GetBytes(name), .. length, .. body, .. new byte[body.Length & 1]];
        }

        byte[] size = [.. Int24(frames[0].Width - 1), .. Int24(frames[0].Height - 1)];
        byte[] chunks =
        [
            .. "WEBP"u8, .. Chunk("VP8X", [0x02, 0, 0, 0, .. size]), .. Chunk("ANIM", [0, 0, 0, 0, 0, 0]),
            .. frames.SelectMany(frame => Chunk("ANMF", [.. Int24(0), .. Int24(0), .. size, .. Int24(100), 0, .. ImageCodec.Encode(frame, new WebpEncoding(Lossless: true))[12..]])),
        ];
        return Chunk("RIFF", chunks);
    }
}
