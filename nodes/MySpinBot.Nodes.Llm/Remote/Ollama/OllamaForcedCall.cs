using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Nodes.Llm.Remote.Telling;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>A call that a model must make. Ollama has no word for it, but it has structured answers: the answer is made to be a call, and read as one.</summary>
/// <param name="target">The server.</param>
internal sealed class OllamaForcedCall(OutboundTarget target)
{
    private const int MostCharacters = 8 << 20;

    private readonly StringBuilder _answer = new();

    /// <summary>Writes the schema of a call of one of these tools.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tools">The tools.</param>
    /// <param name="name">The one that is to be called; null for any.</param>
    /// <exception cref="NodeFailure">There is no such tool.</exception>
    public static void WriteSchema(Utf8JsonWriter writer, IEnumerable<AI.AITool> tools, string? name)
    {
        var may = tools.OfType<AI.AIFunctionDeclaration>().Where(tool => name is null || tool.Name == name).ToList();
        if (may.Count == 0)
        {
            throw new NodeFailure($"The tool '{name}' that is to be called is not among the tools.") { Input = nameof(TextRequest.ToolChoice) };
        }

        if (may.Count > 1)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("anyOf");
        }

        may.ForEach(tool => WriteSchema(writer, tool));
        if (may.Count > 1)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    /// <summary>Takes a piece of the answer.</summary>
    public void Take(string text)
    {
        if (_answer.Length + text.Length > MostCharacters)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent a call with more than {MostCharacters >> 20} MiB of arguments.");
        }

        _answer.Append(text);
    }

    /// <summary>The call; null where nothing came.</summary>
    /// <exception cref="RemoteFault">It is none: the answer was cut, or the model answered in another way.</exception>
    public AI.FunctionCallContent? Call()
    {
        if (_answer.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(_answer.ToString());
            if (json.RootElement is { ValueKind: JsonValueKind.Object } call && call.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                && call.TryGetProperty("arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Object)
            {
                return new AI.FunctionCallContent(CallAssembly.NewId(), name.GetString()!, arguments.Deserialize<Dictionary<string, object?>>());
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new RemoteFault($"{ServerSaid.Who(target)} was to call a tool, and answered something that is no call; allow it more tokens, or let it choose.");
    }

    private static void WriteSchema(Utf8JsonWriter writer, AI.AIFunctionDeclaration tool)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        writer.WriteStartObject("name");
        writer.WriteString("type", "string");
        writer.WriteStartArray("enum");
        writer.WriteStringValue(tool.Name);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WritePropertyName("arguments");
        tool.JsonSchema.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        writer.WriteStringValue("name");
        writer.WriteStringValue("arguments");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
