using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>What front ends ask for that ComfyUI's Python nodes bring and ours do not: there is none of it. And the first page.</summary>
internal static class FrontEndRoutes
{
    private static readonly ReadOnlyMemory<byte> NoList = "[]"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> NoMap = "{}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Nothing = "null"u8.ToArray();

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], FrontPage.SendAsync);
        routes.Read("/extensions", context => ComfyJson.AnswerAsync(context, NoList));
        routes.Read("/workflow_templates", context => ComfyJson.AnswerAsync(context, NoMap));
        routes.Read("/i18n", context => ComfyJson.AnswerAsync(context, NoMap));
        routes.Read("/global_subgraphs", context => ComfyJson.AnswerAsync(context, NoMap));
        routes.Read("/global_subgraphs/{id}", context => ComfyJson.AnswerAsync(context, Nothing));
        routes.Read("/node_replacements", context => ComfyJson.AnswerAsync(context, NoMap));

        // As ComfyUI answers unless it was started with --enable-assets.
        foreach (var name in new[] { "assets", "tags" })
        {
            routes.Map($"/api/{name}", NoAssetsAsync);
            routes.Map($"/api/{name}/{{**rest}}", NoAssetsAsync);
        }
    }

    private static Task NoAssetsAsync(HttpContext context)
        => ComfyJson.AnswerAsync(
            context,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteString("code", "SERVICE_DISABLED");
                writer.WriteString("message", "Assets system is disabled. Files are at /view and /upload/image, and artifacts at /api/v1/artifacts.");
                writer.WriteStartObject("details");
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            StatusCodes.Status503ServiceUnavailable);
}
