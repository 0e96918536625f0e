using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>The JSON form of a node type. Written by hand for the reasons that its inputs are.</summary>
internal sealed class NodeDescriptorConverter : JsonConverter<NodeDescriptor>
{
    private static readonly InputDescriptorConverter Input = new();
    private static readonly OutputDescriptorConverter Output = new();

    public override void Write(Utf8JsonWriter writer, NodeDescriptor value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("class_type"u8, value.ClassType);
        writer.WriteString("title"u8, value.Title);
        writer.Whole("version"u8, value.Version, usual: 1);
        writer.Text("description"u8, value.Description);
        writer.Text("remarks"u8, value.Remarks);
        writer.WriteString("category"u8, value.Category);
        writer.Texts("search"u8, value.Search);
        WriteAll(writer, "inputs"u8, value.Inputs, Input, options);
        WriteAll(writer, "outputs"u8, value.Outputs, Output, options);
        writer.Whole("repeatability"u8, (int)value.Repeatability, usual: 0);
        writer.Whole("lane"u8, (int)value.Lane, usual: 0);
        writer.Whole("slots"u8, value.Slots, usual: 1);
        writer.Flag("is_output"u8, value.IsOutput);
        writer.Flag("has_effects"u8, value.HasEffects);
        writer.Flag("takes_extra_inputs"u8, value.TakesExtraInputs);
        writer.Flag("sees_graph"u8, value.SeesGraph);
        writer.Flag("checks_links"u8, value.ChecksLinks);
        writer.Flag("may_expand"u8, value.MayExpand);
        writer.Flag("experimental"u8, value.Experimental);
        if (value.Deprecated is { } reason)
        {
            writer.WriteString("deprecated"u8, reason);
        }

        writer.WriteEndObject();
    }

    public override NodeDescriptor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? classType = null, title = null, deprecated = null;
        string description = "", remarks = "", category = "misc";
        int version = 1, slots = 1, repeatability = 0, lane = 0;
        bool isOutput = false, hasEffects = false, takesExtra = false, seesGraph = false, checksLinks = false, mayExpand = false, experimental = false;
        ImmutableArray<string> search = [];
        ImmutableArray<InputDescriptor> inputs = [];
        ImmutableArray<OutputDescriptor> outputs = [];
        while (reader.NextField())
        {
            if (reader.Is("class_type"u8))
            {
                classType = reader.GetString();
            }
            else if (reader.Is("title"u8))
            {
                title = reader.GetString();
            }
            else if (reader.Is("description"u8))
            {
                description = reader.GetString() ?? "";
            }
            else if (reader.Is("remarks"u8))
            {
                remarks = reader.GetString() ?? "";
            }
            else if (reader.Is("category"u8))
            {
                category = reader.GetString() ?? "";
            }
            else if (reader.Is("search"u8))
            {
                search = reader.Texts();
            }
            else if (reader.Is("inputs"u8))
            {
                inputs = ReadAll(ref reader, Input, options);
            }
            else if (reader.Is("outputs"u8))
            {
                outputs = ReadAll(ref reader, Output, options);
            }
            else if (reader.Is("version"u8))
            {
                version = reader.GetInt32();
            }
            else if (reader.Is("repeatability"u8))
            {
                repeatability = reader.GetInt32();
            }
            else if (reader.Is("lane"u8))
            {
                lane = reader.GetInt32();
            }
            else if (reader.Is("slots"u8))
            {
                slots = reader.GetInt32();
            }
            else if (reader.Is("is_output"u8))
            {
                isOutput = reader.GetBoolean();
            }
            else if (reader.Is("has_effects"u8))
            {
                hasEffects = reader.GetBoolean();
            }
            else if (reader.Is("takes_extra_inputs"u8))
            {
                takesExtra = reader.GetBoolean();
            }
            else if (reader.Is("sees_graph"u8))
            {
                seesGraph = reader.GetBoolean();
            }
            else if (reader.Is("checks_links"u8))
            {
                checksLinks = reader.GetBoolean();
            }
            else if (reader.Is("may_expand"u8))
            {
                mayExpand = reader.GetBoolean();
            }
            else if (reader.Is("experimental"u8))
            {
                experimental = reader.GetBoolean();
            }
            else if (reader.Is("deprecated"u8))
            {
                deprecated = reader.GetString();
            }
            else
            {
                reader.Pass();
            }
        }

        if (classType is null || title is null)
        {
            throw new JsonException("A node type has a class type and a title.");
        }

        return new NodeDescriptor
        {
            ClassType = classType,
            Title = title,
            Version = version,
            Description = description,
            Remarks = remarks,
            Category = category,
            Search = search,
            Inputs = inputs,
            Outputs = outputs,
            Repeatability = (Repeatability)repeatability,
            Lane = (Lane)lane,
            Slots = slots,
            IsOutput = isOutput,
            HasEffects = hasEffects,
            TakesExtraInputs = takesExtra,
            SeesGraph = seesGraph,
            ChecksLinks = checksLinks,
            MayExpand = mayExpand,
            Deprecated = deprecated,
            Experimental = experimental,
        };
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<T> values, JsonConverter<T> converter, JsonSerializerOptions options)
    {
        if (values.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            converter.Write(writer, value, options);
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<T> ReadAll<T>(ref Utf8JsonReader reader, JsonConverter<T> converter, JsonSerializerOptions options)
    {
        var values = ImmutableArray.CreateBuilder<T>();
        while (reader.NextItem())
        {
            values.Add(converter.Read(ref reader, typeof(T), options)!);
        }

        return values.DrainToImmutable();
    }
}
