using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Loading;

/// <summary>What is computed by itself is the same with one thread and with two, beyond the length where the library's flash attention is not.</summary>
public sealed class Steady_numbers_do_not_depend_on_threads
{
    [Theory]
    [InlineData(CacheType.F16)]
    [InlineData(CacheType.Q8)]
    public void Behind_six_hundred_tokens_every_logit_is_the_same(CacheType cache)
    {
        using var folder = new TemporaryFolder();
        var file = GgufModelFile.Read(RandomModels.Llama(new LlamaShape { Layers = 1, Width = 128, Heads = 4, KeyHeads = 2, Context = 1024, Numbers = GgufNumbers.Q8 }).Write(folder.Sub("made.gguf")));
        using var weights = LlamaWeights.Load(file, new LlamaOptions { Context = 1024, Cache = cache }, LlamaPlacement.OnProcessor, [], null, TestContext.Current.CancellationToken);

        Logits(weights, threads: 2).ShouldBe(Logits(weights, threads: 1));
    }

    private static unsafe float[] Logits(LlamaWeights weights, int threads)
    {
        using var context = weights.Context(ContextNeed.Alone(1024), threads);
        var tokens = Enumerable.Range(0, 620).Select(i => 3 + (i * 7919 % 200)).ToArray();
        var logits = new List<float>();
        for (var at = 0; at < tokens.Length; at += at < 600 ? 300 : 10)
        {
            fixed (int* first = &tokens[at])
            {
                LlamaNative.Decode(context, new LlamaBatch { Count = at < 600 ? 300 : at < 610 ? 10 : 1, Tokens = first }).ShouldBe(0);
            }

            logits.AddRange(new ReadOnlySpan<float>(LlamaNative.Logits(context, -1), weights.Vocabulary.Count));
        }

        return [.. logits];
    }
}
