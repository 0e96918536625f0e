using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>What choosing a token takes beside the model, of a vocabulary as large as today's.</summary>
internal static class ChoiceRows
{
    private const int Rounds = 31;

    // Until what is hot has been compiled for good.
    private const int WarmUp = 300;

    private const string Json = """
        root ::= "{" ws pair ("," ws pair)* "}"
        pair ::= string ":" ws value
        value ::= string | [0-9]{1,10} | "[" (value ("," ws value)*)? "]" | root
        string ::= "\"" ([^"\\\x00-\x1F] | "\\" ["\\/bfnrt])* "\""
        ws ::= " "?
        """;

    public static IReadOnlyList<Benchmark> All { get; } = [new("llm-choice", Measure)];

    private static Task<IReadOnlyList<Row>> Measure()
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-llm-").FullName;
        try
        {
            var shape = LlamaShape.Tiny with { Layers = 1, Width = 32, FeedForward = 32, IsTied = true, Vocabulary = MadeVocabulary.Pieces(128_256) };
            return Task.FromResult(Measure(Vocabulary.Read(RandomModels.Llama(shape).Write(Path.Join(folder, "made.gguf")))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static unsafe IReadOnlyList<Row> Measure(Vocabulary vocabulary)
    {
        var (room, logits) = (new SamplingRoom(vocabulary.Count), new float[vocabulary.Count]);
        new Chance(1, "logits").Fill(logits, 0, 2.5f);
        var order = Bench.Milliseconds(() => vocabulary.InOrder(special: false));
        var (greedy, usual, told) = (Choose(new TextSampling { Temperature = 0 }, null), Choose(new TextSampling { Seed = 1 }, null), Choose(new TextSampling { Temperature = 0 }, 20));
        var (masks, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 10; round++)
        {
            var guide = new GrammarGuide(Grammar.Parse(Json, vocabulary.TokenOf), vocabulary.InOrder(special: false), []);
            using var native = LlamaNative.NewGrammar(vocabulary.Pointer, Json, "root");

            // To where most tokens may come: within a text of JSON.
            foreach (var token in "{\"ab".Select(character => vocabulary.Tokenize([character], begin: false, special: false)[^1]))
            {
                guide.Accept(token);
                LlamaNative.Accept(native, token);
            }

            masks.Add(1000 * Bench.Milliseconds(() => guide.Mask()));
            theirs.Add(1000 * Bench.Milliseconds(() => Apply(native, room)));
        }

        return
        [
            new Row("the likeliest of 128,256 tokens", "µs", greedy, ""),
            new Row("a token by the usual numbers", "µs", usual, ""),
            new Row("the likeliest, with the probabilities of 20", "µs", told, ""),
            new Row("which of 128,256 tokens a grammar allows within a text of JSON", "µs", masks[10..], "≤ 1.0 ×", "llama.cpp's grammar sampler", theirs[10..]),
            new Row("a vocabulary is sorted, once for a model", "ms", [order], ""),
        ];

        List<double> Choose(TextSampling sampling, int? likeliest)
        {
            using var sampler = new TokenSampler(new GenerationRequest(new[] { 1 }) { Sampling = sampling, LogProbabilities = likeliest }, vocabulary, 4096, room);
            return [.. Enumerable.Range(0, WarmUp + Rounds).Select(_ => 1000 * Bench.Milliseconds(() => sampler.Sample(logits))).Skip(WarmUp)];
        }
    }

    private static unsafe void Apply(SamplerHandle grammar, SamplingRoom room)
    {
        for (var token = 0; token < room.TokenCount; token++)
        {
            room.Candidates[token] = new LlamaCandidate { Token = token };
        }

        var candidates = new LlamaCandidates { Data = room.Start, Count = (nuint)room.TokenCount, Selected = -1 };
        LlamaNative.Apply(grammar, &candidates);
    }
}
