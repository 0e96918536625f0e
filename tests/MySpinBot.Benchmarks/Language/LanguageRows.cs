using System.Diagnostics;
using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>A model of some 190 million weights of chance, in 8 bits, on one thread: our batch, and a bare decode loop on the same library, in turn.</summary>
internal static class LanguageRows
{
    private const int Rounds = 4;
    private const int PromptLength = 24;
    private const int Turns = 8;

    public static IReadOnlyList<Benchmark> All { get; } = [new("llm-batch", Batch), new("llm-prefix", Prefix)];

    private static async Task<IReadOnlyList<Row>> Batch()
    {
        await using var made = await MadeModel.LoadAsync();
        using var bare = new BareLoop(made.Model);
        var (one, eight, full) = (new Pair(1), new Pair(8), new Pair(8));
        for (var round = 0; round < Rounds + 1; round++)
        {
            await Measure(made.Model, bare, round, one, earlier: 0);
            await Measure(made.Model, bare, round, eight, earlier: 0);
            await Measure(made.Model, bare, round, full, earlier: 40);
        }

        var times = eight.Ours.Zip(one.Ours, (together, alone) => together / alone).ToList();
        return
        [
            new Row("one sequence, after its first token", "tokens/s", one.Ours, "≥ 0.97 ×", "bare decode loop", one.Bare),
            new Row("the same, by processor time of the thread", "tokens/s", one.OursByProcessor, "≥ 0.97 ×", "bare decode loop", one.BareByProcessor),
            new Row("eight sequences together", "tokens/s", eight.Ours, "≥ 0.95 ×", "bare decode loop", eight.Bare),
            new Row("the same, by processor time of the thread", "tokens/s", eight.OursByProcessor, "≥ 0.95 ×", "bare decode loop", eight.BareByProcessor),
            new Row("eight, beside 40 earlier ones of 64 tokens", "tokens/s", full.Ours, "", "bare decode loop, memory empty", full.Bare),
            new Row("the same, by processor time of the thread", "tokens/s", full.OursByProcessor, "", "bare decode loop, memory empty", full.BareByProcessor),
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

    private static async Task Measure(LlamaModel model, BareLoop bare, int round, Pair pair, int earlier)
    {
        // A memory of its own each time: what it holds beside is said.
        var (weights, turns) = (model.Weights, new InTurn(bare));
        await using var batch = new SequenceBatch(weights, LlamaPlan.NeedOf(weights.File, weights.Options), weights.Options.Sequences, turns.Threads, savedBytes: 0);
        for (var before = 0; before < earlier; before++)
        {
            await foreach (var _ in batch.GenerateAsync(Request(Prompt(model, 64, $"{round} before {before}"), 1), CancellationToken.None))
            {
                // It stays in the memory.
            }
        }

        int[][] prompts = [.. Enumerable.Range(0, pair.Sequences).Select(sequence => Prompt(model, PromptLength, $"{round} {sequence}"))];
        var (ours, theirs) = await turns.Measure(batch, prompts, Turns);
        if (round > 0)
        {
            pair.Note(ours, theirs);
        }
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

    internal static GenerationRequest Request(int[] prompt, int count) => new(prompt)
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

    /// <summary>Tokens a second, ours and the bare loop's, turn for turn.</summary>
    private sealed record Pair(int Sequences)
    {
        public List<double> Ours { get; } = [];

        public List<double> OursByProcessor { get; } = [];

        public List<double> Bare { get; } = [];

        public List<double> BareByProcessor { get; } = [];

        public void Note(Turns ours, Turns bare)
        {
            Ours.AddRange(ours.Clock.Select(Rate));
            OursByProcessor.AddRange(ours.Processor.Select(Rate));
            Bare.AddRange(bare.Clock.Select(Rate));
            BareByProcessor.AddRange(bare.Processor.Select(Rate));
        }

        private double Rate(double milliseconds) => Sequences * 1000 / milliseconds;
    }
}
