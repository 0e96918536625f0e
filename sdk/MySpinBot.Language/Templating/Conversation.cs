using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A conversation said in what a template knows: what it has no place for is told in the words of a message that it has one for.</summary>
internal static class Conversation
{
    private const string SystemRole = "system";
    private const string UserRole = "user";

    /// <summary>The conversation as the template can tell it.</summary>
    public static ChatTemplateInput Fitted(ChatTemplateInput input, TemplateTraits traits)
    {
        // Calls are told in one form: a model that is told of tools in words is told of calls so too.
        var isGeneric = input.Tools.Count > 0 && !traits.TakesTools;
        var shortens = traits is { TakesCalls: true, TakesAnyId: false };
        List<ChatMessage> messages = new(input.Messages.Count + 1);
        foreach (var message in input.Messages)
        {
            messages.Add(Plain(shortens ? Shortened(message) : message, traits, isGeneric));
        }

        if (isGeneric)
        {
            TellTools(messages, input.Tools);
        }

        if (!traits.TakesSystem)
        {
            FoldSystem(messages);
        }

        return input with { Messages = messages, Tools = traits.TakesTools ? input.Tools : [] };
    }

    private static ChatMessage Plain(ChatMessage message, TemplateTraits traits, bool isGeneric) => message.Role switch
    {
        // OpenAI's newer name.
        "developer" => message with { Role = SystemRole },
        "assistant" when message.ToolCalls.Count > 0 && (isGeneric || !traits.TakesCalls || (message.ToolCalls.Count > 1 && !traits.TakesManyCalls))
            => message with { Content = Joined(message.Content, GenericCalls.Write(message.ToolCalls)), ToolCalls = [] },
        "tool" or "function" when isGeneric || !traits.TakesResults => new ChatMessage(UserRole, GenericCalls.WriteResult(message)),
        _ => message,
    };

    // Ids are anything that whoever asks made up; the same is the same again.
    private static ChatMessage Shortened(ChatMessage message) => message with
    {
        ToolCallId = Shortened(message.ToolCallId),
        ToolCalls = [.. message.ToolCalls.Select(call => call with { Id = Shortened(call.Id)! })],
    };

    private static string? Shortened(string? id) => id is null || (id.Length == CallLog.IdLength && id.All(char.IsAsciiLetterOrDigit)) ? id : CallLog.ShortId(id);

    private static void TellTools(List<ChatMessage> messages, IReadOnlyList<ToolDeclaration> tools)
    {
        var told = GenericCalls.Describe(tools);
        if (messages.Count > 0 && messages[0].Role == SystemRole)
        {
            messages[0] = messages[0] with { Content = Joined(messages[0].Content, told) };
        }
        else
        {
            messages.Insert(0, new ChatMessage(SystemRole, told));
        }
    }

    // What a system message says is said at the head of what the user says next.
    private static void FoldSystem(List<ChatMessage> messages)
    {
        string? held = null;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Role == SystemRole)
            {
                held = Joined(held, messages[i].Content ?? "");
                messages.RemoveAt(i--);
            }
            else if (held is not null && messages[i].Role == UserRole)
            {
                messages[i] = messages[i] with { Content = Joined(held, messages[i].Content ?? "") };
                held = null;
            }
        }

        if (held is not null)
        {
            messages.Add(new ChatMessage(UserRole, held));
        }
    }

    private static string Joined(string? first, string second) => string.IsNullOrEmpty(first) ? second : $"{first}\n\n{second}";
}
