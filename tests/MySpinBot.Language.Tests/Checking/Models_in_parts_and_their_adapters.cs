using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Checking;

/// <summary>Several files that belong together.</summary>
public sealed class Models_in_parts_and_their_adapters : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_part_brings_the_others()
    {
        var first = Split();

        var recipe = Recipe(first);
        var resident = await recipe.Load(TestContext.Current.CancellationToken);
        var whole = GgufModelFile.Read(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("whole.gguf")));

        resident.Model.Weights.File.Bytes.ShouldBe(whole.Bytes);
        resident.Model.Weights.File.Parts.Length.ShouldBe(2);
        await resident.Evict();
    }

    [Fact]
    public void Another_part_says_which_is_the_first()
    {
        var first = Split();
        var second = first.Replace("00001", "00002", StringComparison.Ordinal);

        Should.Throw<NodeFailure>(() => Recipe(second)).Message.ShouldContain("choose 'made-00001-of-00002.gguf'");
    }

    [Fact]
    public void A_part_that_is_missing_is_named()
    {
        var first = Split();
        File.Delete(first.Replace("00001", "00002", StringComparison.Ordinal));

        Should.Throw<NodeFailure>(() => Recipe(first)).Message.ShouldContain("'made-00002-of-00002.gguf' is not beside it");
    }

    [Fact]
    public void A_part_that_was_renamed_is_told_of()
    {
        var first = Split();
        File.Move(first, _folder.Sub("mine.gguf"));

        Should.Throw<NodeFailure>(() => Recipe(_folder.Sub("mine.gguf"))).Message.ShouldContain("is not called so");
    }

    [Fact]
    public void A_part_of_another_model_is_seen()
    {
        var first = Split();
        RandomModels.Llama(LlamaShape.Tiny).Write(first.Replace("00001", "00002", StringComparison.Ordinal));

        Should.Throw<NodeFailure>(() => Recipe(first)).Message.ShouldContain("its name says something else");
    }

    [Theory]
    [InlineData("another size", "of another size")]
    [InlineData("another architecture", "is for models of the architecture 'qwen2'")]
    [InlineData("half a pair", "without 'blk.0.attn_q.weight.lora_b'")]
    [InlineData("another layer", "does not have")]
    [InlineData("no strength", "adapter.lora.alpha")]
    [InlineData("a model", "is no adapter")]
    public async Task Adapters_that_do_not_belong_are_sentences(string what, string words)
    {
        var shape = LlamaShape.Tiny;
        var adapter = RandomModels.Lora(what == "another size" ? shape with { Width = 128 } : what == "another layer" ? shape with { Layers = 9 } : shape);
        _ = what switch
        {
            "another architecture" => adapter.With("general.architecture", "qwen2"),
            "half a pair" => adapter.Without("blk.0.attn_q.weight.lora_b"),
            "no strength" => adapter.With("adapter.lora.alpha", "strong"),
            "a model" => adapter.With("general.type", "model"),
            _ => adapter,
        };
        var path = adapter.Write(_folder.Sub("lora.gguf"));
        var model = RandomModels.Llama(shape).Write(_folder.Sub("made.gguf"));

        var failure = await Should.ThrowAsync<NodeFailure>(async () => await Recipe(model, path).Load(TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("'lora.gguf'");
        failure.Message.ShouldContain(words);
    }

    // The second part holds the end of the model; both say how many there are.
    private string Split()
    {
        var (first, second) = (RandomModels.Llama(LlamaShape.Tiny), RandomModels.Llama(LlamaShape.Tiny));
        string[] last = ["output.weight", "output_norm.weight"];
        foreach (var tensor in GgufModelFile.Read(RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("whole.gguf"))).Tensors)
        {
            (last.Contains(tensor.Name) ? first : second).Without(tensor.Name);
        }

        foreach (var (file, number) in new[] { (first, (ushort)0), (second, (ushort)1) })
        {
            file.With("split.no", number).With("split.count", (ushort)2).With("split.tensors.count", 21);
        }

        second.Write(_folder.Sub("made-00002-of-00002.gguf"));
        return first.Write(_folder.Sub("made-00001-of-00002.gguf"));
    }

    private static ModelRecipe<LlamaModel> Recipe(string path, params IReadOnlyList<string> adapters)
    {
        WeightFile Weights(string file) => new("llm", ContentId.Of(File.ReadAllBytes(file)), new FileInfo(file).Length);
        return LlamaModel.Recipe(path, Weights(path), new LlamaOptions { Adapters = [.. adapters.Select(adapter => new LlamaAdapter(Weights(adapter), 1))] }, adapters, [new DeviceLedger(DeviceId.Cpu, 1L << 30, 0, 0)]);
    }
}
