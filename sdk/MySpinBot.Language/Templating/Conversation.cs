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
        List<ChatMessage> messages = new(input.Messages.Count + 1);
        foreach (var message in input.Messages)
        {
            messages.Add(Plain(message, traits));
        }

        if (input.Tools.Count > 0 && !traits.TakesTools)
        {
            TellTools(messages, input.Tools);
        }

        if (!traits.TakesSystem)
        {
            FoldSystem(messages);
        }

        return input with { Messages = messages, Tools = traits.TakesTools ? input.Tools : [] };
    }

    private static ChatMessage Plain(ChatMessage message, TemplateTraits traits) => message.Role switch
    {
        // OpenAI's newer name.
        "developer" => message with { Role = SystemRole },
        "assistant" when message.ToolCalls.Count > 0 && !(traits.TakesCalls && (message.ToolCalls.Count == 1 || traits.TakesManyCalls))
            => message with { Content = Joined(message.Content, GenericCalls.Write(message.ToolCalls)), ToolCalls = [] },
        "tool" or "function" when !traits.TakesResults => new ChatMessage(UserRole, GenericCalls.WriteResult(message)),
        _ => message,
    };

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
