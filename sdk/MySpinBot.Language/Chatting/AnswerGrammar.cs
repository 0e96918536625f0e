using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What an answer has to follow: the format that was asked for, the calls that may or must be made, and before either the thoughts that a model begins with.</summary>
internal static class AnswerGrammar
{
    /// <summary>The grammar of a format; null for any text.</summary>
    /// <exception cref="NodeFailure">The format is wrong, or not supported.</exception>
    public static string? Of(TextFormat format)
    {
        try
        {
            return format.Kind switch
            {
                TextFormatKind.Json => JsonGrammar.OfAnyObject,
                TextFormatKind.Schema => JsonGrammar.Of(format.Schema ?? throw new NodeFailure("An answer by a schema is wanted, and there is no schema.")),
                TextFormatKind.Grammar => format.Grammar ?? throw new NodeFailure("An answer by a grammar is wanted, and there is no grammar."),
                _ => null,
            };
        }
        catch (NodeFailure failure) when (failure.Input is null)
        {
            throw new NodeFailure(failure.Message, failure) { Input = nameof(TextRequest.Format) };
        }
    }

    /// <summary>The grammar of an answer to a conversation, and from where on it holds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tools">What may be called.</param>
    /// <param name="form">How calls are written; null where none may be made.</param>
    /// <param name="marks">Marks of the model's family.</param>
    /// <param name="isThinking">Whether the prompt ends with the beginning of a thought.</param>
    public static (string? Grammar, IReadOnlyList<string> Triggers) Of(TextRequest request, IReadOnlyList<ToolDeclaration> tools, CallForm? form, AnswerMarks marks, bool isThinking)
    {
        var answer = Of(request.Format);
        if (form is null && (answer is null || (!isThinking && !marks.IsThinker && marks.BeforeAnswer.Length == 0)))
        {
            return (answer, []);
        }

        var grammar = new JoinedGrammar();
        var must = request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named;
        if (form is not null && (must || answer is not null || form.Triggers.Count > 0))
        {
            var callable = request.ToolChoice.Kind == ToolChoiceKind.Named ? [tools.First(tool => tool.Name == request.ToolChoice.Name)] : tools;
            form.Write(grammar, callable, request.ParallelToolCalls && request.ToolChoice.Kind != ToolChoiceKind.Named);
            if (!must && answer is null)
            {
                return (grammar.ToText("calls"), form.Triggers);
            }
        }
        else if (form is not null)
        {
            return (null, []);
        }

        var said = answer is null || must ? "calls"
            : $"{JoinedGrammar.Literal(marks.BeforeAnswer)} {grammar.Add(answer, "answer")}" + (form is null ? "" : " | calls");
        return Thoughtful(grammar, $"({said})", marks, isThinking);
    }

    // A thought that the prompt began is free until it ends; otherwise there may be one.
    private static (string Grammar, IReadOnlyList<string> Triggers) Thoughtful(JoinedGrammar grammar, string said, AnswerMarks marks, bool isThinking)
    {
        grammar.Rule("gap", $"[ \\n]{{0,4}} {JoinedGrammar.Literal(marks.BetweenThoughtAndAnswer)}");
        var end = JoinedGrammar.Literal(marks.EndThink);
        if (isThinking)
        {
            return (grammar.ToText($"{end} gap {said}"), [marks.EndThink]);
        }

        if (!marks.IsThinker)
        {
            return (grammar.ToText(said), []);
        }

        // Anything that is not the first two characters of the mark that ends it.
        var (first, second) = (marks.EndThink[0], marks.EndThink[1]);
        grammar.Rule("thought", $"{JoinedGrammar.Literal(marks.Think)} ([^{Escaped(first)}] | {JoinedGrammar.Literal(first.ToString())} [^{Escaped(second)}])* {end} gap");
        return (grammar.ToText($"thought? {said}"), []);
    }

    private static string Escaped(char c) => c is ']' or '\\' or '^' or '-' or '[' ? $"\\{c}" : c.ToString();
}
