using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>What is for people to look at: where nodes stand, frames around them, notes between them.</summary>
internal sealed class Canvas(GraphPlan plan)
{
    private static readonly HashSet<string> OfFrames = new(StringComparer.Ordinal) { "bounding", "title" };

    private readonly List<UiNode> _placed = [];
    private readonly List<UiNode> _notes = [];
    private readonly List<JsonElement> _kept = [];

    /// <summary>Remembers where a node stands.</summary>
    public void Place(UiNode node) => _placed.Add(node);

    /// <summary>Remembers a note.</summary>
    public void Note(UiNode node) => _notes.Add(node);

    /// <summary>Remembers a node that has no place in our form.</summary>
    public void Keep(UiNode node) => _kept.Add(node.Json);

    /// <summary>The fields of the graph that tell all this.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Rest()
    {
        var rest = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>(4);
        if (plan.Graph.Json.Items("groups") is { Count: > 0 } frames)
        {
            rest.Add(new("groups", Kept.Json(writer => WriteFrames(writer, frames))));
        }

        if (_notes.Count > 0)
        {
            rest.Add(new("notes", Kept.Json(WriteNotes)));
        }

        if (_placed.Count > 0)
        {
            rest.Add(new("layout", Kept.Json(WriteLayout)));
        }

        if (Kept.OfGraph(plan.Graph.Json, _kept) is { } kept)
        {
            rest.Add(new(Kept.Field, kept));
        }

        return rest.ToImmutable();
    }

    private static void WriteFrames(Utf8JsonWriter writer, IReadOnlyList<JsonElement> frames)
    {
        writer.WriteStartArray();
        foreach (var frame in frames)
        {
            if (frame.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            writer.WriteStartObject();
            if (frame.TextField("title") is { } title)
            {
                writer.WriteString("title", title);
            }

            var bounds = UiJson.Items(frame.Field("bounding"));
            if (bounds.Count == 4 && bounds.All(side => side.ValueKind == JsonValueKind.Number))
            {
                foreach (var (name, side) in ((ReadOnlySpan<string>)["x", "y", "width", "height"]).ToArray().Zip(bounds))
                {
                    writer.WritePropertyName(name);
                    side.WriteTo(writer);
                }
            }

            var names = new DistinctNames();
            foreach (var field in frame.EnumerateObject())
            {
                if (!OfFrames.Contains(field.Name) && field.Name is not ("x" or "y" or "width" or "height") && names.Add(field.Name))
                {
                    field.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter writer, UiNode node)
    {
        if (UiJson.Pair(node.Json.Field("pos")) is var (x, y))
        {
            writer.WriteNumber("x", x);
            writer.WriteNumber("y", y);
        }

        if (UiJson.Pair(node.Json.Field("size")) is var (width, height))
        {
            writer.WriteNumber("width", width);
            writer.WriteNumber("height", height);
        }
    }

    private void WriteNotes(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var note in _notes)
        {
            writer.WriteStartObject();
            writer.WriteString("id", note.Id);
            if (note.Title is { } title)
            {
                writer.WriteString("title", title);
            }

            if (note.Type == "MarkdownNote")
            {
                writer.WriteBoolean("markdown", true);
            }

            if (Text(note) is { } text)
            {
                writer.WriteString("text", text);
            }

            WritePlace(writer, note);
            if (Kept.OfNode(note) is { } kept)
            {
                writer.WritePropertyName(Kept.Field);
                kept.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string? Text(UiNode note)
        => note.Values.ValueKind == JsonValueKind.Object ? note.Values.TextField("text") : UiJson.Items(note.Values) is [var text, ..] ? UiJson.Text(text) : null;

    private void WriteLayout(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var node in _placed)
        {
            if (UiJson.Pair(node.Json.Field("pos")) is null)
            {
                continue;
            }

            writer.WriteStartObject(node.Id);
            WritePlace(writer, node);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
