using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MySpinBot.Core.Tests.Documents.Embedded;

/// <summary>Small files of every kind with texts in them, put together by hand from what their standards say, and no more of them than a reader of texts looks at.</summary>
internal static class SomeMedia
{
    public const string Workflow = """{"last_node_id": 1, "nodes": [{"id": 1, "type": "Tëxt"}], "links": [], "version": 0.4}""";
    public const string Prompt = """{"1": {"class_type": "Text", "inputs": {"text": "a \"cat\""}}}""";

    /// <summary>A file of each kind.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = With(Workflow, Prompt);

    /// <summary>A file of each kind with these texts, mostly the prompt first and the workflow behind it.</summary>
    public static Dictionary<string, byte[]> With(string workflow, string prompt) => new()
    {
        ["png"] = Png(PngText("tEXt", "prompt", prompt), PngChunk("IDAT", new byte[40]), PngInternational("workflow", workflow, packed: false)),
        ["png, packed"] = Png(PngPacked("prompt", prompt), PngInternational("workflow", workflow, packed: true)),
        ["png, moving"] = Png(PngText("comf", "prompt", prompt), PngText("comf", "workflow", workflow)),
        ["webp"] = Riff("WEBP", Chunk("VP8 ", new byte[9]), Chunk("EXIF", Exif(little: true, ("prompt:" + prompt, 0x0110), ("workflow:" + workflow, 0x010F)))),
        ["webp, other end first"] = Riff("WEBP", Chunk("EXIF", [.. "Exif\0\0"u8, .. Exif(little: false, ("workflow:" + workflow, 0x010F), ("prompt:" + prompt, 0x0110))])),
        ["jpeg"] = [0xFF, 0xD8, .. Segment(0xE0, new byte[14]), .. prompt.Length < 60_000 ? Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(little: true, ("prompt: " + prompt, 0x0110))]) : [], .. Bytes((prompt.Length < 60_000 ? "" : $"prompt:{prompt}\0") + $"workflow:{workflow}\0").Chunk(60_000).SelectMany(part => Segment(0xEF, [.. "MySpinBot\0"u8, .. part])), 0xFF, 0xDA, 1, 2, 3],
        ["exr"] = [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0, .. ExrText("prompt", prompt), .. ExrText("workflow", workflow), 0],
        ["mp4"] = [.. Box("ftyp", Bytes("isom\0\0\0\0")), .. Box("mdat", new byte[300]), .. Box("moov", Box("mvhd", new byte[100]), Box("udta", Meta(isFull: true, ("mdta", "prompt", prompt), ("mdta", "workflow", workflow))))],
        ["mov"] = [.. Box("ftyp", Bytes("qt  \0\0\0\0")), .. Box("moov", Meta(isFull: false, ("mdta", "com.example.prompt", prompt), ("mdta", "workflow", workflow))), .. Box("mdat", new byte[30])],
        ["mp4, as a remark"] = [.. Box("ftyp", Bytes("isom\0\0\0\0")), .. Box("moov", Box("udta", Box("meta", new byte[4], Box("hdlr", new byte[25]), Box("ilst", Box("\u00A9cmt", Data($$"""{"prompt": {{System.Text.Json.JsonSerializer.Serialize(prompt)}}, "workflow": {{workflow}}}"""))))))],
        ["matroska"] = Matroska(workflow, prompt, isLive: false),
        ["matroska, live"] = Matroska(workflow, prompt, isLive: true),
        ["flac"] = [.. "fLaC"u8, 0, 0, 0, 34, .. new byte[34], .. FlacComments(Comments(("PROMPT", prompt), ("workflow", workflow)))],
        ["opus"] = Ogg(Bytes("OpusHead\u0001\u0002"), [.. Bytes("OpusTags"), .. Comments(("prompt", prompt), ("workflow", workflow + new string(' ', 70_000)))]),
        ["vorbis"] = Ogg(Bytes("\u0001vorbis\0"), [.. Bytes("\u0003vorbis"), .. Comments(("prompt", prompt), ("workflow", workflow)), 1]),
        ["flac in ogg"] = Ogg(Bytes("\u007FFLAC\u0001\0"), [0x84, 0, 0, 9, .. Comments(("prompt", prompt), ("workflow", workflow))]),
        ["mp3"] = Id3(4, Frame4("TXXX", [3, .. Bytes("prompt\0" + prompt)]), Frame4("TXXX", [3, .. Bytes("workflow\0" + workflow)])),
        ["mp3, wide"] = Id3(3, Frame3("TXXX", [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes("prompt\0"), 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(prompt)]), Frame3("TXXX", [2, .. Encoding.BigEndianUnicode.GetBytes("workflow\0" + workflow)])),
        ["wav"] = Riff("WAVE", Chunk("fmt ", new byte[16]), Chunk("LIST", [.. "INFO"u8, .. Chunk("ISFT", Bytes("x\0")), .. Chunk("ICMT", Bytes($$"""{"prompt":{{prompt}},"workflow":{{workflow}}}""" + "\0"))]), Chunk("data", new byte[8])),
        ["safetensors"] = Safetensors($$$"""{"__metadata__": {"prompt": {{{System.Text.Json.JsonSerializer.Serialize(prompt)}}}, "workflow": {{{System.Text.Json.JsonSerializer.Serialize(workflow)}}}}, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}"""),
    };

    public static byte[] Png(params byte[][] chunks) => [0x89, .. "PNG\r\n\u001a\n"u8, .. PngChunk("IHDR", new byte[13]), .. chunks.SelectMany(chunk => chunk), .. PngChunk("IEND", [])];

    public static byte[] PngText(string type, string key, string text) => PngChunk(type, [.. Bytes(key), 0, .. Bytes(text)]);

    public static byte[] PngPacked(string key, string text) => PngChunk("zTXt", [.. Bytes(key), 0, 0, .. Packed(Bytes(text))]);

    public static byte[] PngInternational(string key, string text, bool packed)
        => PngChunk("iTXt", [.. Bytes(key), 0, (byte)(packed ? 1 : 0), 0, .. Bytes("en\0Fluß\0"), .. packed ? Packed(Bytes(text)) : Bytes(text)]);

    public static byte[] PngChunk(string type, byte[] body)
    {
        byte[] whole = [.. Bytes(type), .. body];
        var crc = uint.MaxValue;
        foreach (var one in whole)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return [.. Big(body.Length), .. whole, .. Big((int)~crc)];
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Exif(bool little, params (string Text, ushort Tag)[] texts)
    {
        var values = 8 + 2 + (texts.Length * 12) + 4;
        var (entries, bytes) = (new List<byte>(), new List<byte>());
        foreach (var (text, tag) in texts)
        {
            var value = Bytes(text + "\0");
            entries.AddRange([.. Short(tag, little), .. Short(2, little), .. Int(value.Length, little), .. Int(values + bytes.Count, little)]);
            bytes.AddRange(value);
        }

        return [.. little ? "II*\0"u8 : "MM\0*"u8, .. Int(8, little), .. Short((ushort)texts.Length, little), .. entries, 0, 0, 0, 0, .. bytes];
    }

    public static byte[] Box(string type, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part).ToArray();
        return [.. Big(body.Length + 8), .. Encoding.Latin1.GetBytes(type), .. body];
    }

    public static byte[] Riff(string form, params byte[][] chunks)
    {
        byte[] body = [.. Bytes(form), .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Int(body.Length, true), .. body];
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Chunk(string type, byte[] body) => [.. Bytes(type), .. Int(body.Length, true), .. body, .. new byte[body.Length & 1]];

    private static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] ExrText(string name, string text) => [.. Bytes(name + "\0string\0"), .. Int(Bytes(text).Length, true), .. Bytes(text)];

    private static byte[] Meta(bool isFull, params (string Space, string Key, string Text)[] texts)
    {
        byte[] keys = Box("keys", new byte[4], Big(texts.Length), [.. texts.SelectMany(text => Box(text.Space, Bytes(text.Key)))]);
        byte[] items = Box("ilst", [.. texts.SelectMany((text, i) => Numbered(i + 1, Data(text.Text)))]);
        return Box("meta", isFull ? new byte[4] : [], Box("hdlr", new byte[25]), keys, items);
    }

    private static byte[] Numbered(int number, byte[] body) => [.. Big(body.Length + 8), .. Big(number), .. body];

    private static byte[] Data(string text) => Box("data", Big(1), Big(0), Bytes(text));

    private static byte[] Matroska(string workflow, string prompt, bool isLive)
    {
        byte[] tags = Element(0x1254C367, [.. Tag("PROMPT", prompt), .. Tag("WORKFLOW", workflow)]);
        byte[] cluster = isLive ? [0x1F, 0x43, 0xB6, 0x75, 0xFF, .. Element(0xA3, new byte[50])] : Element(0x1F43B675, new byte[300]);
        byte[] inside = [.. Element(0xEC, new byte[5]), .. cluster, .. tags];
        return [.. Element(0x1A45DFA3, new byte[10]), .. isLive ? [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. inside] : Element(0x18538067, inside)];
    }

    private static byte[] Tag(string name, string text) => Element(0x7373, [.. Element(0x63C0, []), .. Element(0x67C8, [.. Element(0x45A3, Bytes(name)), .. Element(0x4487, Bytes(text))])]);

    private static byte[] Element(uint id, byte[] body)
    {
        byte[] number = [.. Big((int)id).SkipWhile(one => one == 0)];
        return [.. number, .. body.Length < 127 ? [(byte)(0x80 | body.Length)] : new byte[] { 0x10, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length }, .. body];
    }

    private static byte[] Comments(params (string Key, string Text)[] texts)
        => [.. Int(4, true), .. "test"u8, .. Int(texts.Length, true), .. texts.SelectMany(text => Bytes($"{text.Key}={text.Text}") is var one ? (byte[])[.. Int(one.Length, true), .. one] : [])];

    private static byte[] FlacComments(byte[] body) => [0x84, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    // Packets are cut into laces of 255 bytes, and pages of at most 255 laces.
    private static byte[] Ogg(params byte[][] packets)
    {
        var file = new List<byte>();
        foreach (var packet in packets)
        {
            var laces = Enumerable.Repeat((byte)255, packet.Length / 255).Append((byte)(packet.Length % 255)).ToArray();
            var rest = packet.AsEnumerable();
            foreach (var page in laces.Chunk(255))
            {
                var length = page.Sum(lace => lace);
                file.AddRange([.. "OggS"u8, 0, 0, .. new byte[8], .. Int(7, true), .. new byte[8], (byte)page.Length, .. page, .. rest.Take(length)]);
                rest = rest.Skip(length);
            }
        }

        return [.. file];
    }

    private static byte[] Id3(byte version, params byte[][] frames)
    {
        byte[] body = [.. frames.SelectMany(frame => frame), .. new byte[20]];
        return [.. "ID3"u8, version, 0, 0, .. Syncsafe(body.Length), .. body, 0xFF, 0xFB, 0x90, 0];
    }

    private static byte[] Frame4(string id, byte[] body) => [.. Bytes(id), .. Syncsafe(body.Length), 0, 0, .. body];

    private static byte[] Frame3(string id, byte[] body) => [.. Bytes(id), .. Big(body.Length), 0, 0, .. body];

    private static byte[] Syncsafe(int number) => [(byte)((number >> 21) & 0x7F), (byte)((number >> 14) & 0x7F), (byte)((number >> 7) & 0x7F), (byte)(number & 0x7F)];

    private static byte[] Safetensors(string header) => [.. Int(Bytes(header).Length, true), 0, 0, 0, 0, .. Bytes(header), .. new byte[4]];

    private static byte[] Short(ushort number, bool little) => little ? [(byte)number, (byte)(number >> 8)] : [(byte)(number >> 8), (byte)number];

    private static byte[] Int(int number, bool little) => little ? [.. Big(BinaryPrimitives.ReverseEndianness(number))] : Big(number);

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
