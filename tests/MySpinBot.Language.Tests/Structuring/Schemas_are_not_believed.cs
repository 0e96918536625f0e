using System.Text.Json;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>What a grammar cannot promise is refused in a sentence that names it and its place.</summary>
public sealed class Schemas_are_not_believed
{
    [Theory]
    [InlineData("""{"properties":{"tags":{"type":"array","uniqueItems":true}}}""", "\"uniqueItems\" at #/properties/tags is not supported: a grammar cannot compare items")]
    [InlineData("""{"type":"string","not":{"const":"x"}}""", "\"not\" at # is not supported")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1}}""", "\"if\" at # is not supported")]
    [InlineData("""{"type":"array","contains":{"type":"null"}}""", "\"contains\"")]
    [InlineData("""{"type":"object","propertes":{}}""", "\"propertes\" at # is not supported: it is no keyword")]
    [InlineData("""{"type":"text"}""", "type \"text\" at # is none of null, boolean, number")]
    [InlineData("""{"type":"string","format":"cuid"}""", "format \"cuid\" at # is not supported; these are: byte, date")]
    [InlineData("""{"$ref":"https://example.org/other.json"}""", "leaves the schema")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "there is no \"$defs\" at #")]
    [InlineData("""{"$ref":"#"}""", "refers to itself with nothing between")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "refers to itself with nothing between")]
    [InlineData("""{"type":"object","properties":{"self":{"$ref":"#"}},"required":["self"]}""", "accepts no JSON that ends")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""", "accepts no JSON that ends")]
    [InlineData("""{"type":"string","pattern":"^a$","minLength":2}""", "accepts no JSON that ends")]
    [InlineData("""{"type":"string","pattern":"(a)\\1"}""", "refers back to a group")]
    [InlineData("""{"type":"string","pattern":"a\\b"}""", "a boundary of words")]
    [InlineData("""{"type":"string","pattern":"(?<=a)b"}""", "which looks back")]
    [InlineData("""{"type":"string","pattern":"(a"}""", "a ( without its )")]
    [InlineData("""{"type":"string","pattern":"a{3,2}"}""", "whose least is more than its most")]
    [InlineData("""{"type":"string","pattern":"(a|b)*a(a|b){30}$"}""", "states; write a shorter or plainer one")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "oneOf at # has alternatives 0 and 1 that may accept the same value")]
    [InlineData("""{"type":"object","minProperties":3}""", "a grammar cannot keep a name from coming twice")]
    [InlineData("""{"type":"number","multipleOf":0.00001}""", null)]
    [InlineData("""{"type":"number","multipleOf":0.98765}""", "too fine for a grammar")]
    [InlineData("""{"type":"number","multipleOf":0}""", "has to be more than zero")]
    [InlineData("""{"type":"number","minimum":1e999}""", "has to be a number of reasonable size")]
    [InlineData("""{"type":"string","minLength":-1}""", "has to be a whole number that is not negative")]
    [InlineData("""{"type":"string","minLength":1000001}""", "asks for more than 1000000")]
    [InlineData("""{"type":"array","items":3}""", "#/items is neither an object nor true nor false")]
    [InlineData("[]", "A JSON Schema is an object, true or false.")]
    [InlineData("""{"enum":["\ud800"]}""", "half of a surrogate pair")]
    [InlineData("false", "accepts no JSON that ends")]
    public void What_cannot_be_promised_is_refused_with_its_place(string schema, string? sentence)
    {
        if (sentence is null)
        {
            JsonGrammar.Of(JsonElement.Parse(schema)).ShouldStartWith("root ::= ");
            return;
        }

        Should.Throw<NodeFailure>(() => JsonGrammar.Of(JsonElement.Parse(schema))).Message.ShouldContain(sentence);
    }

    [Fact]
    public void A_schema_as_long_as_memory_is_not_read()
    {
        var schema = JsonElement.Parse("{\"description\":\"" + new string('x', SchemaDocument.MostCharacters) + "\"}");

        Should.Throw<NodeFailure>(() => JsonGrammar.Of(schema)).Message.ShouldContain("at most 1048576 are read");
    }

    [Fact]
    public void Alternatives_of_alternatives_are_bounded()
    {
        var four = string.Join(',', Enumerable.Range(0, 4).Select(at => "{\"properties\":{\"p" + at + "\":{\"type\":\"null\"}}}"));
        var one = "{\"anyOf\":[" + four + "]}";
        var schema = JsonElement.Parse("{\"type\":\"object\",\"allOf\":[" + string.Join(',', Enumerable.Repeat(one, 6)) + "]}");

        Should.Throw<NodeFailure>(() => JsonGrammar.Of(schema)).Message.ShouldContain("alternatives of alternatives; at most 512 are followed");
    }

    [Fact]
    public void A_schema_of_many_properties_costs_no_stack()
    {
        var properties = string.Join(',', Enumerable.Range(0, 3000).Select(at => $"\"property{at}\":{{\"type\":\"null\"}}"));
        var schema = JsonElement.Parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + string.Join(',', Enumerable.Range(0, 3000).Select(at => $"\"property{at}\"")) + "]}");

        JsonGrammar.Of(schema).ShouldContain("property2999");
    }

    [Fact]
    public void Faults_are_told_with_their_places()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"scenes":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer","maximum":3}},"required":["n","text"]}}},"additionalProperties":false}""");
        var value = JsonElement.Parse("""{"scenes":[{"n":1,"text":""},{"n":4.5}],"more":1}""");

        JsonGrammar.Faults(schema, value).ShouldBe(
        [
            "What is at /scenes/1 lacks the property \"text\".",
            "What is at /scenes/1/n is number, not integer.",
            "What is at /scenes/1/n is 4.5, more than 3.",
            "What is at /more is not allowed to be there.",
        ]);
    }

    [Theory]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "has the same item twice")]
    [InlineData("""{"not":{"type":"null"}}""", "null", "not rules out")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":1}}""", "\"\"", "has 0 characters, fewer than 1")]
    [InlineData("""{"contains":{"const":1}}""", "[2]", "has 0 items that fit")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1", "is 2 at once")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "lacks the property \"b\", which \"a\" asks for")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"😀😀😀\"", "has 3 characters, more than 2")]
    [InlineData("""{"const":{"a":1,"b":[true]}}""", """{"b":[true],"a":2}""", "is not {\"a\":1,\"b\":[true]}")]
    public void What_a_grammar_cannot_follow_is_checked_all_the_same(string schema, string value, string fault)
    {
        JsonGrammar.Faults(JsonElement.Parse(schema), JsonElement.Parse(value)).ShouldHaveSingleItem().ShouldContain(fault);
    }
}
