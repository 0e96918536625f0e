using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>What is different between two documents: by node and input, not by line. Order of nodes and fields does not count; where a node stands does, apart.</summary>
/// <param name="Changes">All of it, in the order of the later document: nodes, named inputs, outputs, targets, subgraphs, the rest; what is gone stands at the end of its sort.</param>
public sealed record GraphDiff(ImmutableArray<GraphChange> Changes)
{
    /// <summary>Whether both run the same: nothing is different but what is only looked at.</summary>
    public bool IsOnlyLooks => Changes.All(change => change.Kind == GraphChangeKind.Moved);

    /// <summary>Compares. Takes time in proportion to both documents.</summary>
    public static GraphDiff Between(GraphDocument before, GraphDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new ChangeList();
        new GraphComparison(before, after, GraphPlace.Whole, changes).Compare();
        return new GraphDiff(changes.ToImmutable());
    }
}

/// <summary>One difference.</summary>
/// <param name="Kind">What sort.</param>
/// <param name="Path">Where: ids and field names from the outermost, as the later document has them; <c>nodes/sampler/inputs/seed</c>.</param>
/// <param name="Sentence">For people: <c>sampler (KSampler): seed 5 → 6</c>.</param>
/// <param name="Before">What stood there; null for nothing.</param>
/// <param name="After">What stands there; null for nothing.</param>
public sealed record GraphChange(GraphChangeKind Kind, ImmutableArray<string> Path, string Sentence, JsonElement? Before, JsonElement? After)
{
    // Ids may be as long as a document, and stand in the path of each of their fields.
    private const int LongestPart = 400;

    /// <summary>Writes it as the fields of an object: <c>kind</c>, <c>path</c>, <c>sentence</c>, <c>before</c> and <c>after</c>.</summary>
    public void WriteFieldsTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("kind"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString()));
        writer.WriteStartArray("path"u8);
        foreach (var part in Path)
        {
            writer.WriteStringValue(part.Length <= LongestPart ? part : string.Concat(part.AsSpan(0, char.IsHighSurrogate(part[LongestPart - 1]) ? LongestPart - 1 : LongestPart), "…"));
        }

        writer.WriteEndArray();
        writer.WriteString("sentence"u8, Sentence);
        WriteValue(writer, "before"u8, Before);
        WriteValue(writer, "after"u8, After);
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { } json)
        {
            writer.WritePropertyName(name);
            json.WriteTo(writer);
        }
    }
}

/// <summary>Sorts of differences.</summary>
public enum GraphChangeKind
{
    /// <summary>Something is there that was not.</summary>
    Added,

    /// <summary>Something is gone.</summary>
    Removed,

    /// <summary>Something has another value: of an input, a mode, a title, a link.</summary>
    Changed,

    /// <summary>A node or a subgraph was given another name. What else became different of it stands beside; links that followed it are no differences.</summary>
    Renamed,

    /// <summary>Something only looks different: it stands elsewhere, has another colour.</summary>
    Moved,
}
