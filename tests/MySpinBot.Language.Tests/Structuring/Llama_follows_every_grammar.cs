using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Inference.Tests;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>llama.cpp itself reads the grammars and lets tokens through by them; which of those is chance.</summary>
public sealed unsafe class Llama_follows_every_grammar : IDisposable
{
    private const int MostTokens = 600;

    private readonly ModelHandle _model;
    private readonly nint _vocabulary;
    private readonly byte[][] _pieces;

    public Llama_follows_every_grammar()
    {
        LlamaLibrary.EnsureLoaded();
        var parameters = LlamaNative.DefaultModelParams();
        parameters.VocabularyOnly = 1;
        _model = LlamaNative.LoadModel(RealModels.File("llm/stories260K-f32.gguf"), parameters);
        _vocabulary = LlamaNative.VocabularyOf(_model);
        _pieces = [.. Enumerable.Range(0, LlamaNative.TokenCount(_vocabulary)).Select(Piece)];
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Every_text_that_it_lets_through_is_accepted()
    {
        var ended = 0;
        const int schemas = 60;
        for (var seed = 1; seed <= schemas; seed++)
        {
            var made = new RandomSchemas(new Random(seed)).Make(depth: 3);
            if (Write(JsonGrammar.Of(made.Element), new Random(seed)) is { } text)
            {
                ended++;
                using var document = JsonDocument.Parse(text, new() { MaxDepth = 512 });
                JsonGrammar.Faults(made.Element, document.RootElement).ShouldBeEmpty($"seed {seed}\n{made.Schema.ToJsonString()}\n{text}");
            }
        }

        ended.ShouldBeGreaterThan(schemas * 9 / 10);
    }

    [Fact]
    public void Any_object_is_an_object()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            JsonNode.Parse(Write(JsonGrammar.OfAnyObject, new Random(seed))!, documentOptions: new() { MaxDepth = 64 }).ShouldBeOfType<JsonObject>();
        }
    }

    [Theory]
    [InlineData("""{"type":"string","maxLength":1000000}""")]
    [InlineData("""{"type":"string","minLength":5000,"maxLength":70001}""")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1000,"maxItems":3999}""")]
    [InlineData("""{"type":"string","pattern":"^([a-z]+\\.){0,50}x$","maxLength":100}""")]
    [InlineData("""{"type":"string","enum":["]","[","^","-","\\","\"","\u0001","\u0000"]}""")]
    [InlineData("""{"type":"string","format":"uri-reference"}""")]
    public void Large_and_odd_ones_are_read(string schema)
    {
        using var grammar = LlamaNative.NewGrammar(_vocabulary, JsonGrammar.Of(JsonElement.Parse(schema)), "root");
        grammar.IsInvalid.ShouldBeFalse();
    }

    /// <summary>A text by chance; null where it did not end in time. Once it is long, tokens that a shorter end is made of are likelier.</summary>
    private string? Write(string grammar, Random chance)
    {
        using var sampler = LlamaNative.NewGrammar(_vocabulary, grammar, "root");
        sampler.IsInvalid.ShouldBeFalse(grammar);
        var follower = new Gbnf(grammar);
        var (places, open) = (follower.Start(), Array.Empty<byte>());
        var written = new List<byte>();
        var candidates = new LlamaCandidate[_pieces.Length];
        for (var count = 0; count < MostTokens; count++)
        {
            for (var token = 0; token < candidates.Length; token++)
            {
                candidates[token] = new() { Token = token, Logit = Logit(token, count, chance, follower, places, open) };
            }

            fixed (LlamaCandidate* data = candidates)
            {
                var all = new LlamaCandidates { Data = data, Count = (nuint)candidates.Length, Selected = -1 };
                LlamaNative.Apply(sampler, &all);
            }

            var chosen = candidates.MaxBy(candidate => candidate.Logit);
            chosen.Logit.ShouldBeGreaterThan(float.NegativeInfinity, $"nothing may follow {Encoding.UTF8.GetString([.. written])}");
            if (LlamaNative.IsEnd(_vocabulary, chosen.Token) != 0)
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. written]);
            }

            LlamaNative.Accept(sampler, chosen.Token);
            written.AddRange(_pieces[chosen.Token]);
            (places, open) = Follow(follower, places, open, _pieces[chosen.Token]);
        }

        return null;
    }

    private float Logit(int token, int count, Random chance, Gbnf follower, HashSet<Gbnf.Place?> places, byte[] open)
    {
        var piece = _pieces[token];
        var logit = (float)chance.NextDouble();
        if (LlamaNative.IsEnd(_vocabulary, token) != 0)
        {
            return count > 20 ? 100 : logit;
        }

        if (piece.Length == 0 || IsOverlong(open, piece[0]))
        {
            return float.NegativeInfinity;
        }

        if (count < 40)
        {
            return logit;
        }

        var (after, rest) = Follow(follower, places, open, piece);
        return after.Count == 0 ? logit - 1000 : logit - after.Min(place => place?.Left ?? 0) + rest.Length;
    }

    /// <summary>The places after some bytes, and those of a character that is not whole yet.</summary>
    private static (HashSet<Gbnf.Place?> Places, byte[] Open) Follow(Gbnf follower, HashSet<Gbnf.Place?> places, byte[] open, byte[] piece)
    {
        ReadOnlySpan<byte> bytes = [.. open, .. piece];
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) is var status and not OperationStatus.NeedMoreData)
        {
            places = status is OperationStatus.Done ? follower.After(places, rune.Value) : [];
            bytes = bytes[length..];
        }

        return (places, bytes.ToArray());
    }

    /// <summary>llama.cpp lets some characters through in more bytes than they have, which no reader takes.</summary>
    private static bool IsOverlong(byte[] open, byte next) => open is [0xE0] && next < 0xA0 || open is [0xF0] && next < 0x90;

    private byte[] Piece(int token)
    {
        var bytes = stackalloc byte[64];
        return new ReadOnlySpan<byte>(bytes, Math.Max(0, LlamaNative.PieceOf(_vocabulary, token, bytes, 64, 0, 0))).ToArray();
    }
}
