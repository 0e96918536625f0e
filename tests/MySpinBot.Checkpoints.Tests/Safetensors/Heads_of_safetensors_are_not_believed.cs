using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Checkpoints.Tests.Safetensors;

public sealed class Heads_of_safetensors_are_not_believed : IDisposable
{
    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' begins at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'b' begins at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "stands in it twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}""", 4, "a shape or a place that is none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "a shape or a place that is none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "a shape or a place that is none")]
    [InlineData("""{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", 4, "'F4'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "needs dtype, shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"run":"me"}}""", 4, "a field that there is not")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "no JSON of the form")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[""", 0, "no JSON of the form")]
    [InlineData("""{} {}""", 0, "no JSON of the form")]
    public void What_contradicts_itself_is_refused(string head, int data, string sentence)
        => Should.Throw<CheckpointException>(() => Checkpoint.Open(_made.Put("x.safetensors", File(head, data)))).Message.ShouldContain(sentence);

    [Fact]
    public void All_types_are_read_and_come_back_as_they_were_written()
    {
        var tensors = new MemoryTensors();
        var random = new Random(11);
        foreach (var type in Enum.GetValues<TensorType>())
        {
            var bytes = new byte[6 * type.Size()];
            random.NextBytes(bytes);
            tensors.AddBytes($"{type}", type, bytes, 2, 3);
        }

        tensors.AddBytes("empty", TensorType.Float32, [], 0, 4).Add("number", [7]);
        using var checkpoint = Checkpoint.Open(_made.Safetensors("all.safetensors", tensors, new Dictionary<string, string> { ["made by"] = "Ünit \"test\"" }));

        checkpoint.Metadata["made by"].ShouldBe("Ünit \"test\"");
        checkpoint.Entries.Select(entry => entry.Name).ShouldBe(tensors.Entries.Select(entry => entry.Name));
        foreach (var entry in tensors.Entries)
        {
            var (expected, got) = (new byte[entry.ByteCount], new byte[entry.ByteCount]);
            tensors.Read(entry, expected);
            checkpoint.Read(checkpoint.Get(entry.Name), got);
            (checkpoint.Get(entry.Name).Type, string.Join(',', checkpoint.Get(entry.Name).Shape)).ShouldBe((entry.Type, string.Join(',', entry.Shape)));
            got.ShouldBe(expected);
        }
    }

    [Fact]
    public void Small_floats_become_what_they_mean()
    {
        var tensors = new MemoryTensors()
            .AddBytes("e4m3", TensorType.Float8E4M3, [0x00, 0x38, 0xB8, 0x7E, 0x7F, 0x01, 0x08], 7)
            .AddBytes("e5m2", TensorType.Float8E5M2, [0x00, 0x3C, 0xBC, 0x7B, 0x7C, 0x01, 0x7D], 7)
            .AddBytes("bf16", TensorType.BFloat16, [0x80, 0x3F, 0x00, 0xC0], 2)
            .AddBytes("f16", TensorType.Float16, [0x00, 0x3C, 0xFF, 0x7B], 2)
            .AddBytes("i64", TensorType.Int64, [0xFE, 255, 255, 255, 255, 255, 255, 255], 1)
            .AddBytes("bool", TensorType.Bool, [0, 1], 2);

        tensors.ReadFloats("e4m3").ShouldBe([0, 1, -1, 448, float.NaN, MathF.Pow(2, -9), MathF.Pow(2, -6)]);
        tensors.ReadFloats("e5m2").ShouldBe([0, 1, -1, 57344, float.PositiveInfinity, MathF.Pow(2, -16), float.NaN]);
        tensors.ReadFloats("bf16").ShouldBe([1, -2]);
        tensors.ReadFloats("f16").ShouldBe([1, 65504]);
        tensors.ReadFloats("i64").ShouldBe([-2]);
        tensors.ReadFloats("bool").ShouldBe([0, 1]);
    }

    [Fact]
    public void Renamed_tensors_are_the_same_tensors()
    {
        using var checkpoint = Checkpoint.Open(_made.Safetensors("x.safetensors", new MemoryTensors().Add("module.a", [1, 2], 2).Add("module.b", [3], 1)));
        var renamed = new RenamedTensors(checkpoint, name => name == "module.b" ? null : name["module.".Length..]);

        renamed.Entries.Select(entry => entry.Name).ShouldBe(["a"]);
        renamed.ReadFloats("a").ShouldBe([1, 2]);
        renamed.TryGet("module.a", out _).ShouldBeFalse();
        Should.Throw<CheckpointException>(() => new RenamedTensors(checkpoint, _ => "same")).Message.ShouldContain("'module.a' and 'module.b'");
    }

    private static byte[] File(string head, int data)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(head) + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(head));
        Encoding.UTF8.GetBytes(head, bytes.AsSpan(8));
        return bytes;
    }
}
