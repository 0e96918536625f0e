using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Results;

/// <summary>GET /jobs/{id}/results: what became of each node, what it shows and which files it saved.</summary>
internal sealed class ResultRoutes(JobDesk desk)
{
    public Task ShowAsync(HttpContext context)
    {
        var id = Requests.JobId(context);
        if (desk.Find(id, context.Owner()) is null)
        {
            throw Requests.NoJob($"{id:D}");
        }

        var parameters = new Parameters(context);
        var node = parameters.Text("node");
        parameters.Check();
        var record = desk.Record(id) ?? throw Requests.NoJob($"{id:D}");
        if (node is not null)
        {
            record = record with { Nodes = record.Nodes.RemoveAll(other => other.NodeId != node) };
        }

        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, record, static (writer, told) => Write(writer, told));
    }

    private static void Write(Utf8JsonWriter writer, JobRecord record)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("job"u8);
        JobJson.Write(writer, record.Job);
        writer.WriteStartArray("nodes"u8);
        foreach (var node in record.Nodes)
        {
            WriteNode(writer, node);
        }

        writer.WriteEndArray();
        if (!record.Problems.IsDefaultOrEmpty)
        {
            Problem.WriteFaults(writer, "problems", [.. record.Problems.Select(Fault.Of)]);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what became of a node.</summary>
    internal static void WriteNode(Utf8JsonWriter writer, NodeRecord node)
    {
        writer.WriteStartObject();
        writer.WriteString("node"u8, node.NodeId);
        writer.WriteString("class_type"u8, node.ClassType);
        writer.WriteString("state"u8, node.State);
        writer.WriteNumber("seconds"u8, node.Seconds);
        if (node.Shown is { ValueKind: JsonValueKind.Object } shown)
        {
            WriteShown(writer, shown);
        }

        WriteFiles(writer, node.Files);
        if (node.Failure is { } failure)
        {
            writer.WriteStartObject("failure"u8);
            writer.WriteString("sentence"u8, failure.Sentence);
            writer.WriteNumber("call"u8, failure.Call);
            if (failure.Input is { } input)
            {
                writer.WriteString("input"u8, input);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter writer, ImmutableArray<SavedFile> files)
    {
        writer.WriteStartArray("files"u8);
        foreach (var file in files)
        {
            WriteFile(writer, file);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a file that was saved.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="node">The node that saved it, where that is not said otherwise.</param>
    internal static void WriteFile(Utf8JsonWriter writer, SavedFile file, string? node = null)
    {
        writer.WriteStartObject();
        if (node is not null)
        {
            writer.WriteString("node"u8, node);
        }

        writer.WriteString("name"u8, file.Name);
        writer.WriteString("subfolder"u8, file.Subfolder);
        writer.WriteString("path"u8, file.Subfolder.Length == 0 ? file.Name : $"{file.Subfolder}/{file.Name}");
        writer.WriteString("media_type"u8, file.Artifact.MediaType);
        writer.WriteNumber("length"u8, file.Artifact.Length);
        writer.WriteString("artifact"u8, file.Artifact.Id.ToString());
        writer.WriteString("url"u8, $"{Addresses.Artifact(file.Artifact.Id)}?name={Uri.EscapeDataString(file.Name)}");
        writer.WriteString("preview"u8, Addresses.ArtifactPreview(file.Artifact.Id));
        writer.WriteEndObject();
    }

    // An item that has bytes says where they are.
    private static void WriteShown(Utf8JsonWriter writer, JsonElement shown)
    {
        writer.WriteStartObject("outputs"u8);
        foreach (var kind in shown.EnumerateObject())
        {
            writer.WritePropertyName(kind.Name);
            if (kind.Value.ValueKind != JsonValueKind.Array)
            {
                kind.Value.WriteTo(writer);
                continue;
            }

            writer.WriteStartArray();
            foreach (var item in kind.Value.EnumerateArray())
            {
                WriteItem(writer, item);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("artifact", out var artifact)
            || artifact.ValueKind != JsonValueKind.String || !ContentId.TryParse(artifact.GetString(), out var id))
        {
            item.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var field in item.EnumerateObject().Where(field => field.Name is not ("url" or "preview")))
        {
            field.WriteTo(writer);
        }

        var name = item.TryGetProperty("filename", out var named) && named.ValueKind == JsonValueKind.String ? $"?name={Uri.EscapeDataString(named.GetString()!)}" : "";
        writer.WriteString("url"u8, Addresses.Artifact(id) + name);
        writer.WriteString("preview"u8, Addresses.ArtifactPreview(id));
        writer.WriteEndObject();
    }
}
