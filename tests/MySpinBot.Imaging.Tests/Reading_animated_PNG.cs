using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Reading_animated_PNG
{
    private const byte Keep = 0;
    private const byte Clear = 1;
    private const byte Restore = 2;

    private static readonly byte[] Red = [255, 0, 0, 255];
    private static readonly byte[] Green = [0, 255, 0, 255];
    private static readonly byte[] Blue = [0, 0, 255, 255];
    private static readonly byte[] HalfBlue = [0, 0, 255, 51];

    [Fact]
    public void Each_frame_is_painted_onto_what_the_one_before_it_left()
    {
        var decoded = ImageCodec.Decode(Apng(
            3, 1,
            new(0, 3, Keep, false, [.. Red, .. Red, .. Red]),
            new(1, 1, Restore, false, Green),
            new(2, 1, Clear, false, Blue),
            new(0, 1, Keep, true, HalfBlue)));

        decoded.Image.Batch.ShouldBe(4);
        Row(decoded, 0).ShouldBe("ff0000 ff0000 ff0000");
        Row(decoded, 1).ShouldBe("ff0000 00ff00 ff0000");
        Row(decoded, 2).ShouldBe("ff0000 ff0000 0000ff"); // green is gone again
        Row(decoded, 3).ShouldBe("cc0033 ff0000 ------"); // a fifth of blue over red; where blue was is nothing
    }

    [Fact]
    public void Colours_of_two_transparent_pixels_are_weighted_by_what_is_seen_of_each()
    {
        var decoded = ImageCodec.Decode(Apng(1, 1, new(0, 1, Keep, false, [255, 0, 0, 51]), new(0, 1, Keep, true, [0, 0, 255, 51])));

        decoded.Alpha!.Values[1].ShouldBe(0.2f + (0.8f * 0.2f), 1e-6f);
        decoded.Image.Pixel(0, 0, 1)[0].ShouldBe(0.16f / 0.36f, 1e-6f);
        decoded.Image.Pixel(0, 0, 1)[2].ShouldBe(0.2f / 0.36f, 1e-6f);
    }

    [Fact]
    public void Without_transparency_there_is_no_alpha()
        => ImageCodec.Decode(Apng(2, 1, new(0, 2, Keep, false, [.. Red, .. Green]), new(1, 1, Keep, true, Blue))).Alpha.ShouldBeNull();

    [Fact]
    public void What_the_writer_wrote_comes_back()
    {
        foreach (var channels in new[] { 3, 4 })
        {
            var film = Pictures.Waves(33, 21, channels, batch: 4);
            using var file = new MemoryStream();
            AnimationCodec.Write(film, new PngEncoding(), 12, file, [KeyValuePair.Create("prompt", "{\"ä\":1}"), KeyValuePair.Create("note", "grüß")]);

            var back = ImageCodec.Decode(file.ToArray());

            back.Image.Batch.ShouldBe(4);
            for (var i = 0; i < 4 * 21 * 33; i++)
            {
                back.Image.Pixels[(3 * i) + 1].ShouldBe(film.Pixels[(channels * i) + 1]);
                if (channels == 4)
                {
                    back.Alpha!.Values[i].ShouldBe(film.Pixels[(channels * i) + 3]);
                }
            }

            (back.Texts["prompt"], back.Texts["note"]).ShouldBe(("""{"\u00e4":1}""", "grüß"));
        }
    }

    [Fact]
    public void What_is_cut_off_or_damaged_is_refused_with_a_sentence()
    {
        var file = Apng(3, 1, new(0, 3, Keep, false, [.. Red, .. Red, .. Red]), new(1, 1, Keep, false, Green));
        for (var length = 8; length < file.Length; length++)
        {
            Should.Throw<NodeFailure>(() => ImageCodec.Decode(file.AsMemory(0, length))).Message.ShouldEndWith(".");
        }

        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var altered = file.ToArray();
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
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

    [Fact]
    public void A_frame_outside_the_picture_is_refused_and_so_are_too_many()
    {
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Apng(2, 1, new(0, 2, Keep, false, [.. Red, .. Red]), new(1, 2, Keep, false, [.. Red, .. Red]))), "x")
            .Message.ShouldContain("frame 2 has 2 × 1 pixels at 1, 0 and lies outside its 2 × 1");
        Should.Throw<NodeFailure>(() => ImageCodec.Decode(Apng(2, 1, [.. Enumerable.Repeat(new Frame(0, 2, Keep, false, [.. Red, .. Red]), 9)]), new ImageLimits(MaxPixels: 17)))
            .Message.ShouldContain("9 frame(s) of 2 × 1, 18 pixels in all");
    }

    private static string Row(DecodedImage decoded, int frame) => string.Join(' ', Enumerable.Range(0, decoded.Image.Width).Select(x =>
        decoded.Alpha!.Values[(frame * decoded.Image.Width) + x] == 0 ? "------" : Convert.ToHexStringLower([.. decoded.Image.Pixel(x, 0, frame).Select(value => (byte)Math.Round(255 * value))])));

    // One row high.
    private static byte[] Apng(int width, int height, params Frame[] frames)
    {
        var sequence = 0;
        var chunks = new List<byte>([0x89, .. "PNG\r\n\u001A\n"u8, .. HandmadePng.Header((uint)width, (uint)height, 8, HandmadePng.Rgba), .. HandmadePng.Chunk("acTL", [.. Int(frames.Length), .. Int(0)])]);
        foreach (var frame in frames)
        {
            chunks.AddRange(HandmadePng.Chunk("fcTL", [.. Int(sequence++), .. Int(frame.Width), .. Int(1), .. Int(frame.Left), .. Int(0), 0, 1, 0, 10, frame.Disposal, (byte)(frame.Over ? 1 : 0)]));
            var pixels = HandmadePng.Deflated([0, .. frame.Pixels]);
            chunks.AddRange(sequence == 1 ? HandmadePng.Chunk("IDAT", pixels) : HandmadePng.Chunk("fdAT", [.. Int(sequence++), .. pixels]));
        }

        return [.. chunks, .. HandmadePng.Chunk("IEND", [])];
    }

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private sealed record Frame(int Left, int Width, byte Disposal, bool Over, byte[] Pixels);
}
