using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

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
