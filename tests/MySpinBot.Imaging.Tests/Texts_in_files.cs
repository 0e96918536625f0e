using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

public sealed class Texts_in_files
{
    private const string Prompt = """{"3": {"class_type": "KSampler", "inputs": {"text": "a cat: \"Grüße\" 视频 😀"}}}""";
    private const string Workflow = """{"version": 1, "nodes": {}}""";

    private static readonly Dictionary<string, string> Texts = new() { ["prompt"] = Prompt, ["workflow"] = Workflow, ["note"] = "plain: Grüße, 视频" };

    public static TheoryData<string> Encodings => ["png", "jpg", "webp", "lossless"];

    private static ImageEncoding Encoding_(string name)
        => name switch { "png" => new PngEncoding(), "jpg" => new JpegEncoding(), "webp" => new WebpEncoding(), _ => new WebpEncoding(Lossless: true) };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Texts_come_back_and_pixels_stay(string name)
    {
        var image = Pictures.Waves(33, 21);
        var bare = ImageCodec.Decode(ImageCodec.Encode(image, Encoding_(name)));

        var decoded = ImageCodec.Decode(ImageCodec.Encode(image, Encoding_(name), texts: Texts));

        decoded.Image.Pixels.SequenceEqual(bare.Image.Pixels).ShouldBeTrue();
        decoded.Texts.Keys.Order().ShouldBe(["note", "prompt", "workflow"]);
        decoded.Texts["note"].ShouldBe(Texts["note"]);
        decoded.Texts["workflow"].ShouldBe(Workflow);
        decoded.Texts["prompt"].ShouldBe(Escaped(Prompt));
        JsonDocument.Parse(decoded.Texts["prompt"]).RootElement.ToString().ShouldContain("KSampler");
        bare.Texts.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Long_texts_come_back_too(string name)
    {
        var texts = new Dictionary<string, string> { ["workflow"] = "{\"x\":\"" + new string('a', 300_000) + "\"}", ["prompt"] = "{\"y\":\"" + new string('b', 70_000) + "\"}", ["k"] = "v" };
        var read = ImageMetadata.Read(ImageCodec.Encode(Pictures.Waves(8, 8), Encoding_(name), texts: texts));
        read.OrderBy(text => text.Key).ShouldBe(texts.OrderBy(text => text.Key));
        ImageCodec.Decode(ImageCodec.Encode(Pictures.Waves(8, 8), Encoding_(name), texts: texts)).Image.Width.ShouldBe(8);
    }

    [Fact]
    public void PNG_holds_them_as_ComfyUI_reads_them()
    {
        var chunks = HandmadePng.Chunks(ImageCodec.Encode(Pictures.Waves(8, 8), new PngEncoding(), texts: Texts));

        chunks.Take(4).Select(chunk => chunk.Type).ShouldBe(["IHDR", "tEXt", "tEXt", "iTXt"]);
        Encoding.Latin1.GetString(chunks[1].Body).ShouldBe("prompt\0" + Escaped(Prompt));
        Encoding.Latin1.GetString(chunks[2].Body).ShouldBe("workflow\0" + Workflow);
        Encoding.UTF8.GetString(chunks[3].Body).ShouldBe("note\0\0\0\0\0" + Texts["note"]);
    }

    [Fact]
    public void WebP_holds_them_as_ComfyUI_reads_them()
    {
        // After pnginfo.js: walks the chunks without regard to padding, wants strings "key:value" in the first directory.
        var file = ImageCodec.Encode(Pictures.Waves(31, 17), new WebpEncoding(), texts: Texts);
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)).ShouldBe(file.Length - 8);
        var found = new Dictionary<string, string>();
        for (var at = 12; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (Encoding.ASCII.GetString(file, at, 4) == "EXIF")
            {
                var exif = file.AsSpan(at + 8 + 6);
                for (var i = 0; i < exif[8]; i++)
                {
                    var entry = exif[(10 + (i * 12))..];
                    BinaryPrimitives.ReadInt16LittleEndian(entry[2..]).ShouldBe((short)2);
                    var value = Encoding.UTF8.GetString(exif.Slice(BinaryPrimitives.ReadInt32LittleEndian(entry[8..]), BinaryPrimitives.ReadInt32LittleEndian(entry[4..]) - 1));
                    found[value[..value.IndexOf(':')]] = value[(value.IndexOf(':') + 1)..];
                    if (value.StartsWith("prompt", StringComparison.Ordinal))
                    {
                        BinaryPrimitives.ReadInt16LittleEndian(entry).ShouldBe((short)0x0110);
                    }
                }
            }

            at += 8 + length;
        }

