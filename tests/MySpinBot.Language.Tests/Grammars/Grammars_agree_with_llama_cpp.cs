using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;

namespace MySpinBot.Language.Tests.Grammars;

/// <summary>Walks by chance through grammars: after each token, what our matcher allows is what llama.cpp's grammar sampler leaves.</summary>
public sealed class Grammars_agree_with_llama_cpp : IDisposable
{
    private const string Json = """
        root ::= object
        value ::= object | array | string | number | ("true" | "false" | "null") ws
        object ::= "{" ws (string ":" ws value ("," ws string ":" ws value)*)? "}" ws
        array ::= "[" ws (value ("," ws value)*)? "]" ws
        string ::= "\"" ([^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F]{4}))* "\"" ws
        number ::= ("-"? ([0-9] | [1-9] [0-9]{0,15})) ("." [0-9]+)? ([eE] [-+]? [0-9]{1,3})? ws
        ws ::= | " " | "\n" [ \t]{0,20}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var vocabulary in new[] { "pieces", "bytes" })
            {
                cases.Add(vocabulary, Json);
                cases.Add(vocabulary, """root ::= ("yes" | "no" | "maybe" ("!" | "?"){1,3}) " "? """);
                cases.Add(vocabulary, """root ::= ([a-z]{3,6} " "){2,4} "." """);
                cases.Add(vocabulary, """root ::= [^a-zA-Z<]+ "é"? ("你" | "好" | [—-“])* "x" """);
                cases.Add(vocabulary, "root ::= list\nlist ::= item (\",\" list)?\nitem ::= \"(\" list? \")\" | [0-9]");
                cases.Add(vocabulary, "root ::= the the? \"end\"\nthe ::= \" the\" | \" t\" \"he\" | \" \"? [st] \"h\"? \"e\"");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void After_each_token(string kind, string text)
    {
        var shape = LlamaShape.Tiny with { Layers = 1, Width = 32, FeedForward = 32, Vocabulary = kind == "bytes" ? MadeVocabulary.Bytes() : MadeVocabulary.Pieces() };
        var vocabulary = Vocabulary.Read(RandomModels.Llama(shape).Write(_folder.Sub("made.gguf")));
        var room = new SamplingRoom(vocabulary.Count);
        for (var walk = 0; walk < 4; walk++)
        {
            var chance = new Chance(walk, text);
            using var theirs = LlamaNative.NewGrammar(vocabulary.Pointer, text, "root");
            theirs.IsInvalid.ShouldBeFalse();
            var ours = new GrammarGuide(Grammar.Parse(text, vocabulary.TokenOf), vocabulary.InOrder(special: true), []);
            for (var step = 0; step < 32; step++)
            {
                var (allowed, left) = (Allowed(ours.Mask(), vocabulary.Count), Left(theirs, room));

                // Theirs goes on with bytes that can never be UTF-8, which ours does not.
                left.Where(token => !allowed.Contains(token)).ShouldAllBe(token => IsNoCharacter(vocabulary, token), $"step {step}");
                allowed.Where(token => !left.Contains(token)).ShouldBeEmpty($"step {step}");
                allowed.ShouldAllBe(token => ours.Allows(token));
                var next = allowed[chance.Below(allowed.Count)];
                if (vocabulary.IsEnd(next))
                {
                    break;
                }

                ours.Accept(next);
                LlamaNative.Accept(theirs, next);
            }
        }
    }

    private static List<int> Allowed(ReadOnlySpan<ulong> mask, int count)
    {
        var tokens = new List<int>();
        for (var token = 0; token < count; token++)
        {
            if ((mask[token / 64] >> (token % 64) & 1) == 1)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static unsafe List<int> Left(SamplerHandle grammar, SamplingRoom room)
    {
        for (var token = 0; token < room.TokenCount; token++)
        {
            room.Candidates[token] = new LlamaCandidate { Token = token };
        }

        var candidates = new LlamaCandidates { Data = room.Start, Count = (nuint)room.TokenCount, Selected = -1 };
        LlamaNative.Apply(grammar, &candidates);
        return [.. room.Candidates.ToArray().Where(candidate => candidate.Logit == 0).Select(candidate => candidate.Token).Order()];
    }

    private static bool IsNoCharacter(Vocabulary vocabulary, int token) => !System.Text.Unicode.Utf8.IsValid(vocabulary.BytesOf(token, special: true).Span);
}
