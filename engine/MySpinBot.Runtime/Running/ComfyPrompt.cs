using System.Text.Json;
using MySpinBot.Core.Validation;

namespace MySpinBot.Runtime.Running;

/// <summary>A graph that can run, in ComfyUI's API format: what its programs look for in the metadata of saved files. Secrets stand as their names.</summary>
internal static class ComfyPrompt
{
    public static byte[] Of(ValidGraph graph)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var node in graph.Nodes)
            {
                writer.WriteStartObject(node.Id);
                writer.WriteString("class_type", node.Type.ClassType);
                writer.WriteStartObject("inputs");
                for (var i = 0; i < node.Inputs.Length; i++)
                {
                    Write(writer, graph, node.Type.Descriptor.Inputs[i].Name, node.Inputs[i]);
                }

                foreach (var extra in node.Extra)
                {
                    Write(writer, graph, extra.Name, extra.Binding);
                }

                writer.WriteEndObject();
                if (node.Title is not null)
                {
                    writer.WriteStartObject("_meta");
                    writer.WriteString("title", node.Title);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ValidGraph graph, string name, Binding binding)
    {
        switch (binding.Kind)
        {
            case BindingKind.Link or BindingKind.RawLink:
                writer.WriteStartArray(name);
                writer.WriteStringValue(graph.Nodes[binding.Source].Id);
                writer.WriteNumberValue(binding.Output);
                writer.WriteEndArray();
                break;
            case BindingKind.Secret:
                writer.WriteStartObject(name);
                writer.WriteString("secret", (string)binding.Constant!);
                writer.WriteEndObject();
                break;
            case BindingKind.Constant or BindingKind.File:
                writer.WritePropertyName(name);
                WriteConstant(writer, binding.Constant!);
                break;
        }
    }

    private static void WriteConstant(Utf8JsonWriter writer, object constant)
    {
        switch (constant)
        {
            case JsonElement { ValueKind: JsonValueKind.Array } json:
                // A bare list could be taken for a link.
                writer.WriteStartObject();
                writer.WritePropertyName("__value__");
                json.WriteTo(writer);
                writer.WriteEndObject();
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            default:
                writer.WriteStringValue((string)constant);
                break;
        }
    }
}
