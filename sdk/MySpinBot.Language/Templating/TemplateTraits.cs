using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What a template can tell a model, found out by trying: a template that does not know something prints nothing of it, or refuses it.</summary>
internal sealed record TemplateTraits
{
    private const string Mark = "zq7mark";
    private const string Name = "zq7_name";
    private const string Argument = "zq7_argument";

    private static readonly ToolDeclaration Tool = new(Name, "Finds.", JsonDocument.Parse($$$$"""{"type":"object","properties":{"{{{{Argument}}}}":{"type":"string","description":"What."}}}""").RootElement);

    /// <summary>Contents are lists of parts, and never texts.</summary>
    public bool TakesPartsOnly { get; init; }

    /// <summary>It has a place for a system message.</summary>
    public bool TakesSystem { get; init; } = true;

    /// <summary>It tells which tools there are.</summary>
    public bool TakesTools { get; init; } = true;

    /// <summary>It tells which tools an assistant called.</summary>
    public bool TakesCalls { get; init; } = true;

    /// <summary>It tells of several calls in one message.</summary>
    public bool TakesManyCalls { get; init; } = true;

    /// <summary>It takes ids of calls of any length; otherwise nine letters and digits.</summary>
    public bool TakesAnyId { get; init; } = true;

    /// <summary>It tells what a tool answered.</summary>
    public bool TakesResults { get; init; } = true;

    /// <summary>Tries a template.</summary>
    public static TemplateTraits Of(ChatTemplate template)
    {
        ChatMessage[] said = [new("user", Mark)];
        var parts = !Tells(template, new(), Mark, said) && Tells(template, new() { TakesPartsOnly = true }, Mark, said);
        var plain = new TemplateTraits { TakesPartsOnly = parts };
        ChatMessage user = new("user", "Hello.");
        ToolCall[] calls = [new("callzq7x1", Name, $$"""{"{{Argument}}":"{{Mark}}1"}"""), new("callzq7x2", Name, $$"""{"{{Argument}}":"{{Mark}}2"}""")];
        var called = new ChatMessage("assistant", null) { ToolCalls = [calls[0]] };
        var result = new ChatMessage("tool", Mark + "3") { ToolCallId = calls[0].Id };
        ToolCall longer = calls[0] with { Id = "call_zq7x1longer" };
        return plain with
        {
            TakesSystem = Tells(template, plain, Mark, [new("system", Mark), user]) || !Tells(template, plain, Mark, said),
            TakesTools = Tells(template, plain, Name, [user], Tool),
            TakesCalls = Tells(template, plain, Mark + "1", [user, called, result, new("assistant", "Well."), user], Tool),
            TakesManyCalls = Tells(template, plain, Mark + "2",
                [user, called with { ToolCalls = calls }, result, result with { ToolCallId = calls[1].Id }, new("assistant", "Well."), user], Tool),
            TakesAnyId = Tells(template, plain, Mark + "1", [user, called with { ToolCalls = [longer] }, result with { ToolCallId = longer.Id }, new("assistant", "Well."), user], Tool),
            TakesResults = Tells(template, plain, Mark + "3", [user, called, result], Tool) || Tells(template, plain, Mark + "3", [user, called, result]),
        };
    }

    private static bool Tells(ChatTemplate template, TemplateTraits traits, string mark, ChatMessage[] messages, params ToolDeclaration[] tools)
    {
        try
        {
            return template.RenderMarked(new ChatTemplateInput(messages) { Tools = tools, Today = DateOnly.MinValue.AddYears(2000) }, traits, default).Value.Contains(mark, StringComparison.Ordinal);
        }
        catch (NodeFailure)
        {
            // It refuses such a message, or stumbles over it: either way it does not know it.
            return false;
        }
    }
}
