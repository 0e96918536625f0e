using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary>Writes a node type as ComfyUI's <c>object_info</c> has it, with every key that its newer nodes have.</summary>
internal static class NodeInfo
{
    /// <summary>The node as an object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="node">The node.</param>
    /// <param name="writeFiles">Writes the files that an input offers, as a list.</param>
    public static void Write(Utf8JsonWriter writer, CatalogNode node, Action<InputDescriptor> writeFiles)
    {
        var descriptor = node.Descriptor;
        writer.WriteStartObject();
        writer.WriteStartObject("input");
        foreach (var group in Groups(descriptor))
        {
            WriteInputs(writer, group, writeFiles);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("input_order");
        foreach (var group in Groups(descriptor))
        {
            WriteList(writer, group.Name, group.Inputs.Select(input => input.Name));
        }

        writer.WriteEndObject();
        writer.WriteBoolean("is_input_list", descriptor.TakesLists);
        WriteOutputs(writer, descriptor);
        WriteRest(writer, descriptor, node.Plugin);
        writer.WriteEndObject();
    }

    // "required" is always there; clients read it without asking.
    private static IEnumerable<(string Name, ImmutableArray<InputDescriptor> Inputs)> Groups(NodeDescriptor descriptor)
        => new[] { ("required", InputGroups.Required(descriptor)), ("optional", InputGroups.Optional(descriptor)), ("hidden", InputGroups.Hidden(descriptor)) }
            .Where(group => group.Item1 == "required" || !group.Item2.IsEmpty);

    private static void WriteInputs(Utf8JsonWriter writer, (string Name, ImmutableArray<InputDescriptor> Inputs) group, Action<InputDescriptor> writeFiles)
    {
        writer.WriteStartObject(group.Name);
        foreach (var input in group.Inputs)
        {
            if (input.Hidden is { } hidden)
            {
                writer.WriteString(input.Name, InputInfo.HiddenName(hidden));
            }
            else
            {
                InputInfo.Write(writer, input, writeFiles);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteOutputs(Utf8JsonWriter writer, NodeDescriptor descriptor)
    {
        WriteList(writer, "output", descriptor.Outputs.Select(output => output.Type));
        writer.WriteStartArray("output_is_list");
        foreach (var output in descriptor.Outputs)
        {
            writer.WriteBooleanValue(output.IsList);
        }

        writer.WriteEndArray();
        WriteList(writer, "output_name", descriptor.Outputs.Select(output => output.Name));
        WriteList(writer, "output_tooltips", descriptor.Outputs.Select(output => output.Description.Length > 0 ? output.Description : null));
        writer.WriteNull("output_matchtypes");
    }

    private static void WriteRest(Utf8JsonWriter writer, NodeDescriptor descriptor, string plugin)
    {
        writer.WriteString("name", descriptor.ClassType);
        writer.WriteString("display_name", descriptor.Title);
        writer.WriteString("description", descriptor.Description);
        writer.WriteString("python_module", plugin);
        writer.WriteString("category", descriptor.Category);
        writer.WriteBoolean("output_node", descriptor.IsOutput);
        writer.WriteBoolean("has_intermediate_output", false);
        writer.WriteBoolean("deprecated", descriptor.Deprecated is not null);
        writer.WriteBoolean("experimental", descriptor.Experimental);
        writer.WriteBoolean("dev_only", false);
        writer.WriteBoolean("api_node", false);
        writer.WriteNull("price_badge");
        WriteList(writer, "search_aliases", descriptor.Search);
        writer.WriteNull("essentials_category");
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string?> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
