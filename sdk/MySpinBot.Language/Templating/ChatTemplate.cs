using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A chat template: the part of Jinja that published models use. It reaches nothing outside of what it is given, and its work is bounded.</summary>
public sealed class ChatTemplate
{
    private ChatTemplate()
    {
    }

    /// <summary>The template of models that bring none (ChatML).</summary>
    public static ChatTemplate Usual => throw new NotSupportedException();

    /// <summary>Reads a template.</summary>
    /// <exception cref="NodeFailure">It is not Jinja, or uses what is not supported; the sentence names it with its line.</exception>
    public static ChatTemplate Parse(string source) => throw new NotSupportedException();

    /// <summary>Makes the prompt of a conversation.</summary>
    /// <exception cref="NodeFailure">The template refuses the conversation, in its own words.</exception>
    public string Render(ChatTemplateInput input) => throw new NotSupportedException();
}

/// <summary>What a template is given.</summary>
/// <param name="Messages">The conversation.</param>
public sealed record ChatTemplateInput(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>What may be called.</summary>
    public IReadOnlyList<ToolDeclaration> Tools { get; init; } = [];

    /// <summary>Whether the beginning of the answer is added.</summary>
    public bool AddsGenerationPrompt { get; init; } = true;

    /// <summary>Text of the token that begins a text.</summary>
    public string BeginText { get; init; } = "";

    /// <summary>Text of the token that ends a text.</summary>
    public string EndText { get; init; } = "";

    /// <summary>Today, for templates that tell it.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Further variables by name (<c>enable_thinking</c>, …).</summary>
    public JsonElement? Variables { get; init; }
}
