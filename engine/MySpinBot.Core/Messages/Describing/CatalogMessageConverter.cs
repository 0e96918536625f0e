using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>The JSON form of a catalog. Written by hand: the first thing that a server reads should not wait until the serializer has learnt by reflection what there is to read.</summary>
public sealed class CatalogMessageConverter : JsonConverter<CatalogMessage>
{
    private static readonly NodeDescriptorConverter Descriptor = new();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CatalogMessage value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteStartArray("nodes"u8);
        foreach (var node in value.Nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("plugin"u8, node.Plugin);
            writer.WriteString("implementation_id"u8, node.ImplementationId.ToString());
            writer.Flag("has_checks"u8, node.HasChecks);
            writer.WritePropertyName("descriptor"u8);
            Descriptor.Write(writer, node.Descriptor, options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("plugins"u8);
        foreach (var plugin in value.Plugins)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, plugin.Name);
            writer.WriteString("state"u8, plugin.State);
            writer.Text("version"u8, plugin.Version);
            writer.Texts("problems"u8, [.. plugin.Problems]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("sources"u8);
        foreach (var source in value.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, source.Path);
            writer.WriteNumber("length"u8, source.Length);
            writer.WriteNumber("changed_at"u8, source.ChangedAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override CatalogMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<CatalogNode> nodes = [];
        List<CatalogPlugin> plugins = [];
        List<CatalogSource> sources = [];
        while (reader.NextField())
        {
            if (reader.Is("nodes"u8))
            {
                while (reader.NextItem())
                {
                    nodes.Add(ReadNode(ref reader, options));
                }
            }
            else if (reader.Is("plugins"u8))
            {
                while (reader.NextItem())
                {
                    plugins.Add(ReadPlugin(ref reader));
                }
            }
            else if (reader.Is("sources"u8))
            {
                while (reader.NextItem())
                {
                    sources.Add(ReadSource(ref reader));
                }
            }
            else
            {
                reader.Pass();
            }
        }

        return new CatalogMessage(nodes, plugins, sources);
    }

    private static CatalogNode ReadNode(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        NodeDescriptor? descriptor = null;
        string? plugin = null;
        ContentId id = default;
        var hasChecks = false;
        while (reader.NextField())
        {
            if (reader.Is("descriptor"u8))
            {
                descriptor = Descriptor.Read(ref reader, typeof(NodeDescriptor), options);
            }
            else if (reader.Is("plugin"u8))
            {
                plugin = reader.GetString();
            }
            else if (reader.Is("implementation_id"u8))
            {
                id = ContentId.TryParse(reader.GetString(), out var known) ? known : throw new JsonException("A content id is 64 hexadecimal digits.");
            }
            else if (reader.Is("has_checks"u8))
            {
                hasChecks = reader.GetBoolean();
            }
            else
            {
                reader.Pass();
            }
        }

        return descriptor is null || plugin is null ? throw new JsonException("A node of a catalog has a descriptor and a plugin.") : new CatalogNode(descriptor, plugin, id, hasChecks);
    }

    private static CatalogPlugin ReadPlugin(ref Utf8JsonReader reader)
    {
        string name = "", state = "";
        string? version = null;
        IReadOnlyList<string> problems = [];
        while (reader.NextField())
        {
            if (reader.Is("name"u8))
            {
                name = reader.GetString() ?? "";
            }
            else if (reader.Is("state"u8))
            {
                state = reader.GetString() ?? "";
            }
            else if (reader.Is("version"u8))
            {
                version = reader.GetString();
            }
            else if (reader.Is("problems"u8))
            {
                problems = reader.Texts();
            }
            else
            {
                reader.Pass();
            }
        }

        return new CatalogPlugin(name, state, version, problems);
    }

    private static CatalogSource ReadSource(ref Utf8JsonReader reader)
    {
        var (path, length, changed) = ("", -1L, 0L);
        while (reader.NextField())
        {
            if (reader.Is("path"u8))
            {
                path = reader.GetString() ?? "";
            }
            else if (reader.Is("length"u8))
            {
                length = reader.GetInt64();
            }
            else if (reader.Is("changed_at"u8))
            {
                changed = reader.GetInt64();
            }
            else
            {
                reader.Pass();
            }
        }

        return new CatalogSource(path, length, changed);
    }
}
