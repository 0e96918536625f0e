using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Json_is_read_changed_and_written
{
    private static readonly JsonElement Script = Json.Of("{'scenes': [{'title': 'a'}, {'title': 'b'}], 'odd.name': 1, 'a/b': 2}");

    [Theory]
    [InlineData("scenes[0].title", "a")]
    [InlineData("$.scenes[-1].title", "b")]
    [InlineData("/scenes/1/title", "b")]
    [InlineData("[\"odd.name\"]", "1")]
    [InlineData("/a~1b", "2")]
    [InlineData("scenes[1]", "{\"title\":\"b\"}")]
    public void Values_are_found_by_path(string path, string text) => JsonPlaceNodes.Get(Script, path).Text.Replace(" ", "").ShouldBe(text);

    [Theory]
    [InlineData("scenes[5]", "The path 'scenes[5]' in 'path' leads nowhere in this JSON value; a path looks like 'scenes[0].title' or '/scenes/0/title'.")]
    [InlineData("scenes[x]", "The path 'scenes[x]' in 'path' has 'x' in brackets, where a number or a quoted name belongs; a path looks like 'scenes[0].title' or '/scenes/0/title'.")]
    [InlineData("a..b", "The path 'a..b' in 'path' has an empty name; a path looks like 'scenes[0].title' or '/scenes/0/title'.")]
    public void A_path_that_leads_nowhere_is_named(string path, string sentence)
        => Should.Throw<NodeFailure>(() => JsonPlaceNodes.Get(Script, path)).Message.ShouldBe(sentence);

    [Fact]
    public void A_fallback_stands_in() => JsonPlaceNodes.Get(Script, "nobody", Json.Of("'x'")).Text.ShouldBe("x");

    [Fact]
    public void A_value_says_whether_it_is_there()
    {
        JsonPlaceNodes.Has(Script, "scenes").ShouldBe((true, "array"));
        JsonPlaceNodes.Has(Script, "x").ShouldBe((false, "nothing"));
    }

    [Theory]
    [InlineData("{'a':{'b':1}}", "a.b", "{'a':{'b':9}}")]
    [InlineData("{}", "a.b.c", "{'a':{'b':{'c':9}}}")]
    [InlineData("[1,2]", "[1]", "[1,9]")]
    [InlineData("[1,2]", "[2]", "[1,2,9]")]
    [InlineData("[1,2]", "[-2]", "[9,2]")]
    [InlineData("{}", "a[0].b", "{'a':[{'b':9}]}")]
    [InlineData("1", "", "9")]
    public void Values_are_put_in_their_place(string json, string path, string changed)
        => JsonPlaceNodes.Set(Json.Of(json), path, 9L).GetRawText().ShouldBe(changed.Replace('\'', '"'));

    [Fact]
    public void A_place_that_cannot_be_is_named()
        => Should.Throw<NodeFailure>(() => JsonPlaceNodes.Set(Json.Of("{'a':1}"), "a.b", 9L)).Message.ShouldContain("does not fit this JSON value at step 2, where there is number");

    [Fact]
    public void Objects_are_merged_and_null_removes()
        => JsonCollectionNodes.Merge(Json.Of("{'a':1,'b':{'x':1,'y':2},'c':3}"), Json.Of("{'b':{'y':9,'z':{'q':null}},'c':null,'d':[null]}")).GetRawText()
            .ShouldBe("{'a':1,'b':{'x':1,'y':9,'z':{}},'d':[null]}".Replace('\'', '"'));

    [Fact]
    public void Arrays_and_lists_turn_into_each_other()
    {
        JsonCollectionNodes.Items(Json.Of("[1,'x']")).Select(item => item.GetRawText()).ShouldBe(["1", "\"x\""]);
        JsonCollectionNodes.Array([1L, "你", 0.5, true, Json.Of("{'a':1}")]).GetRawText().ShouldBe("[1,\"你\",0.5,true,{\"a\":1}]");
        JsonCollectionNodes.Keys(Json.Of("{'b':1,'a':2}")).Keys.ShouldBe(["b", "a"]);
        Should.Throw<NodeFailure>(() => JsonCollectionNodes.Items(Json.Of("{}"))).Message.ShouldBe("Input 'json' is object; it takes an array.");
        Should.Throw<NodeFailure>(() => JsonCollectionNodes.Array([double.NaN]));
    }

    [Fact]
    public void Inputs_become_an_object()
        => JsonCollectionNodes.Object(new ExtraInputs(new Dictionary<string, object?> { ["b"] = 1L, ["a"] = "x" })).GetRawText().ShouldBe("{\"a\":\"x\",\"b\":1}");

    [Fact]
    public void Text_is_parsed_or_the_place_named_where_it_breaks_off()
    {
        JsonNodes.Parse("{\"a\": [1]}").GetProperty("a")[0].GetInt32().ShouldBe(1);
        Should.Throw<NodeFailure>(() => JsonNodes.Parse("{\n  \"a\": oops}")).Message.ShouldBe("The text in 'text' is not JSON: line 2, byte 8 cannot be read.");
        Should.Throw<NodeFailure>(() => JsonNodes.Parse(new string('[', 10_000))).Message.ShouldBe("The JSON in 'text' is nested deeper than 128 levels.");
    }

    [Fact]
    public void Json_is_written_on_one_line_or_indented()
    {
        JsonNodes.ToText(Json.Of("{'a':['你']}"), 0).ShouldBe("{\"a\":[\"你\"]}");
        JsonNodes.ToText(Json.Of("{'a':1}"), 4).ShouldBe("{\n    \"a\": 1\n}");
    }

    [Fact]
    public void An_object_is_found_in_the_middle_of_prose()
    {
        JsonNodes.Extract("Sure! {not json} ```json\n{\"title\": \"开始\", \"n\": 2}\n```", "title").ShouldBe("开始");
        JsonNodes.Extract("{\"a\": null}", "a").ShouldBe("");
        JsonNodes.Extract("nothing", "a").ShouldBe("");
    }
}
