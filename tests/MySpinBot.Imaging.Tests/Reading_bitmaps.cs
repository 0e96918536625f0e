using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Reading_bitmaps
{
    [Theory]
    [InlineData(40)]
    [InlineData(12)]
    public void Twenty_four_bits_are_read_from_the_bottom_up(int header)
    {
        // Two columns, two rows, blue first, each row filled up to 8 bytes.
        var decoded = ImageCodec.Decode(Bmp(2, 2, 24, header, [], [10, 20, 30, 40, 50, 60, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0]));

        decoded.Format.ShouldBe(ImageFormat.Bmp);
        decoded.Alpha.ShouldBeNull();
        decoded.Image.Pixels.ToArray().ShouldBe(Values(3, 2, 1, 6, 5, 4, 30, 20, 10, 60, 50, 40));
    }

    [Fact]
    public void A_negative_height_is_read_from_the_top_down()
        => ImageCodec.Decode(Bmp(1, -2, 24, 40, [], [10, 20, 30, 0, 1, 2, 3, 0])).Image.Pixels.ToArray().ShouldBe(Values(30, 20, 10, 3, 2, 1));

    [Theory]
    [InlineData(8, new byte[] { 1, 0, 1, 0 })]
    [InlineData(4, new byte[] { 0x10, 0x10, 0, 0 })]
    [InlineData(1, new byte[] { 0b1010_0000, 0, 0, 0 })]
    public void Colours_come_out_of_a_palette(int bits, byte[] row)
        => ImageCodec.Decode(Bmp(3, 1, bits, 40, [255, 0, 0, 0, 7, 8, 9, 0], row)).Image.Pixels.ToArray().ShouldBe(Values(9, 8, 7, 0, 0, 255, 9, 8, 7));

    [Fact]
    public void Sixteen_bits_have_five_a_channel()
        => ImageCodec.Decode(Bmp(2, 1, 16, 40, [], [0x00, 0x7C, 0xE0, 0x01])).Image.Pixels.ToArray().ShouldBe([1f, 0f, 0f, 0f, 15 / 31f, 0f]);

    [Fact]
    public void Masks_say_where_the_channels_lie_and_alpha_is_believed_only_then()
    {
        byte[] masks = [0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF];
        var masked = ImageCodec.Decode(Bmp(1, 1, 32, 56, masks, [11, 22, 33, 44], packing: 3));
        masked.Image.Pixels.ToArray().ShouldBe(Values(11, 22, 33));
        masked.Alpha!.Values.ToArray().ShouldBe([44 / 255f]);

        var plain = ImageCodec.Decode(Bmp(1, 1, 32, 40, [], [11, 22, 33, 0]));
        plain.Image.Pixels.ToArray().ShouldBe(Values(33, 22, 11));
        plain.Alpha.ShouldBeNull();
    }

    [Fact]
    public void What_is_cut_off_huge_or_packed_is_refused_with_a_sentence()
    {
        var whole = Bmp(2, 2, 24, 40, [], new byte[16]);
        for (var length = 18; length < whole.Length; length++)
        {
            Should.Throw<NodeFailure>(() => ImageCodec.Decode(whole.AsMemory(0, length))).Message.ShouldEndWith(".");
        }

        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Bmp(60_000, 60_000, 1, 40, [], []))).Message.ShouldContain("60,000 × 60,000");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Bmp(-5, 2, 24, 40, [], []))).Message.ShouldContain("an image has at least one");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Bmp(2, int.MinValue, 24, 40, [], []))).Message.ShouldContain("at most 16,384 a side");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Bmp(2, 2, 8, 40, [], new byte[8], packing: 1))).Message.ShouldContain("compression 1); save it as PNG.");
    }

    [Fact]
    public void Flipped_bits_give_a_picture_or_a_sentence()
    {
        var file = Bmp(9, 7, 8, 40, new byte[256], new byte[12 * 7]);
        var random = new Random(4);
        for (var round = 0; round < 2000; round++)
        {
            var altered = file.ToArray();
            altered[random.Next(60)] ^= (byte)(1 << random.Next(8));
            try
            {
                ImageCodec.Decode(altered, new ImageLimits(MaxSide: 4096, MaxPixels: 1 << 22));
            }
            catch (NodeFailure failure)
            {
                failure.Message.ShouldStartWith("The image");
            }
        }
    }

    private static float[] Values(params byte[] levels) => [.. levels.Select(level => level / 255f)];

    // What follows the header: masks or a palette, then rows.
    private static byte[] Bmp(int width, int height, int bits, int header, byte[] extra, byte[] rows, int packing = 0)
    {
        var inHeader = header > 40 ? extra.Length : 0;
        var start = 14 + header + extra.Length - inHeader;
        var file = new byte[start + rows.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), start);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), header);
        if (header == 12)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(18), (short)width);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), (short)height);
            (file[22], file[24]) = (1, (byte)bits);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
            (file[26], file[28], file[30]) = (1, (byte)bits, (byte)packing);
        }

        extra.CopyTo(file, 14 + (inHeader > 0 ? 40 : header));
        rows.CopyTo(file, start);
        return file;
    }
}
