using MySpinBot.Language;
using MySpinBot.Nodes.Llm;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Scripts_have_a_shape
{
    [Theory]
    [InlineData(40, 0, "English", 5, 160)]
    [InlineData(40, 2, "de", 2, 400)]
    [InlineData(40, 0, "zh-CN", 5, 47)]
    [InlineData(1, 0, "English", 1, 40)]
    [InlineData(3600, 0, "en", 200, 360)]
    public void That_follows_from_their_length(double seconds, int scenes, string language, int count, int characters)
        => ScriptShape.Of(seconds, scenes, language).ShouldBe(new ScriptShape(count, characters));

    [Fact]
    public void Which_a_grammar_can_hold_a_model_to()
    {
        var schema = new ScriptShape(2, 60).Schema;

        JsonGrammar.Of(schema).ShouldContain("root ::=");
        JsonGrammar.Faults(schema, System.Text.Json.JsonElement.Parse("""{"title": "T", "scenes": [{"narration": "a", "picture": "b", "caption": "c"}]}""")).ShouldNotBeEmpty("One scene is not two.");
        JsonGrammar.Of(new ScriptShape(ScriptShape.MostScenes, 400).Schema).ShouldNotBeEmpty();
    }
}
