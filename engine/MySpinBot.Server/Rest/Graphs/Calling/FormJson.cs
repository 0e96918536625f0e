using System.Text.Json;
using MySpinBot.Core.Calling;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Rest.Graphs.Calling;

/// <summary>What a page draws for somebody who calls a graph: its fields in order, each with the widget that fits, and where they are sent.</summary>
internal static class FormJson
{
    public static void Write(Utf8JsonWriter writer, GraphCall call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Graph.Id);
        writer.WriteString("title"u8, call.Graph.Name);
        writer.WriteString("description"u8, call.Graph.Description);
        writer.WriteNumber("revision"u8, call.Revision.Number);
        writer.WriteString("action"u8, $"{Addresses.Graph(call.Graph.Id)}/run{(call.Revision.Number == call.Graph.Head.Number ? "" : $"?revision={call.Revision.Number}")}");
        writer.WriteStartArray("fields"u8);
        foreach (var parameter in call.Callable.Parameters)
        {
            WriteField(writer, parameter);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("results"u8);
        foreach (var result in call.Callable.Results)
        {
            writer.WriteStartObject();
            writer.WriteString("node"u8, result.NodeId);
            writer.WriteString("class_type"u8, result.ClassType);
            writer.WriteString("title"u8, result.Title);
            writer.WriteString("kind"u8, Kind(result.Type));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The kind of field that fits: the first that does, of many types.</summary>
    public static string Widget(GraphParameter parameter)
    {
        if (!parameter.CanBeGiven)
        {
            return "none";
        }

        var types = parameter.Types.ToList();
        return types.Contains(SocketTypes.File) ? "file"
            : !parameter.Choices.IsEmpty ? "choice"
            : parameter.IsColor ? "color"
            : parameter.IsSeed ? "seed"
            : types.Exists(type => type is SocketTypes.Text or SocketTypes.Choice) ? parameter.IsMultiline ? "textarea" : "text"
            : types.Contains(SocketTypes.Float) || types.Contains(SocketTypes.Int) ? parameter is { Min: not null, Max: not null } && parameter.Max - parameter.Min <= 1_000 ? "slider" : "number"
            : types.Contains(SocketTypes.Boolean) ? "checkbox"
            : "json";
    }

    private static void WriteField(Utf8JsonWriter writer, GraphParameter parameter)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, parameter.Name);
        writer.WriteString("label"u8, parameter.Label);
        writer.WriteString("help"u8, parameter.Description);
        writer.WriteString("widget"u8, Widget(parameter));
        writer.WriteString("type"u8, parameter.Type);
        writer.WriteBoolean("required"u8, parameter.IsRequired);
        writer.WriteBoolean("advanced"u8, parameter.IsAdvanced);
        if (parameter.Default is { } otherwise)
        {
            writer.WritePropertyName("default"u8);
            otherwise.WriteTo(writer);
        }

        WriteNumber(writer, "min"u8, parameter.Min);
        WriteNumber(writer, "max"u8, parameter.Max);
        WriteNumber(writer, "step"u8, parameter.Step);
        WriteTexts(writer, "choices"u8, parameter.Choices);
        if (Widget(parameter) == "file")
        {
            WriteTexts(writer, "accept"u8, parameter.FileExtensions);
            writer.WriteString("upload"u8, $"{Addresses.Root}/uploads");
        }

        writer.WriteEndObject();
    }

    // What a page shows it with.
    private static string Kind(string? type) => type switch
    {
        SocketTypes.Image or SocketTypes.Mask => "image",
        SocketTypes.Video => "video",
        SocketTypes.Audio => "audio",
        SocketTypes.Text or SocketTypes.Captions => "text",
        _ => "any",
    };

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
