using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Files;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/settings</c> and <c>/users</c>: what front ends remember for whoever asks.</summary>
internal sealed class SettingsRoutes(ServerFolders folders, UploadReceiver receiver)
{
    private const string FileName = "comfy.settings.json";

    // One writer at a time for an owner; there are as many owners as keys.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _writers = new();

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Read("/users", UsersAsync);
        routes.Post("/users", _ => throw new ServerRefusal(RefusalKind.Wrong, "users_are_keys", "Users are not made here: whoever runs this server gives them keys (myspinbot keys)."));
        routes.Read("/settings", AllAsync);
        routes.Read("/settings/{id}", OneAsync);
        routes.Post("/settings", SetManyAsync);
        routes.Post("/settings/{id}", SetOneAsync);
    }

    private Task UsersAsync(HttpContext context)
        => ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("storage", "server");
            writer.WriteBoolean("migrated", Directory.Exists(folders.OfUser(context.Owner())));
            writer.WriteEndObject();
        });

    private async Task AllAsync(HttpContext context)
    {
        var settings = await Settings.ReadAsync(PathOf(context.Owner()), context.RequestAborted);
        await ComfyJson.AnswerAsync(context, settings.Write);
    }

    private async Task OneAsync(HttpContext context)
    {
        var settings = await Settings.ReadAsync(PathOf(context.Owner()), context.RequestAborted);
        await ComfyJson.AnswerAsync(context, writer => settings.Write(writer, RawPath.Segment(context, 1)));
    }

    private async Task SetManyAsync(HttpContext context)
    {
        var given = await BodyAsync(context);
        await ChangeAsync(context, settings =>
        {
            if (!settings.Take(given))
            {
                throw new ServerRefusal(RefusalKind.Wrong, "settings_wrong", "Settings are an object: names and their values.");
            }
        });
    }

    private async Task SetOneAsync(HttpContext context)
    {
        var value = await BodyAsync(context);
        await ChangeAsync(context, settings => settings.Set(RawPath.Segment(context, 1), value));
    }

    private async Task ChangeAsync(HttpContext context, Action<Settings> change)
    {
        var owner = context.Owner();
        var writer = _writers.GetOrAdd(owner, _ => new SemaphoreSlim(1));
        await writer.WaitAsync(context.RequestAborted);
        try
        {
            var settings = await Settings.ReadAsync(PathOf(owner), context.RequestAborted);
            change(settings);
            UploadReceiver.Made(folders.OfUser(owner));
            using var staged = receiver.Begin(folders.Data);
            await staged.WriteAsync(settings.ToBytes(), context.RequestAborted);
            staged.Complete();
            staged.Replace(PathOf(owner));
        }
        finally
        {
            writer.Release();
        }
    }

    private string PathOf(string owner) => Path.Join(folders.OfUser(owner), FileName);

    private static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        var body = await RequestBytes.ReadAsync(context, Settings.MostBytes);
        try
        {
            var given = JsonElement.Parse(body.Span);
            JsonBody.CheckTexts(body.Span);
            return given;
        }
        catch (JsonException fault)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "settings_wrong", $"The body is not JSON: {fault.Message}");
        }
    }
}
