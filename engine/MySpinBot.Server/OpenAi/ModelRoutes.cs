using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Capabilities;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.OpenAi;

/// <summary>GET /v1/models and /v1/models/{id}.</summary>
internal sealed class ModelRoutes(ICapabilities capabilities)
{
    /// <summary>GET /v1/models.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var models = await AllAsync(context);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, models, static (writer, all) =>
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "list"u8);
            writer.WriteStartArray("data"u8);
            foreach (var model in all)
            {
                Write(writer, model);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /v1/models/{id}. Names of models may have slashes, which clients escape or do not.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        var name = Requests.Word(context, "id").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var models = await AllAsync(context);
        var model = models.FirstOrDefault(model => model.Name == name) ?? throw OpenAiRefusal.NoModel(name);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, model, Write);
    }

    // A model that both writes and gives vectors is one model.
    private async Task<List<CapableModel>> AllAsync(HttpContext context)
        => [.. (await capabilities.ListAsync(context.Owner(), context.RequestAborted)).DistinctBy(model => model.Name).OrderBy(model => model.Name, StringComparer.Ordinal)];

    private static void Write(Utf8JsonWriter writer, CapableModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, model.Name);
        writer.WriteString("object"u8, "model"u8);
        writer.WriteNumber("created"u8, model.ChangedAt?.ToUnixTimeSeconds() ?? 0);
        writer.WriteString("owned_by"u8, model.Owner);
        writer.WriteEndObject();
    }
}
