using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>What OpenAI's, Pydantic's, zod's and .NET's clients send.</summary>
public sealed class Schemas_of_clients
{
    [Theory]
    // OpenAI's guide to structured outputs, in its strict form.
    [InlineData(
        """{"type":"object","properties":{"steps":{"type":"array","items":{"type":"object","properties":{"explanation":{"type":"string"},"output":{"type":"string"}},"required":["explanation","output"],"additionalProperties":false}},"final_answer":{"type":"string"}},"required":["steps","final_answer"],"additionalProperties":false}""",
        """{"steps":[{"explanation":"8x + 7 = -23","output":"8x = -30"}],"final_answer":"x = -3.75"}""",
        """{"steps":[{"explanation":"only"}],"final_answer":"x"}""")]
    [InlineData(
        """{"type":"object","properties":{"ui":{"$ref":"#/$defs/ui"}},"required":["ui"],"additionalProperties":false,"$defs":{"ui":{"type":"object","properties":{"type":{"type":"string","enum":["div","button"]},"children":{"type":"array","items":{"$ref":"#/$defs/ui"}}},"required":["type","children"],"additionalProperties":false}}}""",
        """{"ui":{"type":"div","children":[{"type":"button","children":[]}]}}""",
        """{"ui":{"type":"span","children":[]}}""")]
    // Pydantic 2: titles, defaults, optional ones as anyOf with null, tagged unions, tuples, decimals.
    [InlineData(
        """{"$defs":{"Cat":{"properties":{"kind":{"const":"cat","title":"Kind","type":"string","default":"cat"},"lives":{"maximum":9,"minimum":1,"title":"Lives","type":"integer"}},"required":["lives"],"title":"Cat","type":"object"},"Dog":{"properties":{"kind":{"const":"dog","title":"Kind","type":"string","default":"dog"},"name":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"title":"Name"}},"title":"Dog","type":"object"}},"properties":{"pet":{"discriminator":{"mapping":{"cat":"#/$defs/Cat","dog":"#/$defs/Dog"},"propertyName":"kind"},"oneOf":[{"$ref":"#/$defs/Cat"},{"$ref":"#/$defs/Dog"}],"title":"Pet"},"point":{"maxItems":2,"minItems":2,"prefixItems":[{"type":"number"},{"type":"number"}],"type":"array"},"born":{"format":"date","type":"string"}},"required":["pet","point"],"title":"Owner","type":"object"}""",
        """{"pet":{"kind":"cat","lives":9},"point":[1.5,-2e10],"born":"2024-02-29"}""",
        """{"pet":{"kind":"cat","lives":10},"point":[1.5,2]}""")]
    [InlineData(
        """{"additionalProperties":{"type":"integer"},"propertyNames":{"enum":["red","green"]},"type":"object"}""",
        """{"green":1,"red":2}""",
        """{"blue":1}""")]
    // zod 4: its own patterns beside formats, whole numbers within what JavaScript counts exactly.
    [InlineData(
        """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"mail":{"type":"string","format":"email","pattern":"^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"},"age":{"type":"integer","exclusiveMinimum":0,"maximum":9007199254740991},"tags":{"minItems":1,"type":"array","items":{"type":"string","minLength":1}}},"required":["mail","age","tags"],"additionalProperties":false}""",
        """{"mail":"some.one@example.org","age":36,"tags":["a"]}""",
        """{"mail":"some..one@example.org","age":36,"tags":["a"]}""")]
    [InlineData(
        """{"anyOf":[{"type":"object","properties":{"status":{"type":"string","const":"ok"},"data":{}},"required":["status","data"]},{"type":"object","properties":{"status":{"type":"string","const":"failed"}},"required":["status"]}]}""",
        """{"status":"ok","data":{"any":[1,"thing",{"at":null}]}}""",
        """{"status":"maybe"}""")]
    // allOf over a base, as NJsonSchema and Swashbuckle write inheritance.
    [InlineData(
        """{"allOf":[{"$ref":"#/definitions/Animal"},{"type":"object","properties":{"bark":{"type":"boolean"}},"required":["bark"]}],"definitions":{"Animal":{"type":"object","properties":{"name":{"type":"string","nullable":true}},"required":["name"]}}}""",
        """{"name":null,"bark":true}""",
        """{"bark":true}""")]
    public void What_they_send_is_followed(string schema, string accepted, string refused)
    {
        var element = JsonElement.Parse(schema);
        var grammar = new Gbnf(JsonGrammar.Of(element));

        grammar.Accepts(accepted).ShouldBeTrue();
        JsonGrammar.Faults(element, JsonElement.Parse(accepted)).ShouldBeEmpty();
        grammar.Accepts(refused).ShouldBeFalse();
        JsonGrammar.Faults(element, JsonElement.Parse(refused)).ShouldNotBeEmpty();
        var chance = new Random(8);
        for (var walk = 0; walk < 20; walk++)
        {
            JsonGrammar.Faults(element, JsonElement.Parse(grammar.Walk(chance, patience: 80))).ShouldBeEmpty();
        }
    }

