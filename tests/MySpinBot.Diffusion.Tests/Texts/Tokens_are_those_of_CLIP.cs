using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference.Tests;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Texts;

/// <summary>Every prompt of the reference data, from every file that the vocabulary is published in.</summary>
[Trait("Category", "golden")]
public sealed class Tokens_are_those_of_CLIP
{
    [Fact]
    public void In_every_prompt()
    {
        var tokenizer = ClipMerges.Usual();
        var golden = Golden.Json("sd15-tiny", "tokenizer/tokenizer_golden.json");
        foreach (var prompt in golden.GetProperty("prompts").EnumerateArray())
        {
            var text = prompt.GetProperty("text").GetString()!;
            var wanted = prompt.GetProperty("ids_hf_slow_no_ftfy").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            tokenizer.Encode(text).ShouldBe(wanted, text);
        }
    }

    [Fact]
    public void Padded_to_a_chunk_as_the_encoder_takes_them()
    {
        var tokenizer = ClipMerges.Usual();
        var golden = Golden.Json("sd15-tiny", "tokenizer/tokenizer_golden.json");
        var (begin, end, length) = (golden.GetProperty("bos").GetInt32(), golden.GetProperty("eos").GetInt32(), golden.GetProperty("max_length").GetInt32());
        foreach (var prompt in golden.GetProperty("prompts").EnumerateArray())
        {
            var text = prompt.GetProperty("text").GetString()!;

            // Parentheses are weights in a prompt, and letters here.
            var chunk = new PromptReading(_ => tokenizer.Encode(text), begin, end, length).Read("plain").Chunks[0];
            chunk.Select(token => token.Id).ShouldBe(prompt.GetProperty("input_ids_77").EnumerateArray().Select(id => id.GetInt32()), text);
        }
    }

    [Fact]
    public void The_vocabulary_is_the_published_one()
    {
        var checks = Golden.Json("sd15-tiny", "tokenizer/vocab_checks.json");
        var vocabulary = ClipMerges.Usual().Vocabulary;
        foreach (var sample in checks.GetProperty("samples").EnumerateObject())
        {
            vocabulary.IdOf(sample.Name).ShouldBe(sample.Value.GetInt32(), sample.Name);
        }

        vocabulary.Count.ShouldBe(checks.GetProperty("n_merges").GetInt32() + 514);
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PythonJson(vocabulary)))).ShouldBe(checks.GetProperty("vocab_sha").GetString());
    }

    [Fact]
    public void From_the_file_that_OpenAI_published_too()
    {
        var published = VocabularyFile.Read(RealModels.File("clip/bpe_simple_vocab_16e6.txt.gz"));
        published.Digest().ShouldBe(ClipMerges.Usual().Vocabulary.Digest());
        VocabularyFile.Read(RealModels.File("clip/clip-tokenizer.json")).Digest().ShouldBe(published.Digest());
    }

    [Fact]
    public void Another_list_is_not_taken_for_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "bpe_simple_vocab_16e6.txt"), "#version: 0.2\ni n\nt h\n");
        Should.Throw<NodeFailure>(() => ClipMerges.Find(folder.Path, folder.Path)).Message.ShouldContain("is not CLIP's vocabulary");
        File.WriteAllText(Path.Combine(folder.Path, "bpe_simple_vocab_16e6.txt"), "one two three\n");
        Should.Throw<NodeFailure>(() => ClipMerges.Find(folder.Path, folder.Path)).Message.ShouldContain("'one two three' is no merge");
        Should.Throw<NodeFailure>(() => ClipMerges.Find(Path.Combine(folder.Path, "nowhere"), folder.Path)).Message.ShouldContain("no bpe_simple_vocab_16e6 lies there; run `npm ci");
    }

    [Fact]
    public void A_folder_with_a_vocabulary_of_its_own_is_numbered_by_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "merges.txt"), "#version: 0.2\nc a\nca t</w>\n");
        File.WriteAllText(Path.Combine(folder.Path, "vocab.json"), """{"c": 3, "cat</w>": 7, "s</w>": 1, "<|startoftext|>": 0, "<|endoftext|>": 9}""");
        var tokenizer = new ClipTokenizer(VocabularyFile.Read(Path.Combine(folder.Path, "merges.txt")));

        // What it does not know is the end.
        tokenizer.Encode("Cat s cats").ShouldBe([7, 1, 9, 9, 1]);
    }

    // json.dumps(vocabulary, ensure_ascii=False), in the order of the numbers.
    private static string PythonJson(ClipVocabulary vocabulary)
    {
        var plain = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return $"{{{string.Join(", ", vocabulary.Pieces.Select((piece, id) => $"{JsonSerializer.Serialize(piece, plain)}: {id}"))}}}";
    }
}
