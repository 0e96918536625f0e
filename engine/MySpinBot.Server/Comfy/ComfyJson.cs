using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Comfy;

/// <summary>JSON as ComfyUI's clients read it. Texts are not escaped more than JSON needs.</summary>
internal static class ComfyJson
{
    /// <summary>How it is written.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string MediaType = "application/json; charset=utf-8";

    /// <summary>Writes JSON into bytes.</summary>
    public static byte[] Bytes<T>(T state, Action<Utf8JsonWriter, T> write) => JsonAnswer.Bytes(state, write);

    /// <summary>Answers with JSON.</summary>
    public static Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = json.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with what is written: one value, and nothing else is done.</summary>
    public static Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
        => JsonAnswer.WriteAsync(context, status, write, static (writer, act) => act(writer), MediaType);

    /// <summary>Answers with a list of texts.</summary>
    public static Task AnswerAsync(HttpContext context, IEnumerable<string> texts)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, texts, static (writer, all) =>
        {
            writer.WriteStartArray();
            foreach (var text in all)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }, MediaType);

    /// <summary>Answers with a sentence alone.</summary>
    public static Task SayAsync(HttpContext context, string sentence, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(sentence, context.RequestAborted);
    }

    /// <summary>Answers with JSON.</summary>
    public static Task AnswerAsync(HttpContext context, JsonNode json, int status = StatusCodes.Status200OK)
        => AnswerAsync(context, JsonSerializer.SerializeToUtf8Bytes(json, Relaxed), status);

    /// <summary>Answers with the sentence in the form of ComfyUI's newer routes: <c>{"error": sentence}</c>.</summary>
    public static Task RefuseAsync(HttpContext context, string sentence, int status = StatusCodes.Status400BadRequest)
        => AnswerAsync(context, new JsonObject { ["error"] = sentence }, status);

    /// <summary>A number as Python would write it where it matters: whole ones without a point.</summary>
    public static void WriteNumberPlainly(this Utf8JsonWriter writer, double number)
    {
        if (Math.Floor(number) == number && Math.Abs(number) < 1e15)
        {
            writer.WriteNumberValue((long)number);
        }
        else if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue(); // JSON has no other numbers
        }
    }
}
