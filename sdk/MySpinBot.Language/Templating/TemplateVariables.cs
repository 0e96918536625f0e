using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A conversation as variables of a template, named as Transformers and OpenAI name them.</summary>
internal static class TemplateVariables
{
    /// <summary>Sets them.</summary>
    public static void Into(TemplateScope scope, ChatTemplateInput input, TemplateTraits traits)
    {
        if (input.Variables is { ValueKind: JsonValueKind.Object } variables)
        {
            foreach (var variable in variables.EnumerateObject())
            {
                scope.Set(variable.Name, TemplateJson.Value(variable.Value));
            }
        }

        scope.Set("messages", new TemplateList([.. input.Messages.Select((message, place) => Message(message, input.Messages, place, traits))]));
        scope.Set("tools", input.Tools.Count == 0 ? null : new TemplateList([.. input.Tools.Select(Tool)]));
        scope.Set("documents", null);
        scope.Set("add_generation_prompt", input.AddsGenerationPrompt);
        scope.Set("bos_token", MarkedText.Own(input.BeginText));
        scope.Set("eos_token", MarkedText.Own(input.EndText));
    }

    private static TemplateMap Message(ChatMessage message, IReadOnlyList<ChatMessage> all, int place, TemplateTraits traits)
    {
        var map = new TemplateMap();
        map.Set("role", MarkedText.OfPeople(message.Role));
        map.Set("content", message.Content is null ? Unsaid.Value : traits.TakesPartsOnly ? Parts(message.Content) : MarkedText.OfPeople(message.Content));
        if (message.Reasoning is not null)
        {
            map.Set("reasoning_content", MarkedText.OfPeople(message.Reasoning));
            map.Set("thinking", MarkedText.OfPeople(message.Reasoning));
        }

        if (message.ToolCalls.Count > 0)
        {
            map.Set("tool_calls", new TemplateList([.. message.ToolCalls.Select(Call)]));
        }

        if (message.ToolCallId is not null)
        {
            map.Set("tool_call_id", MarkedText.OfPeople(message.ToolCallId));
        }

        if ((message.Name ?? Answered(message, all, place)) is { } name)
        {
            map.Set("name", MarkedText.OfPeople(name));
        }

        return map;
    }

    // The tool whose call a message answers, for templates that name it.
    private static string? Answered(ChatMessage message, IReadOnlyList<ChatMessage> all, int place)
    {
        for (var i = place - 1; message.ToolCallId is not null && i >= 0; i--)
        {
            foreach (var call in all[i].ToolCalls)
            {
                if (call.Id == message.ToolCallId)
                {
                    return call.Name;
                }
            }
        }

        return null;
    }

    private static TemplateList Parts(string content)
    {
        var part = new TemplateMap();
        part.Set("type", MarkedText.Own("text"));
        part.Set("text", MarkedText.OfPeople(content));
        return new TemplateList([part]);
    }

    private static TemplateMap Call(ToolCall call)
    {
        var function = new TemplateMap();
        function.Set("name", MarkedText.OfPeople(call.Name));
        function.Set("arguments", Arguments(call.Arguments));
        var map = new TemplateMap();
        map.Set("id", MarkedText.OfPeople(call.Id));
        map.Set("type", MarkedText.Own("function"));
        map.Set("function", function);
        return map;
    }

    private static object Arguments(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? TemplateJson.Fill(new ArgumentsMap(MarkedText.OfPeople(arguments)), json.RootElement)
                : MarkedText.OfPeople(arguments);
        }
        catch (JsonException)
        {
            // What a model wrote that is no JSON is told to it again as it is.
            return MarkedText.OfPeople(arguments);
        }
    }

    private static object Tool(ToolDeclaration tool)
    {
        var function = new TemplateMap();
        function.Set("name", MarkedText.OfPeople(tool.Name));
        if (tool.Description is not null)
        {
            function.Set("description", MarkedText.OfPeople(tool.Description));
        }

        function.Set("parameters", tool.Parameters is { ValueKind: JsonValueKind.Object } parameters ? TemplateJson.Value(parameters) : NoParameters());
        var map = new TemplateMap();
        map.Set("type", MarkedText.Own("function"));
        map.Set("function", function);
        return map;
    }

    private static TemplateMap NoParameters()
    {
        var map = new TemplateMap();
        map.Set("type", MarkedText.Own("object"));
        map.Set("properties", new TemplateMap());
        return map;
    }
}
