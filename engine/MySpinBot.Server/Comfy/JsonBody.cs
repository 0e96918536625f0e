using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Comfy;

/// <summary>Bodies of requests, bounded. ComfyUI takes JSON whatever the content type says, and so does this.</summary>
internal static class JsonBody
{
    /// <summary>As deep as graphs may be nested, and the request around them.</summary>
    public const int MaxDepth = 264;

    // More than ever wait.
    private const int MostIds = 50_000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The body as a JSON object; null for an empty body.</summary>
    /// <exception cref="ServerRefusal">It is larger than is taken, no JSON, or no object.</exception>
    public static async ValueTask<JsonElement?> ReadObjectAsync(HttpRequest request, long most)
    {
        var bytes = await RequestBytes.ReadAsync(request.HttpContext, most);
        if (bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return null;
        }

        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(bytes, Deep);
            json = document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw NotJson(fault);
        }

        CheckTexts(bytes.Span);
        return json.ValueKind == JsonValueKind.Object ? json
            : throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", "The request's body is JSON, but no object; send an object.");
    }

    /// <summary>The refusal of what is no JSON.</summary>
    public static ServerRefusal NotJson(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? fault.Message : fault.Message[..end];
        return new ServerRefusal(RefusalKind.Wrong, "invalid_json", $"The request's body is not JSON: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}: {reason}");
    }

    /// <summary>Whether the texts in a body are texts.</summary>
    /// <exception cref="ServerRefusal">They are not.</exception>
    public static void CheckTexts(ReadOnlySpan<byte> body)
    {
        if (!JsonTexts.AreWhole(body))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", $"The request's body {JsonTexts.Halves}.");
        }
    }

    /// <summary>A list is not too long.</summary>
    /// <exception cref="ServerRefusal">It is.</exception>
    public static void CheckLength(JsonElement list, string field)
    {
        if (list.GetArrayLength() > MostIds)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", $"Field '{field}' names {list.GetArrayLength()} jobs; name at most {MostIds} at once.");
        }
    }

    /// <summary>A field that is a list of texts; none where it is not there.</summary>
    /// <exception cref="ServerRefusal">It is something else.</exception>
    public static IReadOnlyList<string> Texts(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var list))
        {
            return [];
        }

        if (list.ValueKind == JsonValueKind.Array)
        {
            CheckLength(list, field);
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", $"Field '{field}' must be a list of ids, each a text.");
    }

    /// <summary>What Python takes for true.</summary>
    public static bool IsTrue(JsonElement body, string field) => body.TryGetProperty(field, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.ValueEquals(ReadOnlySpan<byte>.Empty) is false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };
}
