using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Gathers differences.</summary>
internal sealed class ChangeList
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<GraphChange>.Builder _changes = ImmutableArray.CreateBuilder<GraphChange>();

    /// <summary>Adds one.</summary>
    public void Add(GraphChangeKind kind, ImmutableArray<string> path, string sentence, JsonElement? before, JsonElement? after) => _changes.Add(new GraphChange(kind, path, sentence, before, after));

    /// <summary>Adds one whose sort follows from what there is: something new, something gone, something else.</summary>
    public void AddValue(ImmutableArray<string> path, string owner, JsonElement? before, JsonElement? after, string shownBefore, string shownAfter)
    {
        var name = path[^1];
        var (kind, sentence) = (before, after) switch
        {
            (null, _) => (GraphChangeKind.Added, $"{owner}: {ChangeWords.Field(name)} {shownAfter}, where there was nothing"),
            (_, null) => (GraphChangeKind.Removed, $"{owner}: {ChangeWords.Field(name)} {shownBefore} is gone"),
            _ => (GraphChangeKind.Changed, $"{owner}: {ChangeWords.Field(name)} {shownBefore} → {shownAfter}"),
        };
        Add(kind, path, sentence, before, after);
    }

    /// <summary>All of them.</summary>
    public ImmutableArray<GraphChange> ToImmutable() => _changes.ToImmutable();

    /// <summary>What a part of a document looks like in it.</summary>
    public static JsonElement Json<T>(T part, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer, part);
        }

        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = Deepest });
    }

    /// <summary>The same for what is written as an object's fields.</summary>
    public static JsonElement JsonObject<T>(T part, Action<Utf8JsonWriter, T> writeFields) => Json((part, writeFields), static (writer, given) =>
    {
        writer.WriteStartObject();
        given.writeFields(writer, given.part);
        writer.WriteEndObject();
    });

    /// <summary>A text.</summary>
    public static JsonElement? Json(string? text) => text is null ? null : Json(text, static (writer, given) => writer.WriteStringValue(given));

    // As deep as any document that can be read.
    private const int Deepest = 1_000;
}
