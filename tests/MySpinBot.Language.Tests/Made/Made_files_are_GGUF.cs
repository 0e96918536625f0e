using MySpinBot.Checkpoints;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;

namespace MySpinBot.Language.Tests.Made;

public sealed class Made_files_are_GGUF : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        var path = RandomModels.Llama(LlamaShape.Tiny with { ChatTemplate = "{{ messages }}" }).Write(_folder.Sub("tiny.gguf"));

        var file = GgufFile.Read(path);

        file.Values["general.architecture"].Value.ShouldBe("llama");
        file.Values["llama.context_length"].Value.ShouldBe(512L);
        file.Values["tokenizer.chat_template"].Value.ShouldBe("{{ messages }}");
        file.Values["tokenizer.ggml.tokens"].Count.ShouldBe(LlamaShape.Tiny.Vocabulary.Tokens.Count);
        file.Tensors.Single(tensor => tensor.Name == "blk.1.ffn_down.weight").Shape.ShouldBe([64, 128]);
        file.Tensors.Sum(tensor => tensor.Count).ShouldBe(RandomModels.Llama(LlamaShape.Tiny).Parameters);
    }

    [Fact]
    public void The_same_shape_gives_the_same_bytes()
    {
        var first = File.ReadAllBytes(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("a.gguf")));
        var second = File.ReadAllBytes(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("b.gguf")));
        var other = File.ReadAllBytes(RandomModels.Llama(LlamaShape.Tiny with { Seed = 2 }).Write(_folder.Sub("c.gguf")));

        second.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Theory]
    [InlineData("Q8_0", 0.01)]
    [InlineData("Q4_0", 0.16)]
    [InlineData("F16", 0.001)]
    public void Packed_numbers_are_near_those_that_were_given(string name, double most)
    {
        var numbers = new[] { GgufNumbers.F16, GgufNumbers.Q8, GgufNumbers.Q4 }.Single(each => each.Name == name);
        var (given, packed) = (new float[64], new byte[numbers.BytesOf(64)]);
        new Chance(1, "given").Fill(given, 0, 0.5f);
        numbers.Pack(given, packed);

        var got = Unpacked(numbers, packed);

        given.Zip(got, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan((float)most);
    }

    [Fact]
    public void The_model_to_measure_with_has_some_190_million_numbers()
        => RandomModels.Llama(LlamaShape.Measured).Parameters.ShouldBeInRange(180_000_000, 200_000_000);

    [Fact]
    public void Vocabularies_have_as_many_tokens_as_was_asked_for_and_none_twice()
    {
        foreach (var vocabulary in new[] { MadeVocabulary.Pieces(), MadeVocabulary.Pieces(32_000), MadeVocabulary.Bytes(), MadeVocabulary.WordPieces() })
        {
            vocabulary.Tokens.Distinct().Count().ShouldBe(vocabulary.Tokens.Count);
            vocabulary.Types.Count.ShouldBe(vocabulary.Tokens.Count);
        }

        MadeVocabulary.Pieces(32_000).Tokens.Count.ShouldBe(32_000);
    }

    // As ggml's dequantize_row_* have it.
    private static float[] Unpacked(GgufNumbers numbers, byte[] packed) => [.. Enumerable.Range(0, 64).Select(i =>
    {
        if (numbers == GgufNumbers.F16)
        {
            return (float)BitConverter.ToHalf(packed, 2 * i);
        }

        var (start, place) = (i / 32 * numbers.Bytes, i % 32);
        var step = (float)BitConverter.ToHalf(packed, start);
        var part = packed[start + 2 + (numbers == GgufNumbers.Q8 ? place : place % 16)];
        return step * (numbers == GgufNumbers.Q8 ? (sbyte)part : (place < 16 ? part & 15 : part >> 4) - 8);
    })];
}
