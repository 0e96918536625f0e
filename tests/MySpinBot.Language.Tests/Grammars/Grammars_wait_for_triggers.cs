using System.Text;
using MySpinBot.Language.Tests.Sampling;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Grammars;

public sealed class Grammars_wait_for_triggers(Choosing made) : IClassFixture<Choosing>
{
    private const string Call = """root ::= "<call>" [0-9]{3} "</call>" """;

    [Fact]
    public void Before_one_everything_may_be_written()
    {
        var guide = Guide(Call, "<call>");

        foreach (var token in made.Vocabulary.Tokenize("I do not <ca and nothing else", begin: false, special: false))
        {
            guide.Allows(token).ShouldBeTrue();
            guide.Accept(token);
        }

        guide.Holds.ShouldBeFalse();
        guide.Allows(made.Vocabulary.End!.Value).ShouldBeTrue("an answer without a call may end");
    }

    [Fact]
    public void From_one_on_the_grammar_holds()
    {
        var guide = Guide(Call, "<tool>", "<call>");
        Write(guide, "So: <call>");

        guide.Holds.ShouldBeTrue();
        guide.Allows(Token("7")).ShouldBeTrue();
        guide.Allows(Token("a")).ShouldBeFalse();
        guide.Allows(made.Vocabulary.End!.Value).ShouldBeFalse();
        Write(guide, "123</call>");
        guide.MustEnd.ShouldBeTrue();
    }

    // A token that finishes a trigger may go on: what it goes on with has to fit.
    [Theory]
    [InlineData(" dog", " d", true)]
    [InlineData(" do", " d", false)]
    public void A_token_that_goes_beyond_a_trigger_has_to_fit(string word, string trigger, bool may)
    {
        var guide = Guide("""root ::= " dog" "!" """, trigger);

        guide.Allows(Token(word)).ShouldBe(true);
        Guide("""root ::= " dag" """, trigger).Allows(Token(word)).ShouldBe(false);
        guide.Accept(Token(word));
        guide.Allows(Token("!")).ShouldBe(may);
    }

    [Fact]
    public void Its_mask_says_the_same()
    {
        var guide = Guide("""root ::= " dag" """, " d");
        var mask = guide.Mask();

        for (var token = 0; token < made.Vocabulary.Count; token++)
        {
            ((mask[token / 64] >> (token % 64) & 1) == 1).ShouldBe(guide.Allows(token));
        }

        ((mask[Token(" dog") / 64] >> (Token(" dog") % 64)) & 1).ShouldBe(0ul);
    }

    [Fact]
    public void A_sampler_keeps_to_it()
    {
        using var sampler = made.Sampler(new GenerationRequest(new[] { 1 }) { Grammar = Call, GrammarTriggers = ["<call>"], Sampling = new TextSampling { Temperature = 0 } });
        var text = new StringBuilder();
        foreach (var token in made.Vocabulary.Tokenize("ab<call>", begin: false, special: false))
        {
            text.Append(Encoding.UTF8.GetString(made.Vocabulary.BytesOf(sampler.Sample(made.Logits((token, 50))).Token).Span));
        }

        while (!sampler.HasEnded)
        {
            text.Append(Encoding.UTF8.GetString(made.Vocabulary.BytesOf(sampler.Sample(made.ByChance(text.Length)).Token).Span));
        }

        text.ToString().TrimStart().ShouldMatch(@"^ab<call>[0-9]{3}</call>$");
    }

    private GrammarGuide Guide(string grammar, params string[] triggers) => new(Grammar.Parse(grammar, _ => null), made.Vocabulary.InOrder(special: false), triggers);

    private void Write(GrammarGuide guide, string text)
    {
        foreach (var token in text.Select(character => Token($"{character}")))
        {
            guide.Allows(token).ShouldBeTrue();
            guide.Accept(token);
        }
    }

    private int Token(string text) => Enumerable.Range(0, made.Vocabulary.Count).First(token => Encoding.UTF8.GetString(made.Vocabulary.BytesOf(token).Span) == text);
}
