using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>What <c>POST /prompt</c> asks for. Fields that are not known here are passed over, as ComfyUI does.</summary>
internal sealed record PromptRequest
{
    private const int LongestClientId = 256;

    /// <summary>The graph as it came: a part of the body. Null where there is none.</summary>
    public ReadOnlyMemory<byte>? Prompt { get; private init; }

    /// <summary>The id that the client chose; null for any.</summary>
    public Guid? PromptId { get; private init; }

    /// <summary>The place in the queue that the client chose; null for behind all others.</summary>
    public double? Number { get; private init; }

    /// <summary>Whether it goes before all that wait.</summary>
    public bool IsFront { get; private init; }

    /// <summary>The socket that hears of it; null for none.</summary>
    public string? ClientId { get; private init; }

    /// <summary>What is to be kept beside it; null for nothing.</summary>
    public JsonElement? ExtraData { get; private init; }

    /// <summary>The output nodes that count; null for all.</summary>
    public IReadOnlyList<string>? Targets { get; private init; }

    /// <summary>Reads the body.</summary>
    /// <exception cref="ServerRefusal">It is not what it should be.</exception>
    public static PromptRequest Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body["\uFEFF"u8.Length..];
        }

        JsonBody.CheckTexts(body.Span);
        var request = new PromptRequest();
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Wrong("The request's body is JSON, but no object; send {\"prompt\": {…}}.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                request = Take(request, name, ref reader, body);
            }

            if (reader.Read())
            {
                throw Wrong("The request's body goes on behind its end.");
            }
        }
        catch (JsonException fault)
        {
            throw JsonBody.NotJson(fault);
        }

        return request;
    }

    private static PromptRequest Take(PromptRequest request, string? name, ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        switch (name)
        {
            case "prompt":
                var start = (int)reader.TokenStartIndex;
                if (reader.TokenType is not JsonTokenType.StartObject)
                {
                    throw new ServerRefusal(RefusalKind.Wrong, "invalid_prompt", "Field 'prompt' must be an object of nodes by id, as ComfyUI's editor exports it with Export (API).");
                }

                reader.Skip();
                return request with { Prompt = body[start..(int)reader.BytesConsumed] };
            case "prompt_id":
                return request with { PromptId = Id(JsonElement.ParseValue(ref reader)) };
            case "number":
                return request with { Number = NumberOf(JsonElement.ParseValue(ref reader)) };
            case "front":
                return request with { IsFront = Front(JsonElement.ParseValue(ref reader)) };
            case "client_id":
                return request with { ClientId = Client(JsonElement.ParseValue(ref reader)) };
            case "extra_data":
                return request with { ExtraData = Extra(JsonElement.ParseValue(ref reader)) };
            case "partial_execution_targets":
                return request with { Targets = TargetsOf(JsonElement.ParseValue(ref reader)) };
            default:
                reader.Skip();
                return request;
        }
    }

    private static Guid? Id(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when PromptIds.TryParse(json.GetString()!, out var id) => id,
        _ => throw new ServerRefusal(
            RefusalKind.Wrong, PromptIds.Invalid, "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one"),
    };

    private static double NumberOf(JsonElement json)
    {
        double number;
        var isNumber = json.ValueKind == JsonValueKind.String
            ? double.TryParse(json.GetString(), System.Globalization.CultureInfo.InvariantCulture, out number)
            : json.TryGetDoubleSafely(out number);
        return isNumber && double.IsFinite(number) ? number : throw Wrong($"Field 'number' is {Shown.Value(json)}; it must be a finite number.");
    }

    private static bool Front(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        JsonValueKind.Number => json.GetDouble() != 0,
        _ => throw Wrong($"Field 'front' is {Shown.Value(json)}; it must be true or false."),
    };

    private static string? Client(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when json.GetString() is { Length: <= LongestClientId } id => id.Length == 0 ? null : id,
        JsonValueKind.String => throw Wrong($"Field 'client_id' has more than {LongestClientId} characters, which is the most that is taken."),
        _ => throw Wrong($"Field 'client_id' is {Shown.Value(json)}; it must be a text."),
    };

    private static JsonElement? Extra(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json,
        JsonValueKind.Null => null,
        _ => throw Wrong($"Field 'extra_data' is {Shown.Value(json)}; it must be an object."),
    };

    private static string[]? TargetsOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array when json.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String) => [.. json.EnumerateArray().Select(id => id.GetString()!)],
        _ => throw Wrong("Field 'partial_execution_targets' must be a list of node ids, each a text."),
    };

    private static ServerRefusal Wrong(string sentence) => new(RefusalKind.Wrong, "invalid_request", sentence);
}

/// <summary>Numbers of JSON without exceptions.</summary>
internal static class JsonNumbers
{
    /// <summary>The number; false for anything else.</summary>
    public static bool TryGetDoubleSafely(this JsonElement json, out double number)
    {
        number = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out number);
    }
}
