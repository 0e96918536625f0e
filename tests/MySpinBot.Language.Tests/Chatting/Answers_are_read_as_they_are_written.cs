using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class Answers_are_read_as_they_are_written
{
    private static readonly ToolDeclaration[] Tools =
    [
        new("get_weather", "Finds the weather.", JsonSerializer.SerializeToElement(new
        {
            type = "object", properties = new { city = new { type = "string" }, days = new { type = "integer" } }, required = new[] { "city" },
        })),
        new("now", null, null),
    ];

    private static readonly Dictionary<string, CallForm> Forms = new()
    {
        ["generic"] = CallForms.Generic, ["tagged"] = CallForms.Tagged, ["llama"] = CallForms.Llama, ["mistral"] = CallForms.Mistral, ["mistral2"] = CallForms.MistralNamed,
        ["command"] = CallForms.Command, ["phi"] = CallForms.Phi, ["granite"] = CallForms.Granite, ["deepseek"] = CallForms.DeepSeek, ["deepseek2"] = CallForms.DeepSeekShort,
        ["kimi"] = CallForms.Kimi, ["function"] = CallForms.Function, ["harmony"] = CallForms.Harmony, ["qwen"] = CallForms.QwenParameters, ["glm"] = CallForms.GlmParameters, ["seed"] = CallForms.SeedParameters,
    };

    // What models of each family write, and what it means: text | thought | calls.
    [Theory]
    [InlineData("tagged", "It is nice.", "It is nice.||")]
    [InlineData("tagged", "<think>\nHm.\n</think>\n\nYes. ", "Yes. |Hm.|")]
    [InlineData("tagged", "Look:\n<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Bonn\"}}\n</tool_call>", "Look:||get_weather {\"city\": \"Bonn\"}")]
    [InlineData("tagged", "<tool_call>{\"arguments\": {\"a\": [1, {\"b\": \"}]\"}]}, \"name\": \"now\"}</tool_call>\n<tool_call>{\"name\":\"now\"}</tool_call>\n", "||now {\"a\": [1, {\"b\": \"}]\"}]};now {}")]
    [InlineData("tagged", "<tool_call>{\"name\": \"now\", \"arguments\": \"{\\\"a\\\": 1}\"}</tool_call>", "||now {\"a\": 1}")]
    [InlineData("tagged", "a <tool_call> is a mark", "a <tool_call> is a mark||")]
    [InlineData("tagged", "1 < 2 and <too", "1 < 2 and <too||")]
    [InlineData("tagged", "Say <think> aloud.", "Say <think> aloud.||")]
    [InlineData("llama", "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Bonn\"}}", "||get_weather {\"city\": \"Bonn\"}")]
    [InlineData("llama", "<|python_tag|>{\"type\": \"function\", \"name\": \"now\", \"parameters\": {}}; {\"name\": \"now\", \"parameters\": {}}", "||now {};now {}")]
    [InlineData("llama", "{\"type\": \"function\", \"function\": {\"name\": \"now\", \"arguments\": {}}}", "||now {}")]
    [InlineData("llama", "{\"name\": \"Bob\", \"age\": 3}", "{\"name\": \"Bob\", \"age\": 3}||")]
    [InlineData("llama", "[1, 2]", "[1, 2]||")]
    [InlineData("llama", "Hello {\"name\": \"now\"}", "Hello {\"name\": \"now\"}||")]
    [InlineData("mistral", "[TOOL_CALLS][{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Bonn\"}, \"id\": \"abcdefgh1\"}, {\"name\": \"now\", \"arguments\": {}}]", "||get_weather {\"city\": \"Bonn\"};now {}")]
    [InlineData("mistral2", "Ok.[TOOL_CALLS]get_weather[ARGS]{\"city\": \"Bonn\"}[TOOL_CALLS]now[ARGS]{}", "Ok.||get_weather {\"city\": \"Bonn\"};now {}")]
    [InlineData("command", "<|START_ACTION|>[\n  {\"tool_call_id\": \"0\", \"tool_name\": \"get_weather\", \"parameters\": {\"city\": \"Bonn\"}}\n]<|END_ACTION|>", "||get_weather {\"city\": \"Bonn\"}")]
    [InlineData("phi", "<|tool_call|>[{\"name\": \"now\", \"arguments\": {}}]<|/tool_call|>", "||now {}")]
    [InlineData("granite", "<|tool_call|>[{\"name\": \"now\", \"arguments\": {}}, {\"name\": \"get_weather\", \"arguments\": {\"city\": \"A\"}}]", "||now {};get_weather {\"city\": \"A\"}")]
    [InlineData("deepseek", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{\"city\": \"B}\"}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>now\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "||get_weather {\"city\": \"B}\"};now {}")]
    [InlineData("deepseek2", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>now<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "||now {}")]
    [InlineData("kimi", "<|tool_calls_section_begin|><|tool_call_begin|>functions.now:0<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>", "||now {}")]
    [InlineData("function", "<function=get_weather>{\"city\": \"Bonn\"}</function><function=now>{}</function>", "||get_weather {\"city\": \"Bonn\"};now {}")]
    [InlineData("harmony", "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.", "Yes.|Hm.|")]
    [InlineData("harmony", "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{\"city\": \"Bonn\"}", "|Hm.|get_weather {\"city\": \"Bonn\"}")]
    [InlineData("harmony", " to=functions.now<|channel|>commentary json<|message|>{}", "||now {}")]
    [InlineData("qwen", "<tool_call>\n<function=get_weather>\n<parameter=city>\nBonn \"am\" Rhein\n</parameter>\n<parameter=days>\n3\n</parameter>\n</function>\n</tool_call>", "||get_weather {\"city\": \"Bonn \\\"am\\\" Rhein\", \"days\": 3}")]
    [InlineData("qwen", "<tool_call>\n<function=now>\n</function>\n</tool_call>", "||now {}")]
    [InlineData("glm", "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Bonn</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>", "||get_weather {\"city\": \"Bonn\", \"days\": 2}")]
    [InlineData("generic", "{\"tool_calls\": [{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Bonn\"}}, {\"name\": \"now\", \"arguments\": {}}]}", "||get_weather {\"city\": \"Bonn\"};now {}")]
    [InlineData("generic", "No {tools} needed.", "No {tools} needed.||")]
    public void Each_family_in_whatever_pieces_it_comes(string form, string written, string meant)
    {
        var random = new Random(7);
        Read(form, [written]).ShouldBe(meant);
        Read(form, written.Select(c => c.ToString())).ShouldBe(meant);
        for (var times = 0; times < 50; times++)
        {
            Read(form, Cut(written, random)).ShouldBe(meant);
        }
    }

    [Fact]
    public void Arguments_are_told_while_they_are_written()
    {
        var reader = new AnswerReader(new AnswerMarks(), CallForms.Tagged, Tools, false, "");
        reader.Add("<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"ci").Calls.ShouldHaveSingleItem().ShouldBe(
            new ToolCallPiece(0, "{\"ci") { Id = CallLog.ShortId("/0"), Name = "get_weather" });
        reader.Add("ty\": \"Bo").Calls.ShouldHaveSingleItem().ShouldBe(new ToolCallPiece(0, "ty\": \"Bo"));
    }

    [Fact]
    public void A_prompt_that_begins_a_thought_is_gone_on_with()
    {
        var reader = new AnswerReader(new AnswerMarks(), null, [], true, "");
        reader.Add("Well, ").Reasoning.ShouldBe("Well,");
        var parts = reader.Add("yes.\n</think>\n\nIt is.");
        (parts.Reasoning, parts.Text).ShouldBe((" yes.", "It is."));
    }

    [Theory]
    [InlineData("qwen2.5", "tagged")]
    [InlineData("qwen3", "tagged")]
    [InlineData("qwen3.5", "qwen")]
    [InlineData("mistral-nemo", "mistral")]
    [InlineData("devstral", "mistral2")]
    [InlineData("deepseek-v3.1", "generic")]
    [InlineData("granite3.3", "granite")]
    [InlineData("gpt-oss", "harmony")]
    [InlineData("glm5", "glm")]
    [InlineData("functionary3.1", "function")]
    [InlineData("seed-oss", "seed")]
    [InlineData("zephyr", "generic")]
    public void Templates_tell_the_form(string template, string form)
    {
        var read = ChatTemplate.Parse(Published.Template(template));
        CallForm.Of(read.Source, read.Traits.TakesTools).ShouldBeSameAs(Forms[form]);
    }

    public static TheoryData<string> AllForms => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(AllForms))]
    public void What_a_grammar_of_calls_lets_through_is_read_as_calls(string form)
    {
        var grammar = new JoinedGrammar();
        Forms[form].Write(grammar, Tools, many: true);
        var bytewise = new Bytewise(grammar.ToText("calls"));
        var random = new Random(3);
        var seen = 0;
        for (var times = 0; times < 10; times++)
        {
            if (bytewise.Write(random, 600) is not { } written)
            {
                continue;
            }

            seen++;
            var calls = Read(form, Cut(written, random)).Split('|', 3);
            calls[..2].ShouldBe(["", ""], written);
            calls[2].ShouldNotBeEmpty(written);
            foreach (var call in Calls(form, [written]))
            {
                var tool = Tools.First(each => each.Name == call.Name);
                JsonGrammar.Faults(JoinedGrammar.Schema(tool), JsonDocument.Parse(call.Arguments).RootElement).ShouldBeEmpty(written);
            }
        }

        seen.ShouldBeGreaterThan(0);
    }

    private static string[] Cut(string text, Random random)
    {
        List<string> pieces = [];
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            pieces.Add(text.Substring(at, length));
            at += length;
        }

        return [.. pieces];
    }

    private static string Read(string form, IEnumerable<string> pieces)
    {
        var (text, thought, _) = All(form, pieces);
        return $"{text}|{thought}|{string.Join(';', Calls(form, pieces).Select(call => $"{call.Name} {call.Arguments}"))}";
    }

    private static IEnumerable<ToolCall> Calls(string form, IEnumerable<string> pieces)
        => All(form, pieces).Calls.GroupBy(piece => piece.Index).Select(call => new ToolCall(call.First().Id!, call.First().Name!, string.Concat(call.Select(piece => piece.Arguments))));

    private static (string Text, string Thought, List<ToolCallPiece> Calls) All(string form, IEnumerable<string> pieces)
    {
        var marks = form == "harmony" ? AnswerMarks.Of(Published.Template("gpt-oss")) : new AnswerMarks();
        var reader = new AnswerReader(marks, Forms[form], Tools, false, "");
        var (text, thought, calls) = (new StringBuilder(), new StringBuilder(), new List<ToolCallPiece>());
        foreach (var parts in pieces.Select(reader.Add).Append(null))
        {
            var told = parts ?? reader.End();
            text.Append(told.Text);
            thought.Append(told.Reasoning);
            calls.AddRange(told.Calls);
        }

        return (text.ToString(), thought.ToString(), calls);
    }
}
