using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Sampling;

/// <summary>A vocabulary that was made by rule, and samplers over it that are given logits without any model.</summary>
public sealed class Choosing : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Choosing()
    {
        var shape = LlamaShape.Tiny with { Layers = 1, Width = 32, FeedForward = 32 };
        Vocabulary = Vocabulary.Read(RandomModels.Llama(shape).Write(_folder.Sub("tiny.gguf")));
        Room = new SamplingRoom(Vocabulary.Count);
    }

    internal Vocabulary Vocabulary { get; }

    internal SamplingRoom Room { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>A sampler of a request with a prompt of these tokens.</summary>
    internal TokenSampler Sampler(TextSampling sampling, params int[] prompt) => Sampler(new GenerationRequest(prompt) { Sampling = sampling });

    internal TokenSampler Sampler(GenerationRequest request) => new(request, Vocabulary, context: 512, Room);

    /// <summary>Logits that are low but for these tokens'.</summary>
    internal float[] Logits(params (int Token, float Logit)[] high)
    {
        var logits = new float[Vocabulary.Count];
        Array.Fill(logits, -100);
        foreach (var (token, logit) in high)
        {
            logits[token] = logit;
        }

        return logits;
    }

    /// <summary>Logits of chance, as far apart as a model's.</summary>
    internal float[] ByChance(int seed)
    {
        var logits = new float[Vocabulary.Count];
        new Chance(seed, "logits").Fill(logits, 0, 2.5f);
        return logits;
    }

    /// <summary>What is chosen from the same logits, time after time.</summary>
    internal int[] Choose(TextSampling sampling, float[] logits, int times, params int[] prompt)
    {
        using var sampler = Sampler(sampling, prompt);
        return [.. Enumerable.Range(0, times).Select(_ => sampler.Sample(logits).Token)];
    }
}
