using System.Text.Json;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

/// <summary>What a model of chance writes means nothing, and has to be what was asked for all the same.</summary>
public sealed class Chats_on_a_loaded_model
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>("""
        {"type":"object","properties":{"name":{"type":"string","maxLength":8},"count":{"type":"integer","minimum":0,"maximum":99},"sort":{"enum":["a","b"]}},
         "required":["name","count","sort"],"additionalProperties":false}
        """);

    private static readonly ToolDeclaration[] Tools =
    [
        new("count_things", "Counts.", JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"to":{"type":"integer","minimum":0,"maximum":99}},"required":["to"],"additionalProperties":false}""")),
        new("name_one", "Names.", JsonSerializer.Deserialize<JsonElement>("""{"type":"object","properties":{"kind":{"enum":["dog","cat"]}},"required":["kind"],"additionalProperties":false}""")),
    ];

    // As Llama 3.1's: tools in the first message, a bare object as a call.
    private const string Bare = """
        {{- bos_token }}{% if tools %}{{- '<|start_header_id|>user<|end_header_id|>\n\n' }}{% for t in tools %}{{ t | tojson(indent=4) }}{% endfor %}{{- '<|eot_id|>' }}{% endif %}
        {%- for m in messages %}{{- '<|start_header_id|>' + m.role + '<|end_header_id|>\n\n' + m.content | trim }}
        {%- if m.tool_calls %}{{- '{"name": "' + m.tool_calls[0].function.name + '", "parameters": ' + m.tool_calls[0].function.arguments | tojson + '}' }}{% endif %}{{- '<|eot_id|>' }}{% endfor %}
        {%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}{# <|python_tag|> #}
        """;

    [Fact]
    public async Task A_structured_answer_is_what_its_schema_asks_for()
    {
        using var folder = new TemporaryFolder();
        await using var model = await MadeAsync(folder, Published.Template("qwen2.5"));
        for (var seed = 0; seed < 4; seed++)
        {
            var answer = await AnswerAsync(model, Asked() with { Format = TextFormat.Of(Schema), Sampling = new() { Seed = seed, Temperature = 1.5 } });
            JsonGrammar.Faults(Schema, JsonDocument.Parse(answer.Text).RootElement).ShouldBeEmpty(answer.Text);
            answer.End.ShouldBe(TextEnd.Stop);
        }

        var failure = await Should.ThrowAsync<NodeFailure>(AnswerAsync(model, Asked() with { Format = TextFormat.Of(Schema), MaxTokens = 3 }));
        failure.Message.ShouldContain("cut after 3 tokens");
        failure.Input.ShouldBe("MaxTokens");
    }

    [Theory]
    [InlineData("qwen2.5")]
    [InlineData("qwen3")]
    [InlineData("qwen3.5")]
    [InlineData("mistral-nemo")]
    [InlineData("deepseek-v3.1")]
    [InlineData("functionary3.1")]
    [InlineData("glm5")]
    [InlineData("zephyr")]
    [InlineData("bare")]
    public async Task A_call_that_has_to_be_made_is_made(string template)
    {
        using var folder = new TemporaryFolder();
        await using var model = await MadeAsync(folder, template == "bare" ? Bare : Published.Template(template));
        var request = Asked() with
        {
            Tools = Tools, ToolChoice = ToolChoice.Required, ParallelToolCalls = false,
            TemplateVariables = JsonSerializer.SerializeToElement(new { enable_thinking = false }),
        };

        for (var seed = 0; seed < 3; seed++)
        {
            Checked(await AnswerAsync(model, request with { Sampling = new() { Seed = seed, Temperature = 1.5 } }));
        }

        var named = await AnswerAsync(model, request with { ToolChoice = new ToolChoice(ToolChoiceKind.Named, "name_one") });
        Checked(named).Name.ShouldBe("name_one");

        static ToolCall Checked(Answered answer)
        {
            answer.End.ShouldBe(TextEnd.ToolCalls);
            answer.Text.ShouldBeEmpty();
            var call = answer.Calls.ShouldHaveSingleItem();
            var tool = Tools.First(each => each.Name == call.Name);
            JsonGrammar.Faults(tool.Parameters!.Value, JsonDocument.Parse(call.Arguments).RootElement).ShouldBeEmpty(call.Arguments);
            call.Id.Length.ShouldBe(9);
            return call;
        }
    }

    [Fact]
    public async Task Text_comes_in_pieces_and_tokens_with_it()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var request = new TextRequest { Model = "", Prompt = "Once upon a time", MaxTokens = 40, Sampling = new() { Temperature = 0 }, LogProbabilities = 2 };
        var answer = await AnswerAsync(stories, request);

        answer.Pieces.Count.ShouldBeGreaterThan(10);
        string.Concat(answer.Pieces.SelectMany(piece => piece.Tokens).Select(token => token.Text)).ShouldBe(answer.Text);
        answer.Pieces.SelectMany(piece => piece.Tokens).ShouldAllBe(token => token.Likeliest.Count == 2 && token.LogProbability <= 0);
        answer.End.ShouldBe(TextEnd.Length);
        answer.Usage!.Written.ShouldBe(40);

        var tokens = new LocalChat(stories.Model, TimeProvider.System).PromptOf(request);
        (await AnswerAsync(stories, request with { Prompt = null, PromptTokens = tokens })).Text.ShouldBe(answer.Text);
    }

    [Fact]
    public async Task A_repeatable_answer_is_the_same_again()
    {
        await using var stories = await LoadedModel.StoriesAsync();
        var request = Asked() with { Repeatable = true, MaxTokens = 30, Sampling = new() { Seed = 5, Temperature = 1 } };
        var first = await AnswerAsync(stories, request);
        _ = await AnswerAsync(stories, request with { Repeatable = false, Sampling = new() { Seed = 6 } });
        (await AnswerAsync(stories, request)).Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task An_answer_that_was_begun_is_gone_on_with()
    {
        using var folder = new TemporaryFolder();
        await using var model = await MadeAsync(folder, null);
        var chat = new LocalChat(model.Model, TimeProvider.System);
        var begun = new TextRequest { Model = "", Messages = [new("user", "Hi."), new("assistant", "Once upon")] };

        var text = string.Concat(chat.PromptOf(begun).Select(token => System.Text.Encoding.UTF8.GetString(model.Model.Vocabulary.BytesOf(token, special: true).Span)));

        text.ShouldBe("<|im_start|>user\nHi.<|im_end|>\n<|im_start|>assistant\nOnce upon");
    }

    [Fact]
    public async Task What_cannot_be_answered_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        await using var model = await MadeAsync(folder, null);

        var longer = await Fails(Asked() with { Messages = [new("user", string.Concat(Enumerable.Repeat("the dog ", 3000)))] });
        longer.Message.ShouldContain("tokens and the context 512");
        (longer.Code, longer.Input).ShouldBe(("context_length_exceeded", "Messages"));

        (await Fails(new TextRequest { Model = "" })).Input.ShouldBe("Messages");
        (await Fails(Asked() with { ToolChoice = ToolChoice.Required })).Input.ShouldBe("ToolChoice");
        (await Fails(Asked() with { Tools = Tools, ToolChoice = new ToolChoice(ToolChoiceKind.Named, "fly") })).Message.ShouldContain("'fly'");
        (await Fails(Asked() with { Format = new TextFormat(TextFormatKind.Grammar, Grammar: "root ::= (") })).Message.ShouldContain("grammar");
        (await Fails(Asked() with { Format = TextFormat.Of(JsonSerializer.SerializeToElement(new { type = "nothing" })) })).Input.ShouldBe("Format");
        (await Fails(new TextRequest { Model = "", Prompt = "a", Tools = Tools })).Input.ShouldBe("Tools");

        Task<NodeFailure> Fails(TextRequest request) => Should.ThrowAsync<NodeFailure>(AnswerAsync(model, request));
    }

    private static TextRequest Asked() => new() { Model = "", Messages = [new("user", "the little dog")], MaxTokens = 400 };

    private static Task<LoadedModel> MadeAsync(TemporaryFolder folder, string? template)
    {
        var file = Path.Combine(folder.Path, "made.gguf");
        RandomModels.Llama(LlamaShape.Tiny with { Vocabulary = MadeVocabulary.Bytes(), ChatTemplate = template, Context = 8192 }).Write(file);
        return LoadedModel.FromAsync(file, new LlamaOptions { Cache = CacheType.F32, Context = template is null ? 512 : 8192, Sequences = 2 });
    }

    private static async Task<Answered> AnswerAsync(LoadedModel model, TextRequest request)
    {
        List<TextPiece> pieces = [];
        await foreach (var piece in new LocalChat(model.Model, TimeProvider.System).AnswerAsync(request, TestContext.Current.CancellationToken))
        {
            pieces.Add(piece);
        }

        pieces.Count(piece => piece.End is not null).ShouldBe(1);
        pieces[^1].Usage.ShouldNotBeNull();
        return new Answered(pieces);
    }

    private sealed record Answered(List<TextPiece> Pieces)
    {
        public string Text => string.Concat(Pieces.Select(piece => piece.Text));

        public TextEnd? End => Pieces[^1].End;

        public TextUsage? Usage => Pieces[^1].Usage;

        public List<ToolCall> Calls => [.. Pieces.SelectMany(piece => piece.ToolCalls).GroupBy(piece => piece.Index)
            .Select(call => new ToolCall(call.First().Id!, call.First().Name!, string.Concat(call.Select(piece => piece.Arguments))))];
    }
}
