using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>Schemas by chance: their grammars give what they accept, and give all of what they accept that is written plainly.</summary>
public sealed class What_holds_of_every_schema
{
    private const int Schemas = 200;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public void Every_text_of_its_grammar_is_JSON_that_it_accepts()
    {
        foreach (var (made, seed) in Made(Schemas))
        {
            var grammar = new Gbnf(JsonGrammar.Of(made.Element));
            var chance = new Random(seed);
            for (var walk = 0; walk < 6; walk++)
            {
                var text = grammar.Walk(chance, patience: 30 + (walk * 40));
                using var document = JsonDocument.Parse(text, new() { MaxDepth = 512 });
                JsonGrammar.Faults(made.Element, document.RootElement).ShouldBeEmpty($"seed {seed}\n{made.Schema.ToJsonString(Compact)}\n{text}");
            }
        }
    }

    [Fact]
    public void Every_value_that_it_accepts_is_a_text_of_its_grammar()
    {
        foreach (var (made, seed) in Made(Schemas))
        {
            var grammar = new Gbnf(JsonGrammar.Of(made.Element));
            var chance = new Random(seed);
            for (var time = 0; time < 6; time++)
            {
                var value = made.Value(chance);
                JsonGrammar.Faults(made.Element, JsonSerializer.SerializeToElement(value)).ShouldBeEmpty($"seed {seed}\n{made.Schema.ToJsonString(Compact)}");
                var text = Plain(JsonSerializer.Serialize(value, time % 2 == 0 ? Compact : Indented));
                grammar.Accepts(text).ShouldBeTrue($"seed {seed}\n{made.Schema.ToJsonString(Compact)}\n{text}");
            }
        }
    }

    [Fact]
    public void A_value_of_another_schema_is_a_text_of_its_grammar_only_if_it_accepts_it()
    {
        var made = Made(Schemas).ToList();
        var both = 0;
        for (var at = 1; at < made.Count; at++)
        {
            var (mine, seed) = made[at];
            var text = Plain(JsonSerializer.Serialize(made[at - 1].Made.Value(new Random(seed)), Compact));
            if (new Gbnf(JsonGrammar.Of(mine.Element)).Accepts(text))
            {
                both++;
                using var document = JsonDocument.Parse(text, new() { MaxDepth = 512 });
                JsonGrammar.Faults(mine.Element, document.RootElement).ShouldBeEmpty($"seed {seed}\n{mine.Schema.ToJsonString(Compact)}\n{text}");
            }
        }

        both.ShouldBeInRange(1, made.Count / 2);
    }

    /// <summary>.NET escapes what is beyond the basic plane, whatever it is asked.</summary>
    private static string Plain(string json) => Regex.Replace(json, @"\\u(D[89AB]..)\\u(D[C-F]..)", pair => $"{Half(pair, 1)}{Half(pair, 2)}");

    private static char Half(Match pair, int group) => (char)int.Parse(pair.Groups[group].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static IEnumerable<(MadeSchema Made, int Seed)> Made(int count) =>
        Enumerable.Range(1, count).Select(seed => (new RandomSchemas(new Random(seed)).Make(depth: 3), seed));
}
