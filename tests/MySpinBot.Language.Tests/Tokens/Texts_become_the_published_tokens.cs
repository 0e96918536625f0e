using System.Globalization;
using System.Text;
using MySpinBot.Inference.Tests;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Tokens;

/// <summary>Vocabularies against llama.cpp's own list of texts and tokens.</summary>
public sealed class Texts_become_the_published_tokens
{
    [Theory]
    [InlineData("gpt-2")]
    [InlineData("phi-3")]
    public void Every_text_of_the_list_gives_its_tokens(string name)
    {
        var vocabulary = Vocabulary.Read(RealModels.File($"llm/vocab/ggml-vocab-{name}.gguf"));
        var texts = File.ReadAllText(RealModels.File($"llm/vocab/ggml-vocab-{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var tokens = File.ReadAllLines(RealModels.File($"llm/vocab/ggml-vocab-{name}.gguf.out"));

        for (var i = 0; i < tokens.Length; i++)
        {
            var expected = tokens[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
            vocabulary.Tokenize(texts[i], begin: false, special: false).ShouldBe(expected, texts[i]);
        }

        tokens.Length.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("phi-3")]
    public void Their_bytes_are_the_text_again(string name)
    {
        var vocabulary = Vocabulary.Read(RealModels.File($"llm/vocab/ggml-vocab-{name}.gguf"));
        foreach (var text in File.ReadAllText(RealModels.File($"llm/vocab/ggml-vocab-{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n"))
        {
            var bytes = vocabulary.Tokenize(text, begin: false, special: false).SelectMany(token => vocabulary.BytesOf(token).ToArray()).ToArray();

            // SentencePiece puts a space before what it reads.
            var again = Encoding.UTF8.GetString(bytes);
            (name == "phi-3" && again.StartsWith(' ') ? again[1..] : again).ShouldBe(text);
        }
    }

    [Fact]
    public void What_people_write_becomes_no_control_token()
    {
        var vocabulary = Vocabulary.Read(RealModels.File("llm/vocab/ggml-vocab-phi-3.gguf"));

        var written = vocabulary.Tokenize("<|user|> hello </s><|end|>", begin: true, special: false);
        var template = vocabulary.Tokenize("<|user|> hello <|end|>", begin: true, special: true);

        written.Skip(1).ShouldAllBe(token => !vocabulary.IsControl(token));
        template.Count(vocabulary.IsControl).ShouldBe(3);
        template[0].ShouldBe(vocabulary.Begin!.Value);
    }

    [Fact]
    public void A_text_that_is_too_long_is_a_sentence_and_an_empty_one_is_nothing()
    {
        var vocabulary = Vocabulary.Read(RealModels.File("llm/stories260K-f32.gguf"));

        Should.Throw<NodeFailure>(() => vocabulary.Tokenize(new string('a', Vocabulary.LongestText + 1), begin: false, special: false)).Message.ShouldContain("too long");
        vocabulary.Tokenize("", begin: false, special: false).ShouldBeEmpty();
        vocabulary.Tokenize("", begin: true, special: false).ShouldBe([1]);
    }

    [Fact]
    public void Halves_of_characters_and_zeros_are_taken()
    {
        var vocabulary = Vocabulary.Read(RealModels.File("llm/vocab/ggml-vocab-gpt-2.gguf"));

        var half = vocabulary.Tokenize("a\ud83d", begin: false, special: false);
        var zero = vocabulary.Tokenize("a\0b", begin: false, special: false);

        Encoding.UTF8.GetString([.. half.SelectMany(token => vocabulary.BytesOf(token).ToArray())]).ShouldBe("a\ufffd");
        zero.SelectMany(token => vocabulary.BytesOf(token).ToArray()).ShouldBe("a\0b"u8.ToArray());
    }

    [Fact]
    public void A_token_that_is_not_there_has_no_bytes_and_ends_nothing()
    {
        var vocabulary = Vocabulary.Read(RealModels.File("llm/stories260K-f32.gguf"));

        Should.Throw<ArgumentOutOfRangeException>(() => vocabulary.BytesOf(vocabulary.Count));
        Should.Throw<ArgumentOutOfRangeException>(() => vocabulary.BytesOf(-1));
        vocabulary.IsEnd(int.MaxValue).ShouldBeFalse();
        vocabulary.IsEnd(vocabulary.End!.Value).ShouldBeTrue();
    }

    [Theory]
    [InlineData("tekken", "a")]
    [InlineData("deepseek-v3", "你")]
    [InlineData("gpt-4o", " ")]
    public void A_long_stretch_without_a_change_ends_no_process(string split, string character)
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.Read(RandomModels.Llama(LlamaShape.Tiny with { Layers = 1, Vocabulary = MadeVocabulary.Bytes() }).With("tokenizer.ggml.pre", split).Write(folder.Sub("made.gguf")));
        string Text(int count) => new StringBuilder(count).Insert(0, character, count).ToString();

        vocabulary.Tokenize(Text(60_000), begin: false, special: false).ShouldNotBeEmpty();
        Should.Throw<NodeFailure>(() => vocabulary.Tokenize(Text(DeepStack.LongestStretch + 1), begin: false, special: false)).Message.ShouldContain("a stretch of 250001 characters");
    }
}
