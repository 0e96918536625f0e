using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Rest.Nodes;

/// <summary>Node types and plugins as they are told: all that there is to know, with words for what is one of several.</summary>
internal static class NodeJson
{
    /// <summary>All of them, by name.</summary>
    public static byte[] All(CatalogMessage catalog) => JsonAnswer.Bytes(catalog, static (writer, told) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("nodes"u8);
        foreach (var node in told.Nodes.OrderBy(node => node.Descriptor.ClassType, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            WriteFields(writer, node);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>One, with the JSON Schema of its inputs.</summary>
    public static byte[] One(CatalogNode node) => JsonAnswer.Bytes(node, static (writer, told) =>
    {
        writer.WriteStartObject();
        WriteFields(writer, told);
        writer.WritePropertyName("input_schema"u8);
        InputSchema.Of(told.Descriptor).WriteTo(writer);
        writer.WriteEndObject();
    });

    /// <summary>The plugins.</summary>
    public static byte[] Plugins(CatalogMessage catalog) => JsonAnswer.Bytes(catalog, static (writer, told) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("plugins"u8);
        foreach (var plugin in told.Plugins)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, plugin.Name);
            writer.WriteString("state"u8, plugin.State);
            WriteText(writer, "version"u8, plugin.Version);
            WriteTexts(writer, "problems"u8, plugin.Problems);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteFields(Utf8JsonWriter writer, CatalogNode node)
    {
        var type = node.Descriptor;
        writer.WriteString("class_type"u8, type.ClassType);
        writer.WriteString("title"u8, type.Title);
        writer.WriteNumber("version"u8, type.Version);
        writer.WriteString("description"u8, type.Description);
        writer.WriteString("remarks"u8, type.Remarks);
        writer.WriteString("category"u8, type.Category);
        WriteTexts(writer, "search"u8, type.Search);
        writer.WriteStartArray("inputs"u8);
        foreach (var input in type.Inputs)
        {
            WriteInput(writer, input);
        }

        writer.WriteEndArray();
        WriteOutputs(writer, type.Outputs);
        writer.WriteString("repeatability"u8, Word(type.Repeatability));
        writer.WriteString("lane"u8, Word(type.Lane));
        writer.WriteNumber("slots"u8, type.Slots);
        writer.WriteBoolean("is_output"u8, type.IsOutput);
        writer.WriteBoolean("has_effects"u8, type.HasEffects);
        writer.WriteBoolean("takes_extra_inputs"u8, type.TakesExtraInputs);
        writer.WriteBoolean("may_expand"u8, type.MayExpand);
        writer.WriteBoolean("experimental"u8, type.Experimental);
        WriteText(writer, "deprecated"u8, type.Deprecated);
        writer.WriteString("plugin"u8, node.Plugin);
    }

    private static void WriteInput(Utf8JsonWriter writer, InputDescriptor input)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, input.Name);
        writer.WriteString("type"u8, input.Type);
        writer.WriteString("description"u8, input.Description);
        writer.WriteBoolean("is_required"u8, input.IsRequired);
        if (InputSchema.Default(input) is { } otherwise)
        {
            writer.WritePropertyName("default"u8);
            otherwise.WriteTo(writer);
        }

        WriteNumber(writer, "min"u8, input.Min);
        WriteNumber(writer, "max"u8, input.Max);
        WriteNumber(writer, "step"u8, input.Step);
        WriteTexts(writer, "choices"u8, input.Choices);
        writer.WriteBoolean("is_multiline"u8, input.IsMultiline);
        writer.WriteBoolean("is_socket_only"u8, input.IsSocketOnly);
        writer.WriteBoolean("is_lazy"u8, input.IsLazy);
        writer.WriteBoolean("is_list"u8, input.IsList);
        writer.WriteBoolean("is_raw_link"u8, input.IsRawLink);
        writer.WriteBoolean("is_secret"u8, input.IsSecret);
        writer.WriteBoolean("is_seed"u8, input.IsSeed);
        writer.WriteBoolean("is_color"u8, input.IsColor);
        writer.WriteBoolean("is_advanced"u8, input.IsAdvanced);
        WriteText(writer, "hidden"u8, input.Hidden is { } hidden ? Word(hidden) : null);
        WriteText(writer, "file_folder"u8, input.FileFolder);
        WriteTexts(writer, "file_extensions"u8, input.FileExtensions);
        writer.WriteEndObject();
    }

    private static void WriteOutputs(Utf8JsonWriter writer, ImmutableArray<OutputDescriptor> outputs)
    {
        writer.WriteStartArray("outputs"u8);
        foreach (var output in outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, output.Name);
            writer.WriteString("type"u8, output.Type);
            writer.WriteString("description"u8, output.Description);
            writer.WriteBoolean("is_list"u8, output.IsList);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } known && double.IsFinite(known))
        {
            writer.WriteNumber(name, known);
        }
    }
}
