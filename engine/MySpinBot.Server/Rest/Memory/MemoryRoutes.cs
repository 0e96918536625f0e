using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Health;
using MySpinBot.Server.Workers;

namespace MySpinBot.Server.Rest.Memory;

/// <summary>What lies in whose memory, and what is to stay or go; and what the machine has.</summary>
internal sealed class MemoryRoutes(WorkerWatch watch)
{
    private const int MostOfABody = 1 << 14;
    private const int LongestName = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>GET /memory.</summary>
    public Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, watch.Ledger, static (writer, ledger) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("devices"u8);
            foreach (var device in ledger.IsDefault ? [] : ledger)
            {
                WorkerJson.WriteDevice(writer, device);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>POST /memory/pin.</summary>
    public Task PinAsync(HttpContext context) => ActAsync(context, ModelAct.Pin);

    /// <summary>POST /memory/unpin.</summary>
    public Task UnpinAsync(HttpContext context) => ActAsync(context, ModelAct.Unpin);

    /// <summary>POST /memory/unload.</summary>
    public Task UnloadAsync(HttpContext context) => ActAsync(context, ModelAct.Unload);

    /// <summary>GET /devices.</summary>
    public async Task ShowDevicesAsync(HttpContext context)
    {
        new Parameters(context).Check();
        var survey = await watch.LookAsync(Patience, context.RequestAborted) ?? throw NoWorker("what the machine has is not known");
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, survey, static (writer, told) => JsonSerializer.Serialize(writer, told, MessageJson.Options));
    }

    private async Task ActAsync(HttpContext context, ModelAct act)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostOfABody));
        var (name, device) = (fields.Text("name", LongestName), fields.Text("device", LongestName));
        act = act == ModelAct.Unload && fields.Flag("when_free") is true ? ModelAct.UnloadWhenFree : act;
        if (string.IsNullOrEmpty(name) && fields.Faults.Count == 0)
        {
            fields.Faults.Add(new Fault("missing_field", "Say in 'name' which model is meant: its name or key, as GET /api/v1/memory has it.") { Field = "/name" });
        }

        fields.Check();
        var kept = await watch.KeepAsync(name!, device, act, Patience, context.RequestAborted) ?? throw NoWorker("none holds any memory");
        Check(kept, name!, device);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, kept, static (writer, models) => Write(writer, models));
    }

    private static void Check(IReadOnlyList<KeptModel> kept, string name, string? device)
    {
        if (kept.Count == 0)
        {
            throw new ServerRefusal(RefusalKind.Missing, "not_in_memory", $"No model {Shown.Name(name)} is in memory{(device is null ? "" : $" of {Shown.Name(device)}")}. GET /api/v1/memory has the names of those that are.");
        }

        if (kept.FirstOrDefault(model => model.Fate == ModelFate.InUse) is { } used)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "model_in_use", $"The model {Shown.Name(used.Name)} is used on {used.Device} by {Shown.Names(used.UsedBy, 5)}; wait, or have it go as soon as it is free: \"when_free\": true.");
        }

        if (kept.FirstOrDefault(model => model.Fate == ModelFate.IsPinned) is { } pinned)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "model_pinned", $"The model {Shown.Name(pinned.Name)} is pinned on {pinned.Device}; unpin it first.");
        }
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<KeptModel> models)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (var model in models)
        {
            writer.WriteStartObject();
            writer.WriteString("device"u8, model.Device);
            writer.WriteString("key"u8, model.Key);
            writer.WriteString("name"u8, model.Name);
            writer.WriteNumber("bytes"u8, model.Bytes);
            writer.WriteString("became"u8, model.Fate switch { ModelFate.Pinned => "pinned"u8, ModelFate.Unpinned => "unpinned"u8, ModelFate.Unloaded => "unloaded"u8, _ => "leaving"u8 });
            WorkerJson.WriteUsers(writer, model.UsedBy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ServerRefusal NoWorker(string so)
        => new(RefusalKind.Unavailable, "no_worker", $"No worker answers, so {so}; a new one is being started, or it is busy.");
}
