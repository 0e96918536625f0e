using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Loading;

/// <summary>Estimates, made without memory, against the buffers that the library then lays out, for every kind of memory.</summary>
public sealed partial class What_is_reckoned_is_what_is_taken : IDisposable
{
    private static readonly LlamaShape Shape = LlamaShape.Tiny with { Layers = 4, Width = 512, Heads = 8, KeyHeads = 4, FeedForward = 1024, Context = 16384, Numbers = GgufNumbers.F16 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama", CacheType.F16, 16384)]
    [InlineData("llama", CacheType.F32, 1024)]
    [InlineData("llama", CacheType.Q8, 16384)]
    [InlineData("gemma2", CacheType.F16, 16384)]
    [InlineData("mamba", CacheType.F16, 2048)]
    public void A_model_and_its_memory(string kind, CacheType cache, int context)
    {
        var path = (kind switch { "gemma2" => RandomModels.Gemma2(Shape, 512), "mamba" => RandomModels.Mamba(Shape with { Width = 1024 }), _ => RandomModels.Llama(Shape) }).Write(_folder.Sub("made.gguf"));
        var recipe = Recipe(path, new LlamaOptions { Context = context, Cache = cache, Sequences = 4, SavedBytes = 0 });
        using var heard = LlamaLog.Listen();
        var file = GgufModelFile.Read(path);
        var options = new LlamaOptions { Context = context, Cache = cache, Sequences = 4 };

        using var weights = LlamaWeights.Load(file, options, LlamaPlacement.OnProcessor, [], null, TestContext.Current.CancellationToken);
        using var memory = weights.Context(LlamaPlan.NeedOf(file, options), threads: 1);

        var taken = (long)LlamaNative.BytesOf(weights.Handle) + (long)(1048576 * heard.Lines.Select(line => Buffer().Match(line.Text)).Where(match => match.Success).Sum(match => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
        taken.ShouldBeGreaterThan(16L << 20);
        recipe.EstimatedBytes.ShouldBeInRange((long)(0.98 * taken), (long)(1.05 * taken));
    }

    [Fact]
    public void The_memory_of_a_model_is_its_layers_times_its_heads()
    {
        var path = RandomModels.Llama(Shape).Write(_folder.Sub("made.gguf"));
        long Bytes(int context, CacheType cache) => Recipe(path, new LlamaOptions { Context = context, Cache = cache, Sequences = 1, SavedBytes = 0 }).EstimatedBytes;

        // Keys and values of 4 layers, 4 heads of 64 numbers each, 2 bytes a number, for 8192 tokens more; and a step's mask of them, 512 rows of 2 bytes a token.
        const long keysAndValues = 4L * 2 * 4 * 64 * 2 * 8192;
        (Bytes(16384, CacheType.F16) - Bytes(8192, CacheType.F16)).ShouldBeInRange(keysAndValues, keysAndValues + (2L * 512 * 2 * 8192) + (1 << 20));
    }

    [Fact]
    public void What_is_computed_by_itself_needs_its_own_tokens_only()
    {
        var path = RandomModels.Llama(Shape).Write(_folder.Sub("made.gguf"));
        var measure = LlamaMeasure.Of(path, GgufModelFile.Read(path), new LlamaOptions { Context = 16384 }, LlamaPlacement.OnProcessor);

        var (few, many) = (measure.Context(ContextNeed.Alone(200)).OnDevice, measure.Context(ContextNeed.Alone(16384)).OnDevice);

        few.ShouldBeLessThan(many / 8);
        many.ShouldBeGreaterThan(4L * 2 * 4 * 64 * 2 * 16384);
    }

    private static ModelRecipe<LlamaModel> Recipe(string path, LlamaOptions options)
        => LlamaModel.Recipe(path, new WeightFile("llm", ContentId.Of(File.ReadAllBytes(path)), new FileInfo(path).Length), options, [], [new DeviceLedger(DeviceId.Cpu, 8L << 30, 0, 0)]);

    // What was allocated, as its buffers say themselves: keys and values, recurrent states, working memory, rows of logits.
    [GeneratedRegex(@" (?:KV|RS|compute|output) buffer size = +([0-9.]+) MiB")]
    private static partial Regex Buffer();
}
