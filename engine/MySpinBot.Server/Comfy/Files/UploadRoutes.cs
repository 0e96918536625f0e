using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Files;
using MySpinBot.Server.Previews;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/upload/image</c> and <c>/upload/mask</c>: files for graphs, of any kind.</summary>
internal sealed class UploadRoutes(ServerFolders folders, UploadReceiver receiver, PreviewDesk previews)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/upload/image", ImageAsync);
        routes.Post("/upload/mask", MaskAsync);
    }

    private async Task ImageAsync(HttpContext context)
    {
        using var upload = await receiver.ReceiveFormAsync(context, "image");
        await KeepAsync(context, upload);
    }

    private async Task MaskAsync(HttpContext context)
    {
        using var upload = await receiver.ReceiveFormAsync(context, "image");
        var original = OriginalOf(upload).Find(folders);
        try
        {
            var masked = await previews.MaskAsync(original, upload.Path);
            var file = receiver.Begin(folders.Input);
            upload.Become(file);
            await file.WriteAsync(masked, context.RequestAborted);
            file.Complete();
        }
        catch (NoPreview none)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_picture", none.Message);
        }

        await KeepAsync(context, upload);
    }

    private Task KeepAsync(HttpContext context, Upload upload)
    {
        var taken = upload.Field("overwrite") is "true" or "1" ? NameTaken.Replace : NameTaken.Number;
        var kept = receiver.Keep(upload, upload.Field("type", "input"), upload.Field("subfolder"), taken);
        return ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", kept.Name);
            writer.WriteString("subfolder", kept.Subfolder);
            writer.WriteString("type", kept.Type);
            writer.WriteEndObject();
        });
    }

    private static NamedFile OriginalOf(Upload upload)
    {
        try
        {
            var text = Encoding.UTF8.GetBytes(upload.Field("original_ref"));
            using var json = JsonDocument.Parse(text);
            JsonBody.CheckTexts(text);
            return NamedFile.Of(Text(json.RootElement, "filename") ?? "", Text(json.RootElement, "type"), Text(json.RootElement, "subfolder"));
        }
        catch (JsonException fault)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "original_wrong", $"The field 'original_ref' is not JSON: it is an object with filename, subfolder and type of the picture that the mask belongs to. {fault.Message}");
        }
    }

    private static string? Text(JsonElement original, string name)
        => original.ValueKind != JsonValueKind.Object ? throw new ServerRefusal(RefusalKind.Wrong, "original_wrong", "The field 'original_ref' is not an object with filename, subfolder and type.")
            : !original.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new ServerRefusal(RefusalKind.Wrong, "original_wrong", $"'{name}' in the field 'original_ref' is not a text.");
}
