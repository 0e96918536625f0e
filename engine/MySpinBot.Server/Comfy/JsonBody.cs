using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Comfy;

/// <summary>Bodies of requests, bounded. ComfyUI takes JSON whatever the content type says, and so does this.</summary>
internal static class JsonBody
{
    /// <summary>As deep as graphs may be nested, and the request around them.</summary>
    public const int MaxDepth = 264;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The whole body.</summary>
    /// <exception cref="ServerRefusal">It is larger than is taken.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long most)
    {
        if (request.ContentLength > most)
        {
            throw TooLarge(most);
        }

        var bytes = new byte[request.ContentLength ?? 4096];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                var next = new byte[1];
                if (await request.Body.ReadAsync(next, request.HttpContext.RequestAborted) == 0)
                {
                    return bytes;
                }

                if (length >= most)
                {
                    throw TooLarge(most);
                }

                Array.Resize(ref bytes, (int)Math.Min(Math.Max(length * 2L, 4096), Math.Min(most, Array.MaxLength)));
                bytes[length++] = next[0];
                continue;
            }

            var read = await request.Body.ReadAsync(bytes.AsMemory(length), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                return bytes.AsMemory(0, length);
            }

            length += read;
        }
    }

    /// <summary>The body as a JSON object; null for an empty body.</summary>
    /// <exception cref="ServerRefusal">It is larger than is taken, no JSON, or no object.</exception>
    public static async ValueTask<JsonElement?> ReadObjectAsync(HttpRequest request, long most)
    {
        var bytes = await ReadAsync(request, most);
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

    /// <summary>A field that is a list of texts; none where it is not there.</summary>
    /// <exception cref="ServerRefusal">It is something else.</exception>
    public static IReadOnlyList<string> Texts(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var list))
        {
            return [];
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

    private static ServerRefusal TooLarge(long most)
        => new(RefusalKind.TooLarge, "body_too_large", $"The request's body has more than {most} bytes, which is the most that is taken.");
}
