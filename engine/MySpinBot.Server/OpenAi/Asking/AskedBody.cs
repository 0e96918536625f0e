using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>Bodies of requests of OpenAI's form.</summary>
internal static class AskedBody
{
    /// <summary>The body's fields.</summary>
    /// <exception cref="OpenAiRefusal">It is no JSON object.</exception>
    /// <exception cref="ServerRefusal">It is too large.</exception>
    public static async ValueTask<Fields> ReadAsync(HttpContext context, long most)
    {
        var bytes = await RequestBytes.ReadAsync(context, most);
        if (!JsonTexts.AreWhole(bytes.Span))
        {
            throw Malformed($"The body {JsonTexts.Halves}; send it as UTF-8.");
        }

        try
        {
            return Parse(bytes.Span) is { ValueKind: JsonValueKind.Object } json ? new Fields(json, "") : throw Malformed("The body is no JSON object.");
        }
        catch (JsonException met)
        {
            throw Malformed($"The body is not JSON: line {met.LineNumber + 1}, column {met.BytePositionInLine + 1}.");
        }
    }

    private static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, BodyFields.Deep);
        var json = JsonElement.ParseValue(ref reader);
        return reader.Read() ? throw Malformed("Something stands behind the JSON of the body.") : json;
    }

    private static OpenAiRefusal Malformed(string sentence) => new(new OpenAiError(StatusCodes.Status400BadRequest, sentence) { Code = "malformed_json" });
}
