using System.Buffers.Binary;
using MySpinBot.Imaging;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Broken_picture_files : IDisposable
{
    private readonly Call _call = new();

    public static TheoryData<string, byte[], string> Files
    {
        get
        {
            var png = ImageCodec.Encode(Noise(), new PngEncoding());
            var jpeg = ImageCodec.Encode(Noise(), new JpegEncoding());
            var webp = ImageCodec.Encode(Noise(), new WebpEncoding());
            var bomb = png.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 60_000);
            BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 60_000);
            var pixels = png.AsSpan().IndexOf("IDAT"u8);
            var checksum = png.ToArray();
            checksum[pixels + 4 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(pixels - 4))] ^= 1;
            var length = png.ToArray();
            BinaryPrimitives.WriteInt32BigEndian(length.AsSpan(pixels - 4), int.MaxValue);
            return new()
            {
                { "empty.png", [], "is empty (0 bytes); an image file is wanted." },
                { "letter.txt", [.. "Dear Sir, this is a letter."u8], "is not a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file: it begins with 4465617220536972." },
                { "garbage.jpg", [9, 8, 7, 6, 5, 4, 3, 2, 1], "is not a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file: it begins with 0908070605040302." },
                { "bomb.png", bomb, "has 60,000 × 60,000 pixels; at most 16,384 a side are decoded." },
                { "header.png", png[..20], "begins like a Png file but has no header with its size; it is cut off or damaged." },
                { "half.png", png[..(png.Length / 2)], "is damaged or incomplete and cannot be decoded (" },
                { "half.jpg", jpeg[..(jpeg.Length / 2)], "is damaged or incomplete and cannot be decoded (" },
                { "half.webp", webp[..(webp.Length / 2)], "is damaged or incomplete and cannot be decoded (" },
                { "checksum.png", checksum, "is damaged or incomplete and cannot be decoded (" },
                { "length.png", length, "is damaged or incomplete and cannot be decoded (" },
                { "photo.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]], "is a HEIC file, which is not read; save it as PNG or JPEG." },
                { "drawing.svg", [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8], "is an SVG file, which is not read; save it as PNG or JPEG." },
            };
        }
    }

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_kind_is_refused_with_one_sentence_that_names_the_file(string name, byte[] bytes, string says)
    {
        var message = Should.Throw<NodeFailure>(() => LoadImageNode.Load(_call.File(name, bytes), default)).Message;

        message.ShouldStartWith($"The image '{name}' {says}");
        message.ShouldEndWith(".");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_folder_is_called_a_folder()
    {
        var folder = Directory.CreateDirectory(_call.TemporaryPath(".png")).FullName;

        Should.Throw<NodeFailure>(() => LoadImageNode.Load(new FileReference(folder, ContentId.Of([]), 0), default)).Message.ShouldBe($"'{folder}' is a folder; an image file is wanted.");
    }

    [Fact]
    public void A_true_picture_under_a_wrong_name_is_read()
        => LoadImageNode.Load(_call.File("picture.jpg", ImageCodec.Encode(Noise(), new PngEncoding())), default).Image.Width.ShouldBe(64);

    private static Image Noise() => Image.Create(1, 48, 64, 3, pixels =>
    {
        var random = new Random(8);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.Next(256) / 255f;
        }
    });
}
