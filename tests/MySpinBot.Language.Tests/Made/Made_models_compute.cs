using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Made;

public sealed class Made_models_compute : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["llama", "llama of bytes", "llama in 8 bits", "llama in 4 bits", "llama by llama.cpp's own 4 bits", "gemma2", "mamba"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_each_kind(string kind)
    {
        var file = kind switch
        {
            "llama of bytes" => RandomModels.Llama(LlamaShape.Tiny with { Vocabulary = MadeVocabulary.Bytes() }),
            "llama in 8 bits" => RandomModels.Llama(LlamaShape.Tiny with { Numbers = GgufNumbers.Q8 }),
            "llama in 4 bits" => RandomModels.Llama(LlamaShape.Tiny with { Numbers = GgufNumbers.Q4 }),
            "gemma2" => RandomModels.Gemma2(LlamaShape.Tiny, window: 32),
            "mamba" => RandomModels.Mamba(LlamaShape.Tiny),
            "llama by llama.cpp's own 4 bits" => RandomModels.Llama(LlamaShape.Tiny with { Width = 256, FeedForward = 256, Numbers = GgufNumbers.F16 }),
            _ => RandomModels.Llama(LlamaShape.Tiny),
        };
        var path = file.Write(_folder.Sub("made.gguf"));
        await using var loaded = await LoadedModel.FromAsync(kind.Contains("own", StringComparison.Ordinal) ? Quantised.By(path, _folder.Sub("quantised.gguf"), Quantised.MostlyQ4K) : path);
        const string text = "Once upon a time “你好” é!";
        var prompt = loaded.Model.Vocabulary.Tokenize(text, begin: true, special: false);
        var assembly = new TextAssembly([]);
        var back = string.Concat(prompt.Select(token => assembly.Add(loaded.Model.Vocabulary.BytesOf(token).Span)));

        var written = await loaded.WriteAsync(new GenerationRequest(prompt) { MaxTokens = 24, Sampling = new TextSampling { Seed = 1, Temperature = 1 }, LogProbabilities = 0 });

        back.TrimStart().ShouldBe(text);
        written.Tokens.Distinct().Count().ShouldBeGreaterThan(6, "what it writes is by chance");
        written.Logarithms.ShouldAllBe(logarithm => double.IsFinite(logarithm) && logarithm <= 0);
    }

    [Fact]
    public async Task Adapters_change_what_they_write()
    {
        var path = RandomModels.Llama(LlamaShape.Tiny).Write(_folder.Sub("made.gguf"));
        var adapter = RandomModels.Lora(LlamaShape.Tiny, alpha: 32).Write(_folder.Sub("lora.gguf"));
        var weights = new WeightFile("llm", ContentId.Of(await File.ReadAllBytesAsync(adapter)), new FileInfo(adapter).Length);
        var texts = new List<string>();
        foreach (var scale in new[] { 0, 1.0 })
        {
            var recipe = LlamaModel.Recipe(path, weights, new LlamaOptions { Cache = CacheType.F32, Adapters = [new LlamaAdapter(weights, scale)] }, [adapter], [new DeviceLedger(DeviceId.Cpu, 8L << 30, 0, 0)]);
            var resident = await recipe.Load(TestContext.Current.CancellationToken);
            var tokens = new List<int>();
            await foreach (var token in resident.Model.GenerateAsync(new GenerationRequest(new[] { 1, 300, 301 }) { MaxTokens = 20, Sampling = new TextSampling { Temperature = 0 } }, TestContext.Current.CancellationToken))
            {
                tokens.Add(token.Token);
            }

            texts.Add(string.Join(' ', tokens));
            await resident.Evict();
        }

        await using var plain = await LoadedModel.FromAsync(path);
        texts[0].ShouldBe(string.Join(' ', (await plain.WriteAsync([1, 300, 301], 20)).Tokens));
        texts[1].ShouldNotBe(texts[0]);
    }
}
