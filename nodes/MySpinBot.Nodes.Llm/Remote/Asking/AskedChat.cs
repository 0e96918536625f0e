using System.Text.Json;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Asking;

/// <summary>A request in the words of Microsoft.Extensions.AI.</summary>
/// <param name="Messages">The conversation; empty where there is a prompt.</param>
/// <param name="Options">What else is asked for.</param>
internal sealed record AskedChat(IReadOnlyList<AI.ChatMessage> Messages, AI.ChatOptions Options)
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Translates a request.</summary>
    /// <param name="model">The model, as the server names it.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="NodeFailure">A message is not what its role says.</exception>
    public static AskedChat Of(string model, TextRequest request)
    {
        var options = new AI.ChatOptions
        {
            ModelId = model,
            MaxOutputTokens = request.MaxTokens,
            StopSequences = request.Stop.Count > 0 ? [.. request.Stop] : null,
            Temperature = (float?)request.Sampling.Temperature,
            TopP = (float?)request.Sampling.TopP,
            TopK = request.Sampling.TopK,
            Seed = request.Sampling.Seed,
            FrequencyPenalty = (float?)request.Sampling.FrequencyPenalty,
            PresencePenalty = (float?)request.Sampling.PresencePenalty,
            ResponseFormat = FormatOf(request.Format),
            AdditionalProperties = new AI.AdditionalPropertiesDictionary { [Extra.Sampling] = request.Sampling },
        };
        AddTools(options, request);
        if (request.LogProbabilities is { } likeliest)
        {
            options.AdditionalProperties[Extra.LogProbabilities] = likeliest;
        }

        if (request.Format.Kind == TextFormatKind.Grammar)
        {
            options.AdditionalProperties[Extra.Grammar] = request.Format.Grammar;
        }

        if (request.Prompt is { } prompt)
        {
            options.AdditionalProperties[Extra.Prompt] = prompt;
        }

        if (request.Repeatable)
        {
            options.AdditionalProperties[Extra.Repeatable] = true;
        }

        if (request.PromptTokens is { } tokens)
        {
            options.AdditionalProperties[Extra.PromptTokens] = tokens;
        }

        if (request.TemplateVariables is { } variables)
        {
            options.AdditionalProperties[Extra.TemplateVariables] = variables;
        }

        return new AskedChat([.. request.Messages.Select(MessageOf)], options);
    }

    private static void AddTools(AI.ChatOptions options, TextRequest request)
    {
        if (request.Tools.Count == 0 || request.ToolChoice.Kind == ToolChoiceKind.None)
        {
            return; // a model that must not call need not know what it could
        }

        options.Tools = [.. request.Tools.Select(tool => (AI.AITool)AI.AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters ?? NoParameters, null))];
        options.AllowMultipleToolCalls = request.ParallelToolCalls;
        options.ToolMode = request.ToolChoice switch
        {
            { Kind: ToolChoiceKind.Required } => AI.ChatToolMode.RequireAny,
            { Kind: ToolChoiceKind.Named, Name: { } name } => AI.ChatToolMode.RequireSpecific(name),
            _ => AI.ChatToolMode.Auto,
        };
    }

    private static AI.ChatResponseFormatJson? FormatOf(TextFormat format) => format switch
    {
        { Kind: TextFormatKind.Json } => AI.ChatResponseFormat.Json,
        { Kind: TextFormatKind.Schema, Schema: { } schema } => AI.ChatResponseFormat.ForJsonSchema(schema, "answer"),
        _ => null,
    };

    private static AI.ChatMessage MessageOf(ChatMessage message)
    {
        var contents = new List<AI.AIContent>();
        if (message.Role == "tool")
        {
            contents.Add(new AI.FunctionResultContent(message.ToolCallId ?? "", message.Content ?? ""));
        }
        else if (message.Content is { } text)
        {
            contents.Add(new AI.TextContent(text));
        }

        if (message.Reasoning is { Length: > 0 } thoughts)
        {
            contents.Add(new AI.TextReasoningContent(thoughts));
        }

        contents.AddRange(message.ToolCalls.Select(CallOf));
        return new AI.ChatMessage(new AI.ChatRole(message.Role), contents) { AuthorName = message.Name };
    }

    // The words themselves go along: servers that take arguments as text get those that the model wrote.
    private static AI.FunctionCallContent CallOf(ToolCall call) => new(call.Id, call.Name, ArgumentsOf(call)) { RawRepresentation = call };

    private static Dictionary<string, object?> ArgumentsOf(ToolCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(string.IsNullOrWhiteSpace(call.Arguments) ? "{}" : call.Arguments) ?? [];
        }
        catch (JsonException)
        {
            throw new NodeFailure($"The arguments of the call '{call.Name}' in an assistant's message are no JSON object.") { Input = nameof(TextRequest.Messages) };
        }
    }
}
