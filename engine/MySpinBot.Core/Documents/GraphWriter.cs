using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Core.Documents;

/// <summary>Writes a document in our own form: the same document always as the same bytes. What was read is written with nothing lost.</summary>
public static class GraphWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file for people and programs, never a piece of HTML
    };

    private static readonly JsonWriterOptions Compact = Indented with { Indented = false };

    /// <summary>The document as UTF-8 JSON, ending with a line break.</summary>
    public static byte[] Write(GraphDocument document) => Write(document, Indented, "\n"u8);

    /// <summary>The same on one line, and without the line break: to be kept, not to be looked at. Never much longer than what was read, however deep it is nested.</summary>
    public static byte[] WriteCompact(GraphDocument document) => Write(document, Compact, []);

    private static byte[] Write(GraphDocument document, JsonWriterOptions form, ReadOnlySpan<byte> end)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, form))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", GraphDocument.CurrentVersion);
            WriteGraph(writer, document, () => { });
            writer.WriteEndObject();
        }

        buffer.Write(end);
        return buffer.ToArray();
    }

    // Subgraphs in subgraphs are at most as deep as the reader lets them be.
    private static void WriteGraph(Utf8JsonWriter writer, GraphDocument graph, Action writeOutputs)
    {
        WriteMap(writer, "nodes", graph.Nodes, node => node.Id, node => WriteNode(writer, node));
        if (!graph.Inputs.IsEmpty)
        {
            WriteMap(writer, "inputs", graph.Inputs, input => input.Name, input => WriteGraphInput(writer, input));
        }

        writeOutputs();
        if (!graph.Targets.IsEmpty)
        {
            writer.WriteStartArray("targets");
            foreach (var target in graph.Targets)
            {
                writer.WriteStringValue(target);
            }

            writer.WriteEndArray();
        }

        if (!graph.Subgraphs.IsEmpty)
        {
            WriteMap(writer, "subgraphs", graph.Subgraphs, subgraph => subgraph.Name, subgraph => WriteSubgraph(writer, subgraph));
        }

        WriteRest(writer, graph.Rest);
    }

    internal static void WriteSubgraph(Utf8JsonWriter writer, SubgraphDefinition subgraph)
        => WriteGraph(writer, subgraph.Graph, () => WriteMap(writer, "outputs", subgraph.Outputs, output => output.Name, output => WriteOutput(writer, output)));

    private static void WriteMap<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Func<T, string> key, Action<T> writeFields)
    {
        writer.WriteStartObject(name);
        foreach (var item in items)
        {
            writer.WriteStartObject(key(item));
            writeFields(item);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static void WriteNode(Utf8JsonWriter writer, NodeEntry node)
    {
        writer.WriteString("class_type", node.ClassType);
        if (node.Version is { } version)
        {
            writer.WriteNumber("version", version);
        }

        if (node.Mode != NodeMode.Normal)
        {
            writer.WriteString("mode", node.Mode == NodeMode.Muted ? "muted" : "bypassed");
        }

        WriteText(writer, "title", node.Title);
        writer.WriteStartObject("inputs");
        foreach (var input in node.Inputs)
        {
            writer.WritePropertyName(input.Name);
            InputJson.Write(writer, input.Value);
        }

        writer.WriteEndObject();
        WriteRest(writer, node.Rest);
    }

    internal static void WriteGraphInput(Utf8JsonWriter writer, GraphInput input)
    {
        WriteText(writer, "type", input.Type);
        if (input.Default is { } value)
        {
            writer.WritePropertyName("default");
            value.WriteTo(writer);
        }

        WriteText(writer, "description", input.Description);
        WriteRest(writer, input.Rest);
    }

    internal static void WriteOutput(Utf8JsonWriter writer, SubgraphOutput output)
    {
        InputJson.WriteLinkFields(writer, output.Link);
        WriteText(writer, "type", output.Type);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteRest(Utf8JsonWriter writer, ImmutableArray<KeyValuePair<string, JsonElement>> rest)
    {
        foreach (var (name, value) in rest)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }
}
