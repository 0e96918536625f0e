using System.Buffers.Binary;
using System.IO.Compression;

namespace MySpinBot.EndToEnd.Refusals;

/// <summary>Files that are not what they claim fail their step with a sentence: exit code 1, and what does not need them runs on.</summary>
public sealed class Bad_files : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task A_truncated_picture()
    {
        (await _place.RunAsync("run", _place.Write("make.json", """{ "version": 1, "nodes": { "a": { "class_type": "EmptyImage", "inputs": { "color": 255 } }, "b": { "class_type": "SaveImage", "inputs": { "images": {"from": "a"}, "filename_prefix": "whole" } } } }"""))).ExitCode.ShouldBe(0);
        var whole = await File.ReadAllBytesAsync(Path.Combine(_place.Out, _place.Saved.Single()));
        _place.Write("cut.png", whole.AsSpan(0, whole.Length / 2));

        await FailsAsync(Picture("cut.png"), "cut.png");
    }

    [Fact]
    public async Task A_picture_bomb()
    {
        _place.Write("bomb.png", Png(60_000, 60_000));

        await FailsAsync(Picture("bomb.png"), "bomb.png");
    }

    [Fact]
    public async Task A_picture_that_is_none()
    {
        _place.Write("text.png", "I am no picture.");

        await FailsAsync(Picture("text.png"), "text.png");
    }

    [Fact]
    public async Task A_sound_that_claims_a_huge_size()
    {
        _place.Write("huge.wav", Wav(claimed: uint.MaxValue - 100, real: 100));

        await EndsWithASentenceAsync(Sound("huge.wav"));
    }

    [Fact]
    public async Task A_truncated_sound()
    {
        _place.Write("cut.wav", Wav(claimed: 48_000, real: 48_000).AsSpan(0, 30));

        await FailsAsync(Sound("cut.wav"), "cut.wav");
    }

    public void Dispose() => _place.Dispose();

    private static string Picture(string name) => $$"""{ "version": 1, "nodes": { "load": { "class_type": "LoadImage", "inputs": { "image": "{{name}}" } }, "show": { "class_type": "PreviewImage", "inputs": { "images": {"from": "load"} } } } }""";

    private static string Sound(string name) => $$"""{ "version": 1, "nodes": { "load": { "class_type": "LoadAudio", "inputs": { "audio": "{{name}}" } }, "show": { "class_type": "PreviewAudio", "inputs": { "audio": {"from": "load"} } } } }""";

    private async Task FailsAsync(string graph, string names)
    {
        var ended = await _place.RunAsync("run", _place.Write("graph.json", graph));

        ended.ExitCode.ShouldBeOneOf(1, 2);
        ended.Error.ShouldContain(names, customMessage: ended.All);
        ended.Error.ShouldNotContain("   at ");
        ended.All.ShouldNotContain("bug");
    }

    // What is claimed and what is there differ: a reader may take what is there, but it must end, and say something sensible.
    private async Task EndsWithASentenceAsync(string graph)
    {
        var ended = await _place.RunAsync("run", _place.Write("graph.json", graph));

        ended.ExitCode.ShouldBeOneOf(0, 1, 2);
        ended.All.ShouldNotContain("bug");
        ended.All.ShouldNotContain("   at ");
    }

    private static byte[] Wav(uint claimed, int real)
    {
        var bytes = new byte[44 + real];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), claimed + 36);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(22), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), 24_000);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), 48_000);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), claimed);
        return bytes;
    }

    private static byte[] Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR"u8, header);
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(new byte[1 << 16]);
        }

        Chunk(file, "IDAT"u8, pixels.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, bytes.Length);
        file.Write(number);
        file.Write(name);
        file.Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. name, .. bytes]));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