    [Fact]
    public void What_dotnet_exports_comes_back_as_the_type()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), Converters = { new JsonStringEnumConverter() } };
        var schema = JsonSerializer.SerializeToElement(options.GetJsonSchemaAsNode(typeof(Scene), new() { TreatNullObliviousAsNonNullable = true }));
        var grammar = new Gbnf(JsonGrammar.Of(schema));
        var chance = new Random(9);

        for (var walk = 0; walk < 40; walk++)
        {
            var scene = JsonSerializer.Deserialize<Scene>(grammar.Walk(chance, patience: 60), options).ShouldNotBeNull();
            scene.Narration.ShouldNotBeNull();
        }

        var story = new Scene("Once", [new("a castle", 0.5, Mood.Bright)], new("Then", [], null));
        grammar.Accepts(JsonSerializer.Serialize(story, options)).ShouldBeTrue();
    }

    [Fact]
    public void Properties_come_in_their_order_and_may_be_left_out_only_if_they_may()
    {
        var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"null"},"ab":{"type":"null"},"c":{"type":"null"}},"required":["ab"]}""")));

        grammar.Accepts("""{"a":null,"ab":null,"c":null}""").ShouldBeTrue();
        grammar.Accepts("""{"ab":null}""").ShouldBeTrue();
        grammar.Accepts("""{"ab": null, "c": null}""").ShouldBeTrue();
        grammar.Accepts("{\n  \"a\": null,\n  \"ab\": null\n}").ShouldBeTrue();
        grammar.Accepts("""{"ab":null,"a":null}""").ShouldBeFalse();
        grammar.Accepts("""{"a":null}""").ShouldBeFalse();
        grammar.Accepts("{\"ab\":" + new string(' ', 2) + "null}").ShouldBeFalse();
        grammar.Accepts("{" + new string('\n', 2) + "\"ab\":null}").ShouldBeFalse();
    }

    [Fact]
    public void A_name_that_is_declared_does_not_come_again_among_the_others()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":{"type":"string"}}""");
        var grammar = new Gbnf(JsonGrammar.Of(schema));

        grammar.Accepts("""{"id":1,"idea":"x","i":"y"}""").ShouldBeTrue();
        grammar.Accepts("""{"id":1,"id":"x"}""").ShouldBeFalse();
        grammar.Accepts("""{"idea":"x","id":1}""").ShouldBeFalse();
    }

    [Fact]
    public void Who_declares_no_properties_gets_none_and_who_says_nothing_of_them_any()
    {
        var none = new Gbnf(JsonGrammar.Of(JsonElement.Parse("""{"type":"object","properties":{}}""")));
        var any = new Gbnf(JsonGrammar.Of(JsonElement.Parse("""{"type":"object"}""")));

        (none.Accepts("{}"), none.Accepts("""{"a":1}""")).ShouldBe((true, false));
        (any.Accepts("{}"), any.Accepts("""{"a":[{"b":null}]}""")).ShouldBe((true, true));
    }

    [Fact]
    public void How_many_properties_is_counted()
    {
        var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"},"c":{"type":"null"}},"minProperties":1,"maxProperties":2}""")));

        grammar.Accepts("{}").ShouldBeFalse();
        grammar.Accepts("""{"c":null}""").ShouldBeTrue();
        grammar.Accepts("""{"a":null,"c":null}""").ShouldBeTrue();
        grammar.Accepts("""{"a":null,"b":null,"c":null}""").ShouldBeFalse();
    }

    [Fact]
    public void Long_texts_end_where_they_have_to_with_few_rules()
    {
        var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse("""{"type":"string","minLength":1234,"maxLength":54321}""")));

        grammar.Rules.ShouldBeLessThan(500);
        foreach (var (length, fits) in new[] { (1233, false), (1234, true), (1235, true), (30_000, true), (54_320, true), (54_321, true), (54_322, false) })
        {
            grammar.Accepts($"\"{new string('x', length)}\"").ShouldBe(fits, $"{length}");
        }
    }

    private sealed record Scene(string Narration, IReadOnlyList<Picture> Pictures, Scene? Next);

    private sealed record Picture([property: Description("What it shows.")] string Prompt, double Weight, Mood Mood);

    private enum Mood
    {
        Bright,
        Dark,
    }
}