        found["prompt"].ShouldBe(Escaped(Prompt));
        found["workflow"].ShouldBe(Workflow);
    }

    [Fact]
    public void Ffprobe_reads_the_texts_of_a_PNG()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.png");
        try
        {
            File.WriteAllBytes(path, ImageCodec.Encode(Pictures.Waves(8, 8), new PngEncoding(), texts: Texts));
            using var ffprobe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-show_frames", "-of", "json", path]) { RedirectStandardOutput = true })!;
            var tags = JsonDocument.Parse(ffprobe.StandardOutput.ReadToEnd()).RootElement.GetProperty("frames")[0].GetProperty("tags");
            tags.GetProperty("workflow").GetString().ShouldBe(Workflow);
            tags.GetProperty("prompt").GetString().ShouldBe(Escaped(Prompt));
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("ffprobe is not installed.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Texts_of_other_programs_are_read()
    {
        byte[] compressed = HandmadePng.Deflated(Encoding.UTF8.GetBytes("verpackt é"));
        var png = HandmadePng.File(1, 1, 8, HandmadePng.Grey, [0],
            HandmadePng.Chunk("zTXt", [.. "Comment\0\0"u8, .. HandmadePng.Deflated("packed"u8.ToArray())]),
            HandmadePng.Chunk("iTXt", [.. "Title\0"u8, 1, 0, .. "de\0Titel\0"u8, .. compressed]),
            HandmadePng.Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0<x/>"u8]));
        var texts = ImageMetadata.Read(png);
        texts["Comment"].ShouldBe("packed");
        texts["Title"].ShouldBe("verpackt é");
        texts[ImageMetadata.XmpKey].ShouldBe("<x/>");
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ключ")]
    [InlineData("a:b")]
    public void A_key_that_no_reader_would_find_is_refused(string key)
        => Should.Throw<NodeFailure>(() => ImageCodec.Encode(Pictures.Waves(4, 4), new PngEncoding(), texts: [new(key, "x")])).Message.ShouldContain("cannot name a text");

    [Fact]
    public void Text_chunks_that_lie_are_passed_over()
    {
        byte[] bomb = HandmadePng.Deflated(new byte[100 << 20]);
        bomb.Length.ShouldBeLessThan(200_000);
        var good = HandmadePng.Chunk("tEXt", [.. "good\0yes"u8]);
        var altered = HandmadePng.Chunk("tEXt", [.. "bad\0no"u8]);
        altered[^5] ^= 1;
        var tooLong = HandmadePng.Chunk("tEXt", [.. "long\0no"u8]);
        tooLong[0] = 0x7F;
        byte[] file =
        [
            .. HandmadePng.File(1, 1, 8, HandmadePng.Grey, [0], HandmadePng.Chunk("zTXt", [.. "bomb\0\0"u8, .. bomb]), altered, HandmadePng.Chunk("tEXt", [1, 2, 3]),
                HandmadePng.Chunk("zTXt", [.. "broken\0\0"u8, 1, 2, 3]), HandmadePng.Chunk("iTXt", [.. "short\0"u8, 0]), HandmadePng.Chunk("tEXt", []), good)[..^12],
            .. tooLong,
        ];

        var before = GC.GetAllocatedBytesForCurrentThread();
        ImageMetadata.Read(file).ShouldBe(new Dictionary<string, string> { ["good"] = "yes" });
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100L << 20);
    }

    [Fact]
    public void Damaged_metadata_never_throws()
    {
        var random = new Random(5);
        foreach (var name in new[] { "png", "jpg", "webp" })
        {
            var file = ImageCodec.Encode(Pictures.Waves(8, 8), Encoding_(name), texts: Texts);
            for (var length = 0; length < file.Length; length++)
            {
                ImageMetadata.Read(file.AsSpan(0, length));
            }

            for (var round = 0; round < 20_000; round++)
            {
                var altered = file.ToArray();
                for (var flips = 0; flips < 3; flips++)
                {
                    altered[random.Next(altered.Length)] = (byte)random.Next(256);
                }

                ImageMetadata.Read(altered);
            }
        }
    }

    private static string Escaped(string json) => string.Concat(json.Select(c => c < 128 ? c.ToString() : $"\\u{(int)c:x4}"));
}
