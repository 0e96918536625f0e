using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Heads;

namespace MySpinBot.Server.Tests.Weights;

public sealed class What_files_say_of_themselves : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public void A_safetensors_file_says_its_tensors_and_metadata()
    {
        var facts = Look("x.safetensors", Safetensors("""{"__metadata__":{"ss_tag":"cat"},"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[],"data_offsets":[12,16]}}""", 16));

        (facts.Format, facts.Damage, facts.Tensors, facts.Parameters).ShouldBe(("safetensors", null, 2, 7));
        facts.NumberTypes.ShouldBe(new Dictionary<string, int> { ["F16"] = 1, ["F32"] = 1 });
        facts.Metadata!.Value.GetProperty("ss_tag").GetString().ShouldBe("cat");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 11, "ends 1 bytes too early")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 13, "1 bytes behind its last tensor")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[12,0]}}""", 12, "no JSON of the form")]
    [InlineData("""{"a":{"dtype":"F16","shape":[9223372036854775807,3],"data_offsets":[0,12]}}""", 12, "no JSON of the form")]
    [InlineData("""{"a":{"dtype":"F16","shape":["x"],"data_offsets":[0]}}""", 12, "no JSON of the form")]
    [InlineData("""{"a":7}""", 12, "no JSON of the form")]
    [InlineData("""[1, 2, 3]""", 12, "no JSON of the form")]
    [InlineData("""{"a":""", 12, "no JSON of the form")]
    public void A_safetensors_file_that_is_not_whole_is_found_out(string header, int data, string damage)
        => Look("x.safetensors", Safetensors(header, data)).Damage!.ShouldContain(damage);

    [Fact]
    public void A_head_that_is_cut_off_is_found_out()
    {
        var whole = Safetensors("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 12);
        for (var length = 1; length < whole.Length; length++)
        {
            Look("x.safetensors", whole[..length]).Damage.ShouldNotBeNull($"{length}");
        }
    }

    [Fact]
    public void Half_a_character_in_the_metadata_is_not_shown()
        => Look("x.safetensors", Safetensors("""{"__metadata__":{"x":"\ud800"}}""", 0)).Metadata.ShouldBeNull();

    [Fact]
    public void A_gguf_file_says_its_tensors_and_values()
    {
        var facts = Look("x.gguf", Gguf(data: 64));

        (facts.Format, facts.Damage, facts.Tensors, facts.Parameters).ShouldBe(("gguf", null, 1, 16));
        facts.Metadata!.Value.GetProperty("general.architecture").GetString().ShouldBe("llama");
        facts.NumberTypes.ShouldBe(new Dictionary<string, int> { ["F32"] = 1 });
    }

    [Fact]
    public void A_gguf_file_that_is_cut_off_anywhere_is_found_out()
    {
        var whole = Gguf(data: 64);
        for (var length = 1; length < whole.Length; length++)
        {
            Look("x.gguf", whole[..length]).Damage.ShouldNotBeNull($"{length}");
        }
    }

    [Fact]
    public void A_head_that_states_too_much_is_no_head()
    {
        var bytes = Gguf(data: 64);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), ulong.MaxValue);
        Look("x.gguf", bytes).Damage!.ShouldContain("none of a GGUF file");
    }

    [Fact]
    public void A_checkpoint_that_is_cut_off_has_no_table_of_contents()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            entry.Write(new byte[5000]);
        }

        var whole = memory.ToArray();
        (Look("x.pth", whole).Format, Look("x.pth", whole).Damage).ShouldBe(("pytorch", null));
        Look("x.pth", whole[..^1]).Damage!.ShouldContain("without a table of contents");
        Look("x.ckpt", whole[..3000]).Damage.ShouldNotBeNull();
        Look("x.pth", [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]).Format.ShouldBe("pytorch-legacy");
        Look("x.pt", "hello"u8.ToArray()).Damage!.ShouldContain("no PyTorch checkpoint");
    }

    [Fact]
    public void An_ONNX_file_that_is_cut_off_is_found_out()
    {
        byte[] whole = [0x08, 0x08, 0x12, 0x04, .. "mine"u8, 0x3A, 0x05, 0x12, 0x03, .. "net"u8];
        var facts = Look("x.onnx", whole);
        (facts.Format, facts.Damage).ShouldBe(("onnx", null));
        facts.Metadata!.Value.GetProperty("producer_name").GetString().ShouldBe("mine");
        for (var length = 1; length < whole.Length; length++)
        {
            Look("x.onnx", whole[..length]).Damage.ShouldNotBeNull($"{length}");
        }
    }

    [Fact]
    public void Nonsense_never_brings_the_reader_down()
    {
        var random = new Random(5);
        foreach (var (name, whole) in new[] { ("x.gguf", Gguf(64)), ("x.safetensors", Safetensors("""{"a":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 12)), ("x.onnx", (byte[])[0x08, 0x08, 0x3A, 0x02, 0x12, 0x00]), ("x.pth", "PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8.ToArray()) })
        {
            for (var i = 0; i < 400; i++)
            {
                var bytes = (byte[])whole.Clone();
                for (var changes = random.Next(1, 6); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                _ = Look(name, bytes);
            }
        }
    }

    [Theory]
    [InlineData("upscale_models", "realesr-animevideov3.pth", "pytorch")]
    [InlineData("upscale_models", "realesr-animevideov3.safetensors", "safetensors")]
    [InlineData("upscale_models", "realesr-animevideov3.onnx", "onnx")]
    [InlineData("llm", "stories260K-q4_0.gguf", "gguf")]
    [InlineData("llm", "vocab/ggml-vocab-gpt-2.gguf", "gguf")]
    public void Real_files_are_whole_and_not_when_they_are_cut(string kind, string name, string format)
    {
        var folder = Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") ?? "";
        var path = Path.Join(folder, kind, name);
        Assert.SkipUnless(folder.Length > 0 && File.Exists(path), "MYSPINBOT_MODELS names no folder with the test models.");
        var bytes = File.ReadAllBytes(path);

        (Look(name, bytes).Format, Look(name, bytes).Damage).ShouldBe((format, null));
        if (!name.Contains("vocab", StringComparison.Ordinal))
        {
            Look(name, bytes[..^100]).Damage.ShouldNotBeNull();
        }
    }

    private WeightFacts Look(string name, byte[] bytes)
    {
        var path = _library.Put("loras", Path.GetFileName(name), bytes);
        return WeightStore.Look(new WeightFile("loras", name, path, bytes.Length, DateTimeOffset.UnixEpoch));
    }

    private static byte[] Safetensors(string header, int data)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }

    private static byte[] Gguf(int data)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        writer.Write(2UL);
        Text("general.architecture");
        writer.Write(8u);
        Text("llama");
        Text("tokens");
        writer.Write(9u);
        writer.Write(8u);
        writer.Write(2UL);
        Text("a");
        Text("b");
        Text("weight");
        writer.Write(2u);
        writer.Write(4UL);
        writer.Write(4UL);
        writer.Write(0u);
        writer.Write(0UL);
        writer.Write(new byte[((32 - (memory.Length % 32)) % 32) + data]);
        return memory.ToArray();

        void Text(string text)
        {
            writer.Write((ulong)text.Length);
            writer.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
