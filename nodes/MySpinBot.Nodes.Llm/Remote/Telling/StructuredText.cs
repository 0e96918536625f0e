using System.Text;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Telling;

/// <summary>An answer that was to have a form. Servers may be told of it and not heed it, so it is looked at when it is there: it parses and its schema accepts it, or that is an error.</summary>
/// <param name="target">Who answers.</param>
/// <param name="format">The form.</param>
internal sealed class StructuredText(OutboundTarget target, TextFormat format)
{
    private readonly StringBuilder? _text = format.Kind is TextFormatKind.Json or TextFormatKind.Schema ? new StringBuilder() : null;

    /// <summary>Takes a piece of the answer.</summary>
    public void Take(string text) => _text?.Append(text);

    /// <summary>Looks at the whole.</summary>
    /// <param name="end">Why it ended.</param>
    /// <exception cref="RemoteFault">It is not what it was to be.</exception>
    public void Check(TextEnd end)
    {
        if (_text is null || end == TextEnd.ToolCalls)
        {
            return;
        }

        if (end == TextEnd.Length)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} wrote JSON that the limit of tokens cut off after {_text.Length} characters; allow more tokens, or ask for less.") { Field = nameof(TextRequest.MaxTokens) };
        }

        try
        {
            using var json = JsonDocument.Parse(_text.ToString());
            if (FaultOf(json.RootElement) is { } fault)
            {
                throw new RemoteFault($"{ServerSaid.Who(target)} did not heed the form that its answer was to have: {fault}") { Field = nameof(TextRequest.Format) };
            }
        }
        catch (JsonException fault)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} did not heed the form that its answer was to have: it is no JSON. This model, or this server, may know no structured answers.", fault) { Field = nameof(TextRequest.Format) };
        }
    }

    private string? FaultOf(JsonElement answer)
    {
        if (format.Schema is not { } schema)
        {
            return answer.ValueKind == JsonValueKind.Object ? null : "it is JSON and no object.";
        }

        try
        {
            return JsonGrammar.Faults(schema, answer) is [var first, ..] ? first : null;
        }
        catch (NodeFailure)
        {
            return null; // a schema that only the server understands is the server's to follow
        }
    }
}
