using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class What_a_template_lacks_is_said_otherwise
{
    private static readonly ToolDeclaration Tool = new("get_weather", "Finds the weather.", JsonSerializer.SerializeToElement(new { type = "object", properties = new { city = new { type = "string" } } }));

    // As Gemma 2's: turns, and no others than two roles.
    private const string Turns = """
        {% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
        {% if m.role not in ['user', 'assistant'] %}{{ raise_exception('No such role') }}{% endif %}
        {{- '<turn>' + m.role + '\n' + m.content | trim + '<end>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<turn>model\n' }}{% endif %}
        """;

    [Fact]
    public void A_system_message_is_said_at_the_head_of_the_first_question()
        => ChatTemplate.Parse(Turns).Render(new([new("system", "Be brief."), new("user", "Hi."), new("assistant", "Yes?"), new("user", "Bye.")])).ShouldBe(
            "<turn>user\nBe brief.\n\nHi.<end>\n<turn>assistant\nYes?<end>\n<turn>user\nBye.<end>\n<turn>model\n");

    [Fact]
    public void Tools_calls_and_answers_are_told_in_words()
    {
        var prompt = ChatTemplate.Parse(Turns).Render(new(
        [
            new("user", "How is it in Bonn?"),
            new("assistant", null) { ToolCalls = [new("1", "get_weather", """{"city": "Bonn"}""")] },
            new("tool", "grey") { ToolCallId = "1", Name = "get_weather" },
        ]) { Tools = [Tool] });

        prompt.ShouldContain("""You can call these tools:""");
        prompt.ShouldContain("""{"name":"get_weather","description":"Finds the weather.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}""");
        prompt.ShouldContain("""<turn>assistant""" + "\n" + """{"tool_calls":[{"name":"get_weather","arguments":{"city":"Bonn"}}]}<end>""");
        prompt.ShouldContain("""{"tool_response":{"tool":"get_weather","content":"grey"}}""");
    }

    [Fact]
    public void A_template_that_wants_parts_is_given_parts()
        => ChatTemplate.Parse("{% for m in messages %}{% for p in m.content %}{% if p.type == 'text' %}[{{ p.text }}]{% endif %}{% endfor %}{% endfor %}").Render(new([new("user", "Hi.")])).ShouldBe("[Hi.]");

    [Fact]
    public void Ids_are_made_short_where_nine_letters_are_wanted_and_stay_the_same_for_the_same()
    {
        var template = ChatTemplate.Parse(Published.Template("mistral-nemo"));
        template.Traits.TakesAnyId.ShouldBeFalse();

        var prompt = template.Render(new(
        [
            new("user", "How is it?"),
            new("assistant", null) { ToolCalls = [new("call_0123456789", "get_weather", "{}")] },
            new("tool", "grey") { ToolCallId = "call_0123456789" },
        ]) { Tools = [Tool] });

        var id = CallLog.ShortId("call_0123456789");
        id.Length.ShouldBe(9);
        prompt.ShouldContain($"\"id\": \"{id}\"");
        prompt.ShouldContain($"\"call_id\": \"{id}\"");
    }

    [Fact]
    public void What_is_known_of_published_templates_is_true()
    {
        TemplateTraits Of(string name) => ChatTemplate.Parse(Published.Template(name)).Traits;

        Of("qwen3").ShouldBe(new TemplateTraits());
        Of("gpt-oss").ShouldBe(new TemplateTraits() with { TakesManyCalls = false });
        Of("zephyr").ShouldBe(new TemplateTraits() with { TakesTools = false, TakesCalls = false, TakesManyCalls = false, TakesResults = false, TakesAnyId = false });
        Of("deepseek-r1").TakesTools.ShouldBeFalse();
        Of("deepseek-r1").TakesCalls.ShouldBeTrue();
        new[] { Of("phi3.5"), ChatTemplate.Parse(Turns).Traits }.ShouldAllBe(traits => !traits.TakesTools);
    }

    [Fact]
    public void Newer_names_of_roles_are_known()
        => ChatTemplate.Usual.Render(new([new("developer", "Be brief."), new("user", "Hi.")])).ShouldStartWith("<|im_start|>system\nBe brief.<|im_end|>");

    [Fact]
    public void Thoughts_are_told_again_to_models_that_want_them()
        => ChatTemplate.Parse(Published.Template("qwen3")).Render(new([new("user", "Hi."), new("assistant", "Yes?") { Reasoning = "A greeting." }]) { AddsGenerationPrompt = false })
            .ShouldContain("<think>\nA greeting.\n</think>\n\nYes?");
}
