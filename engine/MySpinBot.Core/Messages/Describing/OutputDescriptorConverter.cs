using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>The JSON form of an output.</summary>
internal sealed class OutputDescriptorConverter : JsonConverter<OutputDescriptor>
{
    public override void Write(Utf8JsonWriter writer, OutputDescriptor value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, value.Name);
        writer.WriteString("type"u8, value.Type);
        writer.Text("description"u8, value.Description);
        writer.Flag("is_list"u8, value.IsList);
        writer.Flag("may_be_null"u8, value.MayBeNull);
        writer.WriteEndObject();
    }

    public override OutputDescriptor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = null, type = null;
        var description = "";
        bool isList = false, mayBeNull = false;
        while (reader.NextField())
        {
            if (reader.Is("name"u8))
            {
                name = reader.GetString();
            }
            else if (reader.Is("type"u8))
            {
                type = reader.GetString();
            }
            else if (reader.Is("description"u8))
            {
                description = reader.GetString() ?? "";
            }
            else if (reader.Is("is_list"u8))
            {
                isList = reader.GetBoolean();
            }
            else if (reader.Is("may_be_null"u8))
            {
                mayBeNull = reader.GetBoolean();
            }
            else
            {
                reader.Pass();
            }
        }

        return name is null || type is null
            ? throw new JsonException("An output has a name and a type.")
            : new OutputDescriptor { Name = name, Type = type, Description = description, IsList = isList, MayBeNull = mayBeNull };
    }
}
