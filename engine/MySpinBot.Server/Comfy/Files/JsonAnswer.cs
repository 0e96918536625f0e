using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>Small answers.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends what is written.</summary>
    public static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        return SendAsync(context, buffer.WrittenMemory, "application/json; charset=utf-8", status);
    }

    /// <summary>Sends a list of texts.</summary>
    public static Task SendAsync(HttpContext context, IEnumerable<string> texts)
        => SendAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        });

    /// <summary>Sends JSON as it is.</summary>
    public static Task SendJsonAsync(HttpContext context, ReadOnlyMemory<byte> json) => SendAsync(context, json, "application/json; charset=utf-8", StatusCodes.Status200OK);

    /// <summary>Sends a sentence.</summary>
    public static Task SendTextAsync(HttpContext context, string text, int status) => SendAsync(context, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", status);

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string type, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
