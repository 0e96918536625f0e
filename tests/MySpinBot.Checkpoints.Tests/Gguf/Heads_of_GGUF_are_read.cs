using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.Checkpoints.Tests.Gguf;

public sealed class Heads_of_GGUF_are_read : IDisposable
{
    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("stories260K-f32.gguf", "F32")]
    [InlineData("stories260K-f16.gguf", "F16")]
    [InlineData("stories260K-q8_0.gguf", "Q8_0")]
    [InlineData("stories260K-q4_0.gguf", "Q4_0")]
    public void Of_real_language_models(string name, string type)
    {
        var model = GgufFile.Read(RealModels.Path("llm", name));
        using var checkpoint = Checkpoint.Open(RealModels.Path("llm", name));

        model.Values["general.architecture"].Value.ShouldBe("llama");
        model.Values["tokenizer.ggml.tokens"].Count.ShouldBe(512);
        model.Tensors.ShouldContain(tensor => tensor.TypeName == type);
        model.Tensors.Single(tensor => tensor.Name == "token_embd.weight").Shape.ShouldBe([512, 64]);
        checkpoint.Entries.ShouldAllBe(entry => entry.Type.IsFloat());
        checkpoint.ReadFloats("output_norm.weight").ShouldAllBe(number => float.IsFinite(number));
        ModelIdentity.Identify(model)["architecture"].ShouldBe("llama");
        ModelIdentity.Identify(model).Parameters.ShouldBe(model.Tensors.Sum(tensor => tensor.Count));
    }

    [Fact]
    public void A_vocabulary_without_weights()
    {
        var model = GgufFile.Read(RealModels.Path(Path.Join("llm", "vocab"), "ggml-vocab-gpt-2.gguf"));

        model.Tensors.ShouldBeEmpty();
        ModelIdentity.Identify(model)["contents"].ShouldBe("vocabulary only");
    }

    [Fact]
    public void Numbers_are_where_the_head_says_and_its_dimensions_are_turned_round()
    {
        using var checkpoint = Checkpoint.Open(_made.Put("x.gguf", File()));

        checkpoint.Get("w").Shape.ShouldBe([2, 3]);
        checkpoint.ReadFloats("w").ShouldBe([1, 2, 3, 4, 5, 6]);
        checkpoint.Metadata["general.alignment"].ShouldBe("64");
    }

    [Theory]
    [InlineData(8, "none of a GGUF file")] // how many tensors
    [InlineData(16, "none of a GGUF file")] // how many values
    [InlineData(24, "ends within its head")] // how long a name is
    [InlineData(4, "version")]
    public void A_head_that_states_too_much_is_refused(int at, string sentence)
    {
        var bytes = File();
        bytes.AsSpan(at, at == 4 ? 4 : 8).Fill(0x7F);

        Should.Throw<CheckpointException>(() => Checkpoint.Open(_made.Put("x.gguf", bytes))).Message.ShouldContain(sentence);
    }

    private static byte[] File()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        writer.Write(1UL);
        Text("general.alignment");
        writer.Write(4u);
        writer.Write(64u);
        Text("w");
        writer.Write(2u);
        writer.Write(3UL);
        writer.Write(2UL);
        writer.Write(0u);
        writer.Write(0UL);
        writer.Write(new byte[(64 - (memory.Length % 64)) % 64]);
        writer.Write(MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6]));
        return memory.ToArray();

        void Text(string text)
        {
            writer.Write((ulong)text.Length);
            writer.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
