using MySpinBot.Inference.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

/// <summary>A model that was loaded as the shelf loads it.</summary>
internal sealed class LoadedModel : IAsyncDisposable
{
    private readonly Resident<LlamaModel> _resident;

    private LoadedModel(Resident<LlamaModel> resident) => _resident = resident;

    public LlamaModel Model => _resident.Model;

    public static Task<LoadedModel> StoriesAsync(LlamaOptions? options = null, string numbers = "f32") => FromAsync(RealModels.File($"llm/stories260K-{numbers}.gguf"), options);

    public static async Task<LoadedModel> FromAsync(string file, LlamaOptions? options = null)
    {
        var weights = new WeightFile("llm", ContentId.Of(await File.ReadAllBytesAsync(file)), new FileInfo(file).Length);
        var recipe = LlamaModel.Recipe(file, weights, options ?? new LlamaOptions { Cache = CacheType.F32 }, [], [new DeviceLedger(DeviceId.Cpu, 8L << 30, 0, 0)]);
        return new LoadedModel(await recipe.Load(TestContext.Current.CancellationToken));
    }

    /// <summary>Writes the likeliest tokens.</summary>
    public Task<Written> WriteAsync(int[] prompt, int count, bool alone = false, CancellationToken? cancellation = null)
        => WriteAsync(new GenerationRequest(prompt) { MaxTokens = count, Sampling = new TextSampling { Temperature = 0 }, LogProbabilities = 0, Alone = alone }, cancellation);

    public async Task<Written> WriteAsync(GenerationRequest request, CancellationToken? cancellation = null)
    {
        var tokens = new List<GeneratedToken>();
        await foreach (var token in Model.GenerateAsync(request, cancellation ?? TestContext.Current.CancellationToken))
        {
            tokens.Add(token);
        }

        tokens.Count(token => token.End is not null).ShouldBe(1);
        tokens[^1].Usage.ShouldNotBeNull();
        return new Written([.. tokens.Select(token => token.Token)], [.. tokens.Select(token => token.Probability?.LogProbability ?? 0)], string.Concat(tokens.Select(token => token.Text)), tokens[^1].End!.Value, tokens[^1].Usage!);
    }

    public ValueTask DisposeAsync() => _resident.Evict();

    /// <summary>What was written.</summary>
    internal sealed record Written(int[] Tokens, double[] Logarithms, string Text, TextEnd End, TextUsage Usage);
}
