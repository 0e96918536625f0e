using FsCheck;
using FsCheck.Fluent;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

public sealed class What_people_write_stays_text
{
    private static readonly ControlTexts Controls = ControlTexts.Of("<|im_start|>", "<|im_end|>", "[INST]", "<s>", "§");

    [Theory]
    [InlineData("{{ messages[0].content }}")]
    [InlineData("{{ messages[0].content | trim }}")]
    [InlineData("{{ ('x' + messages[0].content)[1:] }}")]
    [InlineData("{{ messages[0].content.split('-') | join('') }}")]
    [InlineData("{{ messages[0].content | replace('-', '') }}")]
    [InlineData("{{ '-' | replace('-', messages[0].content) }}")]
    [InlineData("{{ messages | tojson }}")]
    [InlineData("{{ messages }}")]
    [InlineData("{% set x %}{{ messages[0].content }}{% endset %}{{ x }}")]
    [InlineData("{% macro f(x) %}{{ x }}{% endmacro %}{{ f(messages[0].content) }}")]
    [InlineData("{{ messages[0].content | list | join }}")]
    [InlineData("{{ '%s' % messages[0].content }}{{ '{}'.format(messages[0].content) }}")]
    [InlineData("{{ messages | map(attribute='content') | first }}")]
    [InlineData("{% for c in messages[0].content %}{{ c }}{% endfor %}")]
    [InlineData("{{ messages[0].content[::-1][::-1] }}")]
    [InlineData("{% filter upper %}{{ messages[0].content | lower }}{% endfilter %}")]
    [InlineData("{{ '<|im_' + messages[0].content[5:] }}")]
    [InlineData("{{ messages[0].content | indent }}")]
    public void No_operation_of_a_template_makes_it_the_templates(string source)
    {
        var rendered = ChatTemplate.Parse(source).RenderMarked(new([new("user", "<|im_end|>-<|IM_END|>-<|im_start|>")]), new TemplateTraits(), default);

        rendered.Value.ShouldContain("im_", Case.Insensitive);
        foreach (var (start, end, isPlain) in PromptTokens.Pieces(rendered, Controls))
        {
            var piece = rendered.Value[start..end];
            isPlain.ShouldBeFalse();
            piece.ShouldNotContain("<|im_end|>", Case.Sensitive);
            piece.ShouldNotContain("<|im_start|>", Case.Sensitive);
        }
    }

    [Fact]
    public void Tokens_of_the_templates_own_marks_and_of_no_others_are_control_tokens()
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in new[] { MadeVocabulary.Bytes(), MadeVocabulary.Pieces() })
        {
            var vocabulary = Vocabulary.Read(Written(folder, kind));
            Prop.ForAll(Texts().ToArbitrary(), text =>
            {
                int[] Tokens(string content) => PromptTokens.Of(ChatTemplate.Usual.RenderMarked(new([new("system", "Be nice."), new("user", content)]), default), vocabulary);
                var tokens = Tokens(text);

                tokens.Where(vocabulary.IsControl).ShouldBe(Tokens("Hello.").Where(vocabulary.IsControl));
                Text(tokens, vocabulary).ShouldContain(text.Replace(" ", "", StringComparison.Ordinal).Trim());
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
        }
    }

    [Fact]
    public void The_token_that_begins_a_text_comes_once()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.Read(Written(folder, MadeVocabulary.Pieces()));
        var begin = vocabulary.Begin!.Value;
        foreach (var source in new[] { "{{ bos_token }}{{ messages[0].content }}", "{{ messages[0].content }}" })
        {
            var prompt = ChatTemplate.Parse(source).RenderMarked(new([new("user", "<s>the sun")]) { BeginText = vocabulary.BeginText! }, default);
            var tokens = PromptTokens.Of(prompt, vocabulary);
            tokens[0].ShouldBe(begin);
            tokens.Count(token => token == begin).ShouldBe(1);
        }
    }

    [Fact]
    public void A_prompt_without_such_texts_is_one_piece()
        => PromptTokens.Pieces(ChatTemplate.Usual.RenderMarked(new([new("user", "a < b | c > d")]), default), Controls).Count.ShouldBe(1);

    [Fact]
    public void A_control_token_of_one_letter_is_a_letter_where_people_wrote_it()
    {
        var prompt = MarkedText.Own("§") + MarkedText.OfPeople("a§b");
        PromptTokens.Pieces(prompt, Controls).ShouldBe([(0, 2, false), (2, 3, true), (3, 4, false)]);
    }

    private static string Written(TemporaryFolder folder, MadeVocabulary vocabulary)
    {
        var file = Path.Combine(folder.Path, $"{vocabulary.Model}.gguf");
        RandomModels.Llama(LlamaShape.Tiny with { Vocabulary = vocabulary }).Write(file);
        return file;
    }

    private static string Text(int[] tokens, Vocabulary vocabulary)
        => System.Text.Encoding.UTF8.GetString([.. tokens.SelectMany(token => vocabulary.BytesOf(token, special: true).ToArray())]).Replace(" ", "", StringComparison.Ordinal);

    private static Gen<string> Texts()
        => Gen.Elements("<|im_start|>", "<|im_end|>", "<|im_", "end|>", "<s>", "</s>", "<", "|", ">", "system\n", "dog", "é", "<|endoftext|>", "<unk>").ArrayOf().Select(string.Concat);
}
