using MySpinBot.Inference.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Loading;

/// <summary>From a file to what lies on the shelf.</summary>
public sealed class A_model_is_loaded_as_planned
{
    private static readonly DeviceLedger[] Host = [new(DeviceId.Cpu, 4L << 30, 0, 0)];

    [Theory]
    [InlineData("f32")]
    [InlineData("f16")]
    [InlineData("q8_0")]
    [InlineData("q4_0")]
    public async Task Its_facts_are_those_of_the_file(string numbers)
    {
        var recipe = Recipe($"llm/stories260K-{numbers}.gguf", new LlamaOptions());
        var resident = await recipe.Load(TestContext.Current.CancellationToken);
        try
        {
            var facts = resident.Model.Facts;
            (facts.Architecture, facts.Context, facts.TrainedContext, facts.Width, facts.Layers, facts.Device).ShouldBe(("llama", 512, 512, 64, (0, 5), DeviceId.Cpu));
            (facts.CanShare, facts.Writes, resident.Model.Vocabulary.Count).ShouldBe((true, true, 512));
            resident.Bytes.ShouldBe(recipe.EstimatedBytes);
        }
        finally
        {
            await resident.Evict();
        }
    }

    [Fact]
    public void The_same_file_and_options_are_the_same_resident_and_others_are_not()
    {
        string Key(LlamaOptions options) => Recipe("llm/stories260K-f32.gguf", options).Key;

        Key(new LlamaOptions()).ShouldBe(Key(new LlamaOptions { Context = 512 }));
        new[] { new LlamaOptions(), new() { Context = 1024 }, new() { Sequences = 2 }, new() { Cache = CacheType.F32 }, new() { RopeScale = 0.5 }, new() { RopeBase = 20000 }, new() { RopeScaling = RopeScaling.Yarn }, new() { Threads = 1 } }
            .Select(Key).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var recipe = Recipe("llm/stories260K-f32.gguf", new LlamaOptions());

        await Should.ThrowAsync<OperationCanceledException>(async () => await recipe.Load(stop.Token));
    }

    [Theory]
    [InlineData(-1, 8, "context")]
    [InlineData(int.MaxValue, 8, "context")]
    [InlineData(0, 0, "sequences")]
    [InlineData(0, 257, "sequences")]
    public void What_the_library_cannot_do_is_a_sentence(int context, int sequences, string word)
        => Refused("llm/stories260K-f32.gguf", new LlamaOptions { Context = context, Sequences = sequences }).Message.ShouldContain(word);

    [Fact]
    public void A_device_that_is_not_there_is_a_sentence()
        => Refused("llm/stories260K-f32.gguf", new LlamaOptions { Device = "cuda:0" }).Message.ShouldContain("cuda:0 was asked for, but the ledger lists cpu only");

    [Fact]
    public void A_vocabulary_alone_is_no_model()
        => Refused("llm/vocab/ggml-vocab-gpt-2.gguf", new LlamaOptions()).Message.ShouldContain("holds a vocabulary only");

    internal static ModelRecipe<LlamaModel> Recipe(string file, LlamaOptions options) => RecipeAt(RealModels.File(file), options);

    private static ModelRecipe<LlamaModel> RecipeAt(string path, LlamaOptions options)
        => LlamaModel.Recipe(path, new WeightFile("llm", ContentId.Of(File.ReadAllBytes(path)), new FileInfo(path).Length), options, [], Host);

    private static NodeFailure Refused(string file, LlamaOptions options)
    {
        // Looked for before: where there are no models the test is skipped, which is no refusal.
        var path = RealModels.File(file);
        return Should.Throw<NodeFailure>(() => RecipeAt(path, options));
    }
}
