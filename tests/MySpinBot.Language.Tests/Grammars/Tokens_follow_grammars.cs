using System.Text;
using System.Text.Json;
using MySpinBot.Language.Tests.Sampling;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Grammars;

public sealed class Tokens_follow_grammars(Choosing made) : IClassFixture<Choosing>
{
    private static readonly TextSampling Hot = new() { Temperature = 3, TopK = 0, TopP = 1, MinP = 0, Seed = 11 };

    // Sharp enough that what is forbidden is what would mostly come.
    [Fact]
    public void Whatever_the_logits_are()
    {
        const string grammar = """root ::= "{\"n\": " [1-9] [0-9]{0,4} ", \"s\": \"" [a-z é你]{0,8} "\"}" """;
        for (var seed = 0; seed < 40; seed++)
        {
            var text = Write(new GenerationRequest(new[] { 1 }) { Grammar = grammar, Sampling = Hot with { Seed = seed } }, seed);

            var json = JsonDocument.Parse(text).RootElement;
            json.GetProperty("n").GetInt32().ShouldBeInRange(1, 99_999);
            json.GetProperty("s").GetString()!.EnumerateRunes().Count().ShouldBeInRange(0, 8);
        }
    }

    [Theory]
    [InlineData("greedy")]
    [InlineData("mirostat")]
    [InlineData("penalties")]
    public void However_they_are_chosen(string how)
    {
        var sampling = how switch
        {
            "greedy" => new TextSampling { Temperature = 0 },
            "mirostat" => Hot with { Mirostat = new Mirostat() },
            _ => Hot with { RepetitionPenalty = 1.5, Dry = new DryPenalty(1) },
        };

        Write(new GenerationRequest(new[] { 1 }) { Grammar = """root ::= "(" [a-f]{4,12} ")" """, Sampling = sampling }, seed: 3).ShouldMatch(@"^\([a-f]{4,12}\)$");
    }

    [Fact]
    public void To_their_end_and_not_beyond()
    {
        using var sampler = made.Sampler(new GenerationRequest(new[] { 1 }) { Grammar = """root ::= "ab" """, Sampling = Hot });

        sampler.HasEnded.ShouldBeFalse();
        var text = new StringBuilder();
        while (!sampler.HasEnded)
        {
            text.Append(Text(sampler.Sample(made.ByChance(text.Length)).Token));
        }

        text.ToString().ShouldBe("ab");
        made.Vocabulary.IsEnd(sampler.Sample(made.ByChance(9)).Token).ShouldBeTrue("nothing else is left");
    }

    [Fact]
    public void What_the_vocabulary_cannot_write_is_a_sentence()
    {
        var request = new GenerationRequest(new[] { 1 }) { Grammar = "root ::= <[2]> <[2]> \"a\"" };

        // The token that ends texts is none that a grammar can go on with.
        using var sampler = made.Sampler(request);
        Should.Throw<NodeFailure>(() => sampler.Sample(made.ByChance(1))).Message.ShouldContain("no token of this model goes on");
    }

    [Fact]
    public void Tokens_may_be_named()
    {
        var (start, end) = (made.Vocabulary.TokenOf("<|im_start|>")!.Value, made.Vocabulary.TokenOf("<|im_end|>")!.Value);
        using var sampler = made.Sampler(new GenerationRequest(new[] { 1 }) { Grammar = "root ::= <|im_start|> \"a\" !<|im_start|> \"b\"", Sampling = Hot });

        sampler.Sample(made.ByChance(1)).Token.ShouldBe(start);
        Text(sampler.Sample(made.ByChance(2)).Token).ShouldBe("a");
        sampler.Sample(made.ByChance(3)).Token.ShouldNotBeOneOf(start, end);
    }

    [Fact]
    public void Control_tokens_are_no_text_unless_they_are_told()
    {
        var request = new GenerationRequest(new[] { 1 }) { Grammar = """root ::= "<|im_start|>" """, Sampling = new TextSampling { Temperature = 0 } };
        var logits = made.Logits((made.Vocabulary.TokenOf("<|im_start|>")!.Value, 50));
        using var silent = made.Sampler(request);
        using var telling = made.Sampler(request with { TellsControlTokens = true });

        Text(silent.Sample(logits).Token).ShouldBe("<");
        telling.Sample(logits).Token.ShouldBe(made.Vocabulary.TokenOf("<|im_start|>")!.Value);
    }

    private string Write(GenerationRequest request, int seed)
    {
        using var sampler = made.Sampler(request);
        var assembly = new TextAssembly([]);
        var text = new StringBuilder();
        for (var step = 0; step < 200 && !sampler.HasEnded; step++)
        {
            var token = sampler.Sample(made.ByChance((1000 * seed) + step)).Token;
            if (made.Vocabulary.IsEnd(token))
            {
                break;
            }

            text.Append(assembly.Add(made.Vocabulary.BytesOf(token).Span));
        }

        return text.Append(assembly.End()).ToString();
    }

    private string Text(int token) => Encoding.UTF8.GetString(made.Vocabulary.BytesOf(token).Span);
}
