using System.Text.Json;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Comfy.Jobs;

/// <summary>What a job made, at a glance: how many items, and which one to show for it.</summary>
/// <param name="Count">How many items: files, not the texts that nodes show.</param>
/// <param name="Previewable">How many of them people can look at or listen to.</param>
/// <param name="Preview">The one to show; null where there is none.</param>
internal sealed record OutputSummary(int Count, int Previewable, PreviewItem? Preview)
{
    private static readonly string[] Media = ["images", "video", "audio", "3d", "text"];
    private static readonly string[] Solids = [".obj", ".fbx", ".gltf", ".glb", ".usdz"];
    private static readonly string[] Texts = [".txt", ".md", ".json"];

    /// <summary>Gathers it.</summary>
    public static OutputSummary Of(JobRecord record)
    {
        var (count, previewable) = (0, 0);
        var best = new PreviewItem?[4]; // saved media, other media, saved texts, texts
        foreach (var node in record.Nodes)
        {
            if (node.Shown is not { ValueKind: JsonValueKind.Object } shown)
            {
                continue;
            }

            foreach (var kind in shown.EnumerateObject())
            {
                if (kind.Name == "animated" || kind.Value.ValueKind != JsonValueKind.Array)
                {
                    continue; // flags about the items beside it
                }

                foreach (var item in kind.Value.EnumerateArray())
                {
                    var rank = RankOf(kind.Name, item);
                    count += IsFile(item) ? 1 : 0;
                    previewable += IsFile(item) && rank is not null ? 1 : 0;
                    if (rank is { } place)
                    {
                        best[place] ??= new PreviewItem(node.NodeId, kind.Name, item);
                    }
                }
            }
        }

        return new OutputSummary(count, previewable, best[0] ?? best[1] ?? best[2] ?? best[3]);
    }

    /// <summary>Whether a text is the name of a file with a solid in it, which some nodes show bare.</summary>
    public static bool IsSolid(JsonElement item) => item.ValueKind == JsonValueKind.String && EndsWith(item.GetString()!, Solids);

    private static bool IsFile(JsonElement item) => item.ValueKind == JsonValueKind.Object || IsSolid(item);

    private static int? RankOf(string kind, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return IsSolid(item) ? 0 : kind == "text" ? 3 : null;
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = Text(item, "filename");
        var isText = kind == "text" || EndsWith(name, Texts);
        if (!isText && !Media.Contains(kind) && !EndsWith(name, Solids) && !Text(item, "format").StartsWith("video/", StringComparison.Ordinal)
            && !Text(item, "format").StartsWith("audio/", StringComparison.Ordinal))
        {
            return null;
        }

        return isText ? 2 : Text(item, "type") == "output" ? 0 : 1;
    }

    private static bool EndsWith(string name, string[] ends) => ends.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static string Text(JsonElement item, string field)
        => item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>The item to show for a job.</summary>
/// <param name="NodeId">The node that showed it.</param>
/// <param name="Kind">What kind it is: images, video, ….</param>
/// <param name="Item">It.</param>
internal sealed record PreviewItem(string NodeId, string Kind, JsonElement Item)
{
    private const int LongestText = 1024;

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var kind = Kind;
        if (Item.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in Item.EnumerateObject())
            {
                field.WriteTo(writer);
            }
        }
        else if (OutputSummary.IsSolid(Item))
        {
            writer.WriteString("filename", Item.GetString());
            writer.WriteString("type", "output");
            writer.WriteString("subfolder", "");
            kind = "3d";
        }
        else
        {
            WriteText(writer, Item.GetString()!);
        }

        writer.WriteString("nodeId", NodeId);
        if (Item.ValueKind != JsonValueKind.Object || !Item.TryGetProperty("mediaType", out _))
        {
            writer.WriteString("mediaType", kind);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length <= LongestText)
        {
            writer.WriteString("content", text);
            return;
        }

        // Not between the halves of a character.
        writer.WriteString("content", text.AsSpan(0, char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText));
        writer.WriteBoolean("truncated", true);
    }
}
