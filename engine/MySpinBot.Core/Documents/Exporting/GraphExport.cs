using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Documents.Exporting;

/// <summary>What a graph is written as, for others.</summary>
public enum ExportForm
{
    /// <summary>ComfyUI's API format.</summary>
    Api,

    /// <summary>Our own document.</summary>
    Graph,

    /// <summary>A command line that hands the graph in.</summary>
    Curl,

    /// <summary>A C# program that hands the graph in.</summary>
    CSharp,

    /// <summary>A JavaScript module that hands the graph in.</summary>
    JavaScript,
}

/// <summary>Writes a graph for others: as a document, or as a small program that hands it to a server.</summary>
/// <param name="Form">As what.</param>
/// <param name="Server">The server that programs talk to.</param>
public sealed record GraphExport(ExportForm Form, Uri Server)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The words that people and programs use for the forms.</summary>
    public static IReadOnlyDictionary<string, ExportForm> Words { get; } = new Dictionary<string, ExportForm>(StringComparer.Ordinal)
    {
        ["api"] = ExportForm.Api,
        ["graph"] = ExportForm.Graph,
        ["curl"] = ExportForm.Curl,
        ["csharp"] = ExportForm.CSharp,
        ["javascript"] = ExportForm.JavaScript,
    };

    /// <summary>Whether what is written is JSON, and not a program.</summary>
    public bool IsJson => Form is ExportForm.Api or ExportForm.Graph;

    /// <summary>Leaves out what no run needs: titles, groups, notes, places, descriptions, and what other programs keep beside.</summary>
    public static GraphDocument Bare(GraphDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document with
        {
            Nodes = [.. document.Nodes.Select(node => node with { Title = null, Rest = [.. node.Rest.Where(field => field.Key == SeedStepping.Field)] })],
            Inputs = [.. document.Inputs.Select(input => input with { Description = null, Rest = [] })],
            Subgraphs = [.. document.Subgraphs.Select(subgraph => subgraph with { Graph = Bare(subgraph.Graph) })],
            Rest = [],
        };
    }

    /// <summary>The graph as text.</summary>
    /// <param name="document">The graph.</param>
    /// <param name="nodes">The node types that are known: by them the API format finds its way through what is bypassed.</param>
    /// <param name="found">Takes what was found on the way: links that lead nowhere and are left out, or that there is more than is taken.</param>
    public string Write(GraphDocument document, NodeInterfaces nodes, ICollection<GraphProblem> found)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(nodes);
        return Form switch
        {
            ExportForm.Api => Encoding.UTF8.GetString(Relaid(ComfyApiFormat.Write(document, nodes.Catalog, ValidationOptions.Default, found))) + "\n",
            ExportForm.Graph => Encoding.UTF8.GetString(GraphWriter.Write(document)),
            ExportForm.Curl => Programs.Curl(Submission(document), Server),
            ExportForm.CSharp => Programs.CSharp(Submission(document), Server),
            _ => Programs.JavaScript(Submission(document), Server),
        };
    }

    // With the named inputs beside the graph, where whoever uses the program changes them.
    private static string Submission(GraphDocument document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartObject();
            if (document.Inputs.Any(input => input.Default is not null))
            {
                writer.WriteStartObject("inputs");
                foreach (var input in document.Inputs.Where(input => input.Default is not null))
                {
                    writer.WritePropertyName(input.Name);
                    input.Default!.Value.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            writer.WritePropertyName("graph");
            Parsed(GraphWriter.Write(document)).WriteTo(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static byte[] Relaid(byte[] json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            Parsed(json).WriteTo(writer);
        }

        return buffer.ToArray();
    }

    private static JsonElement Parsed(byte[] json) => JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 2 * ReadLimits.Default.MaxDepth });
}
