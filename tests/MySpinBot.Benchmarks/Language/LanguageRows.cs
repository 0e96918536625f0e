using System.Diagnostics;
using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>A model of some 190 million weights of chance, in 8 bits, on one thread: our batch, and a bare decode loop on the same library, in turn.</summary>
internal static class LanguageRows
{
    private const int Rounds = 5;
    private const int PromptLength = 24;
    private const int Tokens = 24;

    public static IReadOnlyList<Benchmark> All { get; } = [new("llm-batch", Batch), new("llm-prefix", Prefix)];

    private static async Task<IReadOnlyList<Row>> Batch()
    {
        await using var made = await MadeModel.LoadAsync();
        using var bare = new BareLoop(made.Model);
        var (one, eight, full) = (new Pair(), new Pair(), new Pair());
        for (var round = 0; round < Rounds + 1; round++)
        {
            // A memory of its own each time, as empty as the bare loop's: what it holds beside is another row.
            var weights = made.Model.Weights;
            await using (var batch = new SequenceBatch(weights, LlamaPlan.NeedOf(weights.File, weights.Options), weights.Options.Sequences, () => weights.Options.Threads, savedBytes: 0))
            {
                await Measure(made.Model, batch.GenerateAsync, bare, 1, round, one);
                await Measure(made.Model, batch.GenerateAsync, bare, 8, round, eight);
            }

            await Measure(made.Model, made.Model.GenerateAsync, bare, 8, round, full);
        }

        var times = eight.Ours[1..].Zip(one.Ours[1..], (together, alone) => together / alone).ToList();
        return
        [
            new Row("one sequence, after its first token", "tokens/s", one.Ours[1..], "≥ 0.97 ×", "bare decode loop", one.Bare[1..]),
            new Row("the same, by processor time of the thread", "tokens/s", one.OursByProcessor[1..], "≥ 0.97 ×", "bare decode loop", one.BareByProcessor[1..]),
            new Row("eight sequences together", "tokens/s", eight.Ours[1..], "≥ 0.95 ×", "bare decode loop", eight.Bare[1..]),
            new Row("the same, by processor time of the thread", "tokens/s", eight.OursByProcessor[1..], "≥ 0.95 ×", "bare decode loop", eight.BareByProcessor[1..]),
            new Row("eight, beside what earlier ones left in the memory", "tokens/s", full.OursByProcessor[1..], "", "bare decode loop, memory empty", full.BareByProcessor[1..]),
            new Row("eight sequences over one", "×", times, $"≥ 2.5 on a GPU; here {made.Model.Facts.Device}"),
        ];
    }

    private static async Task<IReadOnlyList<Row>> Prefix()
    {
        await using var made = await MadeModel.LoadAsync();
        var (shared, fresh) = (new List<double>(), new List<double>());
        for (var round = 0; round < 4; round++)
        {
            var text = Prompt(made.Model, 1000, $"shared {round}");
            fresh.Add(await SecondsToFirst(made.Model, [.. text, .. Prompt(made.Model, 16, $"one {round}")]));
            shared.Add(await SecondsToFirst(made.Model, [.. text, .. Prompt(made.Model, 16, $"other {round}")]));
        }

        return [new Row("time to the first token of a prompt that shares 1,000 tokens and adds 16", "s", shared[1..], "≤ 0.1 ×", "all 1,016 computed", fresh[1..])];
    }

    private static async Task Measure(LlamaModel model, Func<GenerationRequest, CancellationToken, IAsyncEnumerable<GeneratedToken>> generate, BareLoop bare, int sequences, int round, Pair pair)
    {
        int[][] prompts = [.. Enumerable.Range(0, sequences).Select(sequence => Prompt(model, PromptLength, $"{round} {sequence}"))];
        var began = default((long Time, double Processor));
        bare.Write(prompts, Tokens, () => began = Now(ThreadTime.OfThis));
        Note(pair.Bare, pair.BareByProcessor, sequences * (Tokens - 1), began, Now(ThreadTime.OfThis));

        var loop = ThreadTime.Of("language model");

        // From when the last of them has its first token until the first of them has its last.
        var (begun, ended, left) = (new TaskCompletionSource(), new TaskCompletionSource(), sequences);
        var written = 0;
        var writing = prompts.Select(async prompt =>
        {
            var isFirst = true;
            await foreach (var token in generate(Request(prompt, Tokens + (sequences > 1 ? 8 : 0)), CancellationToken.None))
            {
                if (isFirst && Interlocked.Decrement(ref left) == 0)
                {
                    began = Now(loop);
                    Volatile.Write(ref written, 0);
                    begun.SetResult();
                }

                isFirst = false;
                Interlocked.Increment(ref written);
                if (token.End is not null)
                {
                    ended.TrySetResult();
                }
            }
        }).ToArray();
        await begun.Task;
        await ended.Task;
        var (now, count) = (Now(loop), Volatile.Read(ref written));
        Note(pair.Ours, pair.OursByProcessor, count - 1, began, now);
        await Task.WhenAll(writing);
    }

    private static async Task<double> SecondsToFirst(LlamaModel model, int[] prompt)
    {
        var began = Stopwatch.GetTimestamp();
        await foreach (var _ in model.GenerateAsync(Request(prompt, 1), CancellationToken.None))
        {
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        throw new InvalidOperationException("Nothing was written.");
    }

    private static GenerationRequest Request(int[] prompt, int count) => new(prompt)
    {
        MaxTokens = count,
        Sampling = new TextSampling { Temperature = 0 },
    };

    // Tokens that no two prompts begin with alike, so that nothing is taken over where nothing should be.
    private static int[] Prompt(LlamaModel model, int length, string name)
    {
        var chance = new Chance(1, name);
        return [.. Enumerable.Range(0, length).Select(_ => 300 + chance.Below(model.Vocabulary.Count - 300))];
    }

    private static (long Time, double Processor) Now(ThreadTime thread) => (Stopwatch.GetTimestamp(), thread.Milliseconds);

    private static void Note(List<double> rates, List<double> byProcessor, int tokens, (long Time, double Processor) began, (long Time, double Processor) ended)
    {
        rates.Add(tokens / Stopwatch.GetElapsedTime(began.Time, ended.Time).TotalSeconds);
        byProcessor.Add(tokens * 1000 / (ended.Processor - began.Processor));
    }

    private sealed record Pair
    {
        public List<double> Ours { get; } = [];

        public List<double> OursByProcessor { get; } = [];

        public List<double> Bare { get; } = [];

        public List<double> BareByProcessor { get; } = [];
    }
}
