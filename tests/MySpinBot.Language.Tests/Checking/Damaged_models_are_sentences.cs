using MySpinBot.Inference.Tests;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Checking;

/// <summary>Files that are not what they should be: each is a sentence, and the process lives. Those of <see cref="Wrong"/> would end it, if the library were given them.</summary>
public sealed class Damaged_models_are_sentences : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Damaged => [.. Damages.All.Keys];

    /// <summary>What is wrong, and a word of the sentence.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "epsilon below 0", "small number" },
        { "epsilon that is no number", "small number" },
        { "two tokens of one text", "two tokens of the text" },
        { "two tokens that are one up to a zero", "two tokens of the text" },
        { "no token for a byte", "no token for the byte" },
        { "fewer scores than tokens", "does not belong to its tokens" },
        { "tokens that are numbers", "no list of its tokens" },
        { "a first token that is not there", "names token" },
        { "norms in 16 bits", "have to be F32" },
        { "heads that do not come out even", "come out even" },
        { "no layers", "block_count" },
        { "a pooling that is none", "pooling_type" },
        { "an encoder of images", "no language model" },
        { "an architecture to come", "does not know" },
        { "no architecture", "general.architecture" },
        { "a tensor less", "cannot be loaded" },
        { "a tensor of another shape", "cannot be loaded" },
        { "weights that are no numbers", "invalid data" },
        { "an adapter", "is an adapter" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task Broken_files(string damage)
    {
        var path = _folder.Sub("damaged.gguf");
        Damages.All[damage](RealModels.File("llm/stories260K-q8_0.gguf"), path);

        (await RefusalAsync(path)).ShouldContain("damaged.gguf");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Files_that_are_whole_and_wrong(string what, string word)
    {
        var shape = LlamaShape.Tiny with { Layers = 1 };
        var file = what is "an adapter" ? RandomModels.Lora(shape) : RandomModels.Llama(shape);
        var tokens = shape.Vocabulary.Tokens.ToArray();
        _ = what switch
        {
            "epsilon below 0" => file.With("llama.attention.layer_norm_rms_epsilon", -1f),
            "epsilon that is no number" => file.With("llama.attention.layer_norm_rms_epsilon", float.NaN),
            "two tokens of one text" => file.With("tokenizer.ggml.tokens", Texts(tokens, (300, tokens[301]))),
            "two tokens that are one up to a zero" => file.With("tokenizer.ggml.tokens", Texts(tokens, (300, "same\0one"), (301, "same\0two"))),
            "no token for a byte" => file.With("tokenizer.ggml.tokens", Texts(tokens, (Array.IndexOf(tokens, "<0x0A>"), "other"))),
            "fewer scores than tokens" => file.With("tokenizer.ggml.scores", new float[3]),
            "tokens that are numbers" => file.With("tokenizer.ggml.tokens", new int[tokens.Length]),
            "a first token that is not there" => file.With("tokenizer.ggml.bos_token_id", (uint)tokens.Length),
            "norms in 16 bits" => file.Add("output_norm.weight", [shape.Width], GgufNumbers.F16, (_, row) => row.Fill(1)),
            "heads that do not come out even" => file.With("llama.attention.head_count_kv", 3u),
            "no layers" => file.With("llama.block_count", 0u),
            "a pooling that is none" => file.With("llama.pooling_type", 9u),
            "an encoder of images" => Renamed(file, "clip").With("clip.block_count", null),
            "an architecture to come" => Renamed(file, "llama77"),
            "no architecture" => file.With("general.architecture", null),
            "a tensor less" => file.Without("blk.0.attn_q.weight"),
            "a tensor of another shape" => file.Add("blk.0.attn_q.weight", [shape.Width, shape.Width / 2], GgufNumbers.F32, (_, row) => row.Clear()),
            "weights that are no numbers" => file.Add("blk.0.attn_q.weight", [shape.Width, shape.Width], GgufNumbers.F32, (_, row) => row.Fill(float.NaN)),
            _ => file,
        };

        (await RefusalAsync(file.Write(_folder.Sub("wrong.gguf")))).ShouldContain(word);
    }

    private static GgufWriter Renamed(GgufWriter file, string architecture)
        => file.With("general.architecture", architecture).With($"{architecture}.block_count", 1u).With($"{architecture}.embedding_length", 64u).With($"{architecture}.context_length", 512u);

    private static string[] Texts(string[] tokens, params ReadOnlySpan<(int At, string Text)> changes)
    {
        var changed = tokens.ToArray();
        foreach (var (at, text) in changes)
        {
            changed[at] = text;
        }

        return changed;
    }

    // Some is seen in the head, some when the library reads the weights.
    private static async Task<string> RefusalAsync(string path)
        => (await Should.ThrowAsync<NodeFailure>(async () =>
        {
            var recipe = LlamaModel.Recipe(path, new WeightFile("llm", ContentId.Of(await File.ReadAllBytesAsync(path)), new FileInfo(path).Length), new LlamaOptions(), [], [new DeviceLedger(DeviceId.Cpu, 1L << 30, 0, 0)]);
            await (await recipe.Load(TestContext.Current.CancellationToken)).Evict();
        })).Message;
}
