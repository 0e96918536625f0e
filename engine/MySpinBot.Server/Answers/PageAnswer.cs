using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Answers;

/// <summary>Answers a page of a list: an object with the list, and where the next page is.</summary>
internal static class PageAnswer
{
    /// <summary>Writes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">What the list is called.</param>
    /// <param name="page">What is in it.</param>
    /// <param name="next">Where the next page is; null on the last.</param>
    /// <param name="write">Writes one of them.</param>
    public static Task WriteAsync<T>(HttpContext context, string name, IEnumerable<T> page, string? next, Action<Utf8JsonWriter, T> write)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (name, page, next, write), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(told.name);
            foreach (var one in told.page)
            {
                told.write(writer, one);
            }

            writer.WriteEndArray();
            if (told.next is { } next)
            {
                writer.WriteString("next"u8, next);
            }

            writer.WriteEndObject();
        });
    }
}
