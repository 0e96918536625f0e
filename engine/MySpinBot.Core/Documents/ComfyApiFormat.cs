using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation;
using MySpinBot.Core.Validation.Flattening;
using MySpinBot.Core.Validation.Wiring;

namespace MySpinBot.Core.Documents;

/// <summary>Writes a document in ComfyUI's API format: flat, links as <c>[id, position]</c>, list constants as <c>{"__value__": […]}</c>.
/// Subgraphs are put in; reroutes, muted and bypassed nodes are gone, as are links that lead nowhere; named inputs have their values. Secrets stay names.</summary>
public static class ComfyApiFormat
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8 JSON.</summary>
    public static byte[] Write(GraphDocument document, Catalog catalog, ValidationOptions options) => Write(document, catalog, options, []);

    /// <summary>The document as UTF-8 JSON.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalog">The node types that are known.</param>
    /// <param name="options">Values for named inputs, and bounds.</param>
    /// <param name="found">Takes what was found on the way: links that lead nowhere and are left out, or that there is more than is taken.</param>
    public static byte[] Write(GraphDocument document, Catalog catalog, ValidationOptions options, ICollection<GraphProblem> found)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(found);
        var (problems, nearest) = (new List<GraphProblem>(), new NearestNames());
        var (_, nodes) = SubgraphExpansion.Expand(document, catalog, options, nearest, problems);
        var links = new LinkResolution(options, nearest, problems);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            foreach (var node in nodes.Where(node => node.Role == NodeRole.Real))
            {
                writer.WriteStartObject(node.Id);
                WriteNode(writer, node, links);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        foreach (var problem in problems)
        {
            found.Add(problem);
        }

        return buffer.ToArray();
    }

    private static void WriteNode(Utf8JsonWriter writer, FlatNode node, LinkResolution links)
    {
        writer.WriteString("class_type", node.Entry.ClassType);
        writer.WriteStartObject("inputs");
        foreach (var input in node.Entry.Inputs)
        {
            WriteInput(writer, input.Name, links.Resolve(node, input));
        }

        writer.WriteEndObject();
        if (node.Entry.Title is { } title)
        {
            writer.WriteStartObject("_meta");
            writer.WriteString("title", title);
            writer.WriteEndObject();
        }
    }

    private static void WriteInput(Utf8JsonWriter writer, string name, Origin origin)
    {
        switch (origin)
        {
            case { Kind: WireKind.Link }:
                writer.WriteStartArray(name);
                writer.WriteStringValue(origin.Node!.Id);
                writer.WriteNumberValue(origin.Output);
                writer.WriteEndArray();
                break;
            case { Value: ConstantValue { Json: { ValueKind: JsonValueKind.Array } list } }:
                writer.WriteStartObject(name);
                writer.WritePropertyName(InputJson.Wrapper);
                list.WriteTo(writer);
                writer.WriteEndObject();
                break;
            case { Value: { } value }:
                writer.WritePropertyName(name);
                InputJson.Write(writer, value);
                break;
        }
    }
}
