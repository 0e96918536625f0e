using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class Published_templates_render_as_Jinja_does
{
    public static TheoryData<string> Names => [.. Published.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conversations_become_the_same_prompts(string name)
    {
        var template = ChatTemplate.Parse(Published.Template(name));
        var expected = Published.Json($"{name}.json");
        foreach (var conversation in Published.Json("conversations.json").EnumerateObject())
        {
            var input = Published.Conversation(conversation.Value);

            // As it is, since the reference says nothing otherwise for templates that have no place for something.
            template.RenderMarked(input, new TemplateTraits(), default).Value.ShouldBe(expected.GetProperty(conversation.Name).GetString(), $"{name}: {conversation.Name}");
        }
    }

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Published.Json("jinja.json").GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_thing_that_templates_do_is_done_alike(int index)
    {
        var json = Published.Json("jinja.json");
        var item = json.GetProperty("cases")[index];
        var source = item.GetProperty("template").GetString()!;
        string Rendered() => ChatTemplate.Parse(source).Run(scope => Variables(scope, json.GetProperty("messages")), new DateOnly(2024, 12, 6), default).Value;

        if (item.TryGetProperty("expected", out var expected))
        {
            Rendered().ShouldBe(expected.GetString(), source);
        }
        else
        {
            Should.Throw<NodeFailure>(Rendered, source).Message.ShouldStartWith("The ");
        }
    }

    [Theory]
    [InlineData("{{ 'a' }}\n{% for x in [1] %}\n{{ x | shuffle }}\n{% endfor %}", "line 3: there is no filter 'shuffle'")]
    [InlineData("\n\n{% if x %}", "line 3: 'if' is not closed")]
    [InlineData("{% include 'other' %}", "line 1: 'include' reaches other templates")]
    [InlineData("{{ [1, 2 }}", "line 1: '}' closes nothing")]
    [InlineData("a\n{{ 'b", "line 2: a text is not closed")]
    [InlineData("{% break %}", "line 1: 'break' stands in no loop")]
    public void What_is_no_template_is_refused_with_its_line(string source, string sentence)
        => Should.Throw<NodeFailure>(() => ChatTemplate.Parse(source)).Message.ShouldContain(sentence);

    [Fact]
    public void What_a_template_stumbles_over_is_told_with_its_line()
        => Should.Throw<NodeFailure>(() => ChatTemplate.Parse("a\nb\n{{ nobody.name }}").Run(_ => { }, null, default)).Message.ShouldBe(
            "The model's chat template fails at line 3: 'nobody' is undefined, and 'name' was wanted of it.");

    [Fact]
    public void A_refusal_is_told_in_the_templates_own_words()
    {
        var failure = Should.Throw<NodeFailure>(() => ChatTemplate.Parse("{{ raise_exception('Speak in turns.') }}").Render(new([new("user", "Hi")])));
        failure.Message.ShouldBe("The model's chat template refuses the conversation: Speak in turns.");
        failure.Input.ShouldBe("Messages");
    }

    [Theory]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "more work")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "calls itself too often")]
    [InlineData("{{ 'a' * 10 ** 15 }}", "more text")]
    [InlineData("{% set ns = namespace(t='aaaaaaaaaaaaaaaa') %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %}", "more text")]
    [InlineData("{{ range(10 ** 9) }}", "100000 numbers at most")]
    [InlineData("{{ 9 ** 99 }}", "too large")]
    [InlineData("{{ 1 // 0 }}", "divided by zero")]
    [InlineData("{% set l = [] %}{% set _ = l.append(l) %}{{ l }}", "holds itself")]
    public void No_template_works_for_ever_or_fills_the_memory(string source, string sentence)
        => Should.Throw<NodeFailure>(() => ChatTemplate.Parse(source).Run(_ => { }, null, default)).Message.ShouldContain(sentence);

    [Fact]
    public void What_is_nested_without_end_is_refused_before_the_stack_is_full()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("{1:", "}") })
        {
            var source = "{{ " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000)) + " }}";
            Should.Throw<NodeFailure>(() => ChatTemplate.Parse(source)).Message.ShouldContain("nested too deep");
        }

        Should.Throw<NodeFailure>(() => ChatTemplate.Parse(string.Concat(Enumerable.Repeat("{% if 1 %}", 10_000)))).Message.ShouldContain("nested too deep");
        Should.Throw<NodeFailure>(() => ChatTemplate.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + " }}")).Message.ShouldContain("nested too deep");
        Should.Throw<NodeFailure>(() => ChatTemplate.Parse("{{ a" + string.Concat(Enumerable.Repeat(".b", 100_000)) + " }}")).Message.ShouldContain("nested too deep");
    }

    private static void Variables(TemplateScope scope, JsonElement messages)
    {
        scope.Set("messages", TemplateJson.Value(messages));
        scope.Set("bos_token", MarkedText.Empty);
        scope.Set("add_generation_prompt", false);
    }
}
