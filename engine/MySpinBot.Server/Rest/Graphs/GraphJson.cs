using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Server.Answers;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Graphs and revisions as they are told.</summary>
internal static class GraphJson
{
    /// <summary>Writes a graph.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="notices">What a person should know of how its document was read; null or none for nothing.</param>
    public static void Write(Utf8JsonWriter writer, StoredGraph graph, IReadOnlyList<GraphProblem>? notices = null)
    {
        writer.WriteStartObject();
        WriteFields(writer, graph);
        if (notices is { Count: > 0 })
        {
            Problem.WriteFaults(writer, "notices", [.. notices.Select(Fault.Of)]);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a graph with the document of one of its revisions.</summary>
    public static void Write(Utf8JsonWriter writer, StoredGraph graph, GraphRevision shown, ReadOnlyMemory<byte> document)
    {
        writer.WriteStartObject();
        WriteFields(writer, graph);
        writer.WritePropertyName("shown"u8);
        WriteRevision(writer, graph, shown);
        writer.WritePropertyName("graph"u8);
        writer.WriteRawValue(document.Span, skipInputValidation: true); // it was written here
        writer.WriteEndObject();
    }

    /// <summary>Writes a revision.</summary>
    public static void WriteRevision(Utf8JsonWriter writer, StoredGraph graph, GraphRevision revision)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number"u8, revision.Number);
        writer.WriteString("kind"u8, Word(revision.Kind));
        writer.WriteString("made_at"u8, revision.MadeAt.UtcDateTime);
        writer.WriteString("made_by"u8, graph.Owner);
        WriteText(writer, "client"u8, revision.Client);
        WriteText(writer, "label"u8, revision.Label);
        WriteText(writer, "note"u8, revision.Note);
        if (revision.RestoredFrom is { } from)
        {
            writer.WriteNumber("restored_from"u8, from);
        }

        writer.WriteNumber("nodes"u8, revision.Nodes);
        writer.WriteNumber("length"u8, revision.Length);
        writer.WriteString("document"u8, $"{Addresses.Graph(graph.Id)}/document?revision={revision.Number}");
        writer.WriteEndObject();
    }

    /// <summary>What a kind of revision is called.</summary>
    public static string Word(RevisionKind kind) => kind switch
    {
        RevisionKind.Created => "created",
        RevisionKind.Saved => "saved",
        RevisionKind.Autosaved => "autosaved",
        _ => "restored",
    };

    private static void WriteFields(Utf8JsonWriter writer, StoredGraph graph)
    {
        writer.WriteString("id"u8, graph.Id);
        writer.WriteString("name"u8, graph.Name);
        writer.WriteString("description"u8, graph.Description);
        writer.WriteStartArray("tags"u8);
        foreach (var tag in graph.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("template"u8, graph.IsTemplate);
        writer.WriteString("created_at"u8, graph.CreatedAt.UtcDateTime);
        writer.WriteString("changed_at"u8, graph.ChangedAt.UtcDateTime);
        if (graph.DeletedAt is { } deleted)
        {
            writer.WriteString("deleted_at"u8, deleted.UtcDateTime);
        }

        writer.WriteNumber("revision"u8, graph.Head.Number);
        writer.WritePropertyName("head"u8);
        WriteRevision(writer, graph, graph.Head);
        WriteLinks(writer, Addresses.Graph(graph.Id));
    }

    private static void WriteLinks(Utf8JsonWriter writer, string self)
    {
        writer.WriteStartObject("links"u8);
        writer.WriteString("self"u8, self);
        writer.WriteString("document"u8, $"{self}/document");
        writer.WriteString("revisions"u8, $"{self}/revisions");
        writer.WriteString("run"u8, $"{self}/run");
        writer.WriteString("form"u8, $"{self}/form");
        writer.WriteString("openapi"u8, $"{self}/openapi.json");
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
