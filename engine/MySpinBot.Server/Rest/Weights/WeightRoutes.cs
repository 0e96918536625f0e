using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Comfy.Files;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Rest.Weights;

/// <summary>The models that there are, and those that can be had.</summary>
internal sealed class WeightRoutes(WeightTasks tasks)
{
    private const string Root = Addresses.Root + "/models";
    private const int MostOfAPage = 1_000;

    private WeightStore Store => tasks.Store;

    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app)
    {
        var models = app.Services.GetRequiredService<WeightRoutes>();
        app.MapGet(Root, models.ListAsync);
        app.MapGet($"{Root}/manifest", models.ListManifestAsync);
        app.MapGet($"{Root}/{{kind}}/{{name}}", models.ShowAsync);

        var pulls = app.Services.GetRequiredService<PullRoutes>();
        app.MapPost($"{Root}/pulls", pulls.BeginAsync);
        app.MapGet($"{Root}/pulls", pulls.ListAsync);
        app.MapGet($"{Root}/pulls/{{id}}", pulls.ShowAsync);
        app.MapPost($"{Root}/pulls/{{id}}/cancel", pulls.CancelAsync);

        var checks = app.Services.GetRequiredService<VerificationRoutes>();
        app.MapPost($"{Root}/verifications", checks.BeginAsync);
        app.MapGet($"{Root}/verifications", checks.ListAsync);
        app.MapGet($"{Root}/verifications/{{id}}", checks.ShowAsync);
        app.MapPost($"{Root}/verifications/{{id}}/cancel", checks.CancelAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (kind, after, limit) = (parameters.Text("kind", 255), parameters.Text("after", 3_000), (int)parameters.Number("limit", 100, 1, MostOfAPage));
        if (kind is not null && !Store.IsKind(kind))
        {
            parameters.Wrong(name: "kind", kind, "a kind of models", false, new NearestNames().Ask(kind, Store.Kinds));
        }

        parameters.Check();
        var page = Store.List(kind).Where(file => after is null || IsAfter(file, after)).Take(limit + 1).ToList();
        var next = page.Count > limit ? $"{Root}?{(kind is null ? "" : $"kind={Uri.EscapeDataString(kind)}&")}limit={limit}&after={Uri.EscapeDataString($"{page[limit - 1].Kind}/{page[limit - 1].Name}")}" : null;
        return PageAnswer.WriteAsync(context, "models", page.Take(limit), next, (writer, file) =>
        {
            writer.WriteStartObject();
            WeightJson.WriteFile(writer, Store, file);
            writer.WriteEndObject();
        });
    }

    private Task ListManifestAsync(HttpContext context)
    {
        new Parameters(context).Check();
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Store, static (writer, store) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("models"u8);
            foreach (var entry in store.Manifest.Entries)
            {
                WeightJson.WriteEntry(writer, store, entry);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    // A name may have folders before it: its slashes are encoded in the address.
    private Task ShowAsync(HttpContext context)
    {
        var (kind, name) = (RawPath.Segment(context, 2), RawPath.Segment(context, 1));
        new Parameters(context).Check();
        var file = Find(Store, kind, name);
        var facts = WeightStore.Look(file);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (Store, file, facts), static (writer, told) =>
        {
            writer.WriteStartObject();
            WeightJson.WriteFile(writer, told.Store, told.file);
            WeightJson.WriteFacts(writer, told.facts, told.Store.PinOf(told.file));
            writer.WriteEndObject();
        });
    }

    /// <summary>A file.</summary>
    /// <exception cref="ServerRefusal">It is not there.</exception>
    public static WeightFile Find(WeightStore store, string kind, string name)
        => !store.IsKind(kind) ? throw new ServerRefusal(RefusalKind.Missing, "no_such_kind", $"There is no kind of models {Shown.Name(kind)}.{new NearestNames().Ask(kind, store.Kinds)}")
            : store.Find(kind, name) ?? throw new ServerRefusal(RefusalKind.Missing, "no_such_model", $"There is no model {Shown.Name(name)} among the {kind}.{new NearestNames().Ask(name, store.List(kind).Select(file => file.Name))}");

    private static bool IsAfter(WeightFile file, string after)
    {
        var parts = after.Split('/', 2);
        var byKind = string.CompareOrdinal(file.Kind, parts[0]);
        return byKind > 0 || (byKind == 0 && string.CompareOrdinal(file.Name, parts.Length > 1 ? parts[1] : "") > 0);
    }
}
