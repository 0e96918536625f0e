using System.Text.Json;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary><c>extra_data</c>: what a client wants to find beside its prompt. Secrets in it are never kept.</summary>
internal static class ExtraData
{
    private static readonly string[] Secrets = ["auth_token_comfy_org", "api_key_comfy_org"];

    /// <summary>What is kept; null for nothing. The information for files that are saved is kept elsewhere (<see cref="JobTerms.ExtraPngInfo"/>), once.</summary>
    /// <param name="given">What the client gave.</param>
    /// <param name="usageSource">Where the client says that it comes from; null where it does not.</param>
    public static JsonElement? Kept(JsonElement? given, string? usageSource)
    {
        var addsSource = usageSource is not null && !(given is { } data && data.TryGetProperty("comfy_usage_source", out _));
        if (given is not { } extra)
        {
            return addsSource ? Written(default, usageSource) : null;
        }

        return addsSource || PngInfo(extra) is not null || Secrets.Any(secret => extra.TryGetProperty(secret, out _)) ? Written(extra, addsSource ? usageSource : null) : extra;
    }

    /// <summary>What is to be embedded in saved files; null for nothing.</summary>
    public static JsonElement? PngInfo(JsonElement? given)
        => given is { ValueKind: JsonValueKind.Object } extra && extra.TryGetProperty("extra_pnginfo", out var info) && info.ValueKind == JsonValueKind.Object ? info : null;

    /// <summary>Writes it as queue and history show it.</summary>
    public static void Write(Utf8JsonWriter writer, JobTerms terms, long createdAt)
    {
        writer.WriteStartObject();
        WriteFields(writer, terms.Comfy?.ExtraData, static field => field.Name is "client_id" or "create_time");
        if (terms.ExtraPngInfo is { } info)
        {
            writer.WritePropertyName("extra_pnginfo");
            info.WriteTo(writer);
        }

        if (terms.Comfy?.ClientId is { } client)
        {
            writer.WriteString("client_id", client);
        }

        writer.WriteNumber("create_time", createdAt);
        writer.WriteEndObject();
    }

    /// <summary>The id of the workflow that the client says the prompt was made from; null where it does not, or says something odd.</summary>
    public static string? WorkflowId(JobTerms terms)
        => terms.ExtraPngInfo is { ValueKind: JsonValueKind.Object } info
            && info.TryGetProperty("workflow", out var workflow) && workflow.ValueKind == JsonValueKind.Object
            && workflow.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    private static JsonElement Written(JsonElement? extra, string? usageSource)
    {
        var bytes = ComfyJson.Bytes((extra, usageSource), static (writer, what) =>
        {
            writer.WriteStartObject();
            WriteFields(writer, what.extra, static field => Secrets.Contains(field.Name) || (field.Name == "extra_pnginfo" && field.Value.ValueKind == JsonValueKind.Object));
            if (what.usageSource is not null)
            {
                writer.WriteString("comfy_usage_source", what.usageSource);
            }

            writer.WriteEndObject();
        });
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        return document.RootElement.Clone();
    }

    private static void WriteFields(Utf8JsonWriter writer, JsonElement? extra, Func<JsonProperty, bool> isLeftOut)
    {
        if (extra is not { ValueKind: JsonValueKind.Object } fields)
        {
            return;
        }

        foreach (var field in fields.EnumerateObject())
        {
            if (!isLeftOut(field))
            {
                field.WriteTo(writer);
            }
        }
    }
}
