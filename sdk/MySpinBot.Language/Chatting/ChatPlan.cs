using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>How a conversation is told to a model, and how its answer is read.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Grammar">What the answer has to follow; null for anything.</param>
/// <param name="Triggers">From where on it has to; empty for from the beginning.</param>
/// <param name="Reader">Reads the answer; null for one that is text and nothing else.</param>
/// <param name="Stop">Texts at which the model's turn ends, where it has no token that says so.</param>
/// <param name="TellsControlTokens">Whether the answer's marks are control tokens.</param>
internal sealed record ChatPlan(int[] Prompt, string? Grammar, IReadOnlyList<string> Triggers, AnswerReader? Reader, IReadOnlyList<string> Stop, bool TellsControlTokens)
{
    private static readonly ConditionalWeakTable<string, ChatTemplate> Templates = [];
    private static readonly string[] UsualEnds = ["<|im_end|>", "<|im_start|>"];

    /// <summary>The plan for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="facts">What is known of the model.</param>
    /// <param name="vocabulary">Its tokens.</param>
    /// <param name="today">The day.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">The request does not fit the model.</exception>
    public static ChatPlan Of(TextRequest request, LlamaFacts facts, Vocabulary vocabulary, DateOnly today, CancellationToken cancellation)
    {
        if (request.PromptTokens is { } tokens)
        {
            return Plain([.. tokens], request);
        }

        if (request.Prompt is { } text)
        {
            // Whoever gives a prompt as it is writes what a template would.
            return Plain(PromptTokens.Of(MarkedText.Own(text), vocabulary), request);
        }

        if (request.Messages.Count == 0)
        {
            throw new NodeFailure("There is nothing to answer: the request has neither messages nor a prompt.") { Input = nameof(TextRequest.Messages) };
        }

        var tools = Offered(request);
        var template = Template(facts, tools.Count > 0);
        var rendered = Render(template, request, tools, vocabulary, today, cancellation);
        var prompt = PromptTokens.Of(rendered, vocabulary);
        var marks = AnswerMarks.Of(template.Source);
        var form = tools.Count == 0 ? null : CallForm.Of(template.Source, template.Traits.TakesTools);
        var ended = rendered.Value.AsSpan().TrimEnd().EndsWith(marks.EndThink, StringComparison.Ordinal);
        var isThinking = rendered.Value.AsSpan().TrimEnd().EndsWith(marks.Think, StringComparison.Ordinal);

        // A prompt that ends with a thought's end says that there is to be none.
        var (grammar, triggers) = AnswerGrammar.Of(request, tools, form, ended ? marks with { IsThinker = false } : marks, isThinking);
        var reader = new AnswerReader(marks, form, tools, isThinking, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(prompt.AsSpan()))));
        return new ChatPlan(prompt, grammar, triggers, reader, Ends(template, vocabulary), form is not null || marks.IsThinker);
    }

    private static ChatPlan Plain(int[] prompt, TextRequest request)
        => request.Tools.Count == 0 ? new(prompt, AnswerGrammar.Of(request.Format), [], null, [], false)
            : throw new NodeFailure("Tools are offered in a conversation; this request has a prompt as it is. Give messages instead.") { Input = nameof(TextRequest.Tools) };

    // What must not be called is not told of either.
    private static IReadOnlyList<ToolDeclaration> Offered(TextRequest request)
    {
        if (request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named && request.Tools.Count == 0)
        {
            throw new NodeFailure("The model has to call a tool, and none is offered.") { Input = nameof(TextRequest.ToolChoice) };
        }

        if (request.ToolChoice.Kind == ToolChoiceKind.Named && !request.Tools.Any(tool => tool.Name == request.ToolChoice.Name))
        {
            throw new NodeFailure($"The model has to call the tool '{request.ToolChoice.Name}', and there is none of that name; there are {string.Join(", ", request.Tools.Select(tool => $"'{tool.Name}'"))}.")
            {
                Input = nameof(TextRequest.ToolChoice),
            };
        }

        return request.ToolChoice.Kind == ToolChoiceKind.None ? [] : request.Tools;
    }

    private static ChatTemplate Template(LlamaFacts facts, bool hasTools)
        => (hasTools ? facts.ToolTemplate ?? facts.ChatTemplate : facts.ChatTemplate) is { Length: > 0 } source ? Templates.GetValue(source, ChatTemplate.Parse) : ChatTemplate.Usual;

    // An assistant's message at the end is the beginning of the answer.
    private static MarkedText Render(ChatTemplate template, TextRequest request, IReadOnlyList<ToolDeclaration> tools, Vocabulary vocabulary, DateOnly today, CancellationToken cancellation)
    {
        var goesOn = request.Messages is [_, .., { Role: "assistant", ToolCalls.Count: 0, Content: not null }];
        var rendered = template.RenderMarked(
            new ChatTemplateInput(goesOn ? [.. request.Messages.SkipLast(1)] : request.Messages)
            {
                Tools = tools,
                BeginText = vocabulary.BeginText ?? "",
                EndText = vocabulary.EndText ?? "",
                Today = today,
                Variables = request.TemplateVariables,
            },
            cancellation);
        return goesOn ? rendered + MarkedText.OfPeople(request.Messages[^1].Content!) : rendered;
    }

    // A model whose vocabulary does not have the marks of the usual template writes them as text, if at all.
    private static string[] Ends(ChatTemplate template, Vocabulary vocabulary)
        => ReferenceEquals(template, ChatTemplate.Usual) && vocabulary.Tokenize(UsualEnds[0], begin: false, special: true).Length != 1 ? UsualEnds : [];
}
