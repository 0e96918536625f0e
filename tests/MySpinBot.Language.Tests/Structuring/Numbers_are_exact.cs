using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>Every number near the ends of random ranges, by its text.</summary>
public sealed class Numbers_are_exact
{
    [Fact]
    public void Whole_numbers_are_those_of_the_range()
    {
        var chance = new Random(5);
        for (var range = 0; range < 60; range++)
        {
            var least = chance.Next(-1200, 1200);
            var most = least + chance.Next(0, 1500);
            var step = chance.Next(2) == 0 ? 1 : chance.Next(1, 40);
            var (lowest, highest) = (least - (range % 2), most + (range % 3 == 0 ? 1 : 0));
            var schema = $$"""{"type":"integer","{{(range % 2 == 1 ? "exclusiveMinimum" : "minimum")}}":{{lowest}},"{{(range % 3 == 0 ? "exclusiveMaximum" : "maximum")}}":{{highest}},"multipleOf":{{step}}}""";
            if (!Enumerable.Range(least, most - least + 1).Any(number => number % step == 0))
            {
                Should.Throw<MySpinBot.Sdk.NodeFailure>(() => JsonGrammar.Of(JsonElement.Parse(schema))).Message.ShouldContain("accepts no JSON");
                continue;
            }

            var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse(schema)));
            foreach (var number in Enumerable.Range(least - 30, 60).Concat(Enumerable.Range(most - 30, 60)).Concat(Enumerable.Range(-20, 40)))
            {
                grammar.Accepts(number.ToString(CultureInfo.InvariantCulture)).ShouldBe(number >= least && number <= most && number % step == 0, $"{number} by {schema}");
            }
        }
    }

    [Fact]
    public void Decimals_are_those_of_the_range()
    {
        var chance = new Random(6);
        for (var range = 0; range < 40; range++)
        {
            var least = chance.Next(-3000, 3000) / 100m;
            var most = least + (chance.Next(1, 4000) / 1000m);
            var (open, closed) = (range % 2 == 0, range % 3 == 0);
            var schema = string.Create(CultureInfo.InvariantCulture, $$"""{"type":"number","{{(open ? "exclusiveMinimum" : "minimum")}}":{{least}},"{{(closed ? "exclusiveMaximum" : "maximum")}}":{{most}}}""");
            var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse(schema)));
            foreach (var end in new[] { least, most, 0, decimal.Truncate(least) })
            {
                for (var off = -25; off <= 25; off++)
                {
                    foreach (var unit in new[] { 1m, 0.1m, 0.01m, 0.001m, 0.0001m })
                    {
                        var number = end + (off * unit);
                        var within = (open ? number > least : number >= least) && (closed ? number < most : number <= most);
                        grammar.Accepts(number.ToString(CultureInfo.InvariantCulture)).ShouldBe(within, $"{number} by {schema}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("0.01", "19.99", true)]
    [InlineData("0.01", "19.999", false)]
    [InlineData("0.01", "20", true)]
    [InlineData("0.25", "-3.75", true)]
    [InlineData("0.25", "3.8", false)]
    [InlineData("0.25", "3.50", true)]
    [InlineData("1.5", "4.5", true)]
    [InlineData("1.5", "4", false)]
    [InlineData("1000000", "3000000", true)]
    [InlineData("1000000", "3000001", false)]
    [InlineData("1000000", "0", true)]
    [InlineData("2e-1", "0.6", true)]
    public void Multiples_are_decided_digit_by_digit(string step, string number, bool isMultiple)
    {
        var schema = JsonElement.Parse($$"""{"type":"number","multipleOf":{{step}}}""");

        new Gbnf(JsonGrammar.Of(schema)).Accepts(number).ShouldBe(isMultiple);
        JsonGrammar.Faults(schema, JsonElement.Parse(number)).Count.ShouldBe(isMultiple ? 0 : 1);
    }

    [Fact]
    public void Limits_as_large_as_a_long_are_kept_exactly()
    {
        var schema = JsonElement.Parse("""{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807}""");
        var grammar = new Gbnf(JsonGrammar.Of(schema));

        grammar.Accepts("9223372036854775807").ShouldBeTrue();
        grammar.Accepts("9223372036854775808").ShouldBeFalse();
        grammar.Accepts("-9223372036854775808").ShouldBeTrue();
        grammar.Accepts("-9223372036854775809").ShouldBeFalse();
        JsonGrammar.Faults(schema, JsonElement.Parse("9223372036854775808")).ShouldNotBeEmpty();
    }
}
