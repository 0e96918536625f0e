using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>The JSON form of an input. Written by hand because its default is of any type, and because a server reads thousands of these before it can answer.</summary>
internal sealed class InputDescriptorConverter : JsonConverter<InputDescriptor>
{
    [Flags]
    private enum Flags
    {
        None = 0,
        Optional = 1,
        Multiline = 1 << 1,
        SocketOnly = 1 << 2,
        Lazy = 1 << 3,
        List = 1 << 4,
        RawLink = 1 << 5,
        Secret = 1 << 6,
        Seed = 1 << 7,
        Color = 1 << 8,
        Advanced = 1 << 9,
        SelfChecked = 1 << 10,
    }

    public override void Write(Utf8JsonWriter writer, InputDescriptor value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, value.Name);
        writer.WriteString("type"u8, value.Type);
        writer.Text("description"u8, value.Description);
        writer.Flag("is_required"u8, value.IsRequired, usual: true);
        DefaultJson.Write(writer, value.Default);
        writer.Number("min"u8, value.Min);
        writer.Number("max"u8, value.Max);
        writer.Number("step"u8, value.Step);
        writer.Texts("choices"u8, value.Choices);
        writer.Flag("is_multiline"u8, value.IsMultiline);
        writer.Flag("is_socket_only"u8, value.IsSocketOnly);
        writer.Flag("is_lazy"u8, value.IsLazy);
        writer.Flag("is_list"u8, value.IsList);
        writer.Flag("is_raw_link"u8, value.IsRawLink);
        writer.Flag("is_secret"u8, value.IsSecret);
        writer.Flag("is_seed"u8, value.IsSeed);
        writer.Flag("is_color"u8, value.IsColor);
        writer.Flag("is_advanced"u8, value.IsAdvanced);
        writer.Flag("is_self_checked"u8, value.IsSelfChecked);
        if (value.Hidden is { } hidden)
        {
            writer.WriteNumber("hidden"u8, (int)hidden);
        }

        if (value.FileFolder is { } folder)
        {
            writer.WriteString("file_folder"u8, folder);
        }

        writer.Texts("file_extensions"u8, value.FileExtensions);
        writer.WriteEndObject();
    }

    public override InputDescriptor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = null, type = null, folder = null;
        var description = "";
        object? given = null;
        double? min = null, max = null, step = null;
        ImmutableArray<string> choices = [], extensions = [];
        HiddenValue? hidden = null;
        var flags = Flags.None;
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
            else if (reader.Is("default"u8))
            {
                given = DefaultJson.Read(ref reader);
            }
            else if (reader.Is("min"u8))
            {
                min = reader.GetDouble();
            }
            else if (reader.Is("max"u8))
            {
                max = reader.GetDouble();
            }
            else if (reader.Is("step"u8))
            {
                step = reader.GetDouble();
            }
            else if (reader.Is("choices"u8))
            {
                choices = reader.Texts();
            }
            else if (reader.Is("hidden"u8))
            {
                hidden = (HiddenValue)reader.GetInt32();
            }
            else if (reader.Is("file_folder"u8))
            {
                folder = reader.GetString();
            }
            else if (reader.Is("file_extensions"u8))
            {
                extensions = reader.Texts();
            }
            else
            {
                flags |= ReadFlag(ref reader);
            }
        }

        if (name is null || type is null)
        {
            throw new JsonException("An input has a name and a type.");
        }

        return new InputDescriptor
        {
            Name = name,
            Type = type,
            Description = description,
            IsRequired = !flags.HasFlag(Flags.Optional),
            Default = DefaultJson.As(type, given),
            Min = min,
            Max = max,
            Step = step,
            Choices = choices,
            IsMultiline = flags.HasFlag(Flags.Multiline),
            IsSocketOnly = flags.HasFlag(Flags.SocketOnly),
            IsLazy = flags.HasFlag(Flags.Lazy),
            IsList = flags.HasFlag(Flags.List),
            IsRawLink = flags.HasFlag(Flags.RawLink),
            IsSecret = flags.HasFlag(Flags.Secret),
            IsSeed = flags.HasFlag(Flags.Seed),
            IsColor = flags.HasFlag(Flags.Color),
            IsAdvanced = flags.HasFlag(Flags.Advanced),
            IsSelfChecked = flags.HasFlag(Flags.SelfChecked),
            Hidden = hidden,
            FileFolder = folder,
            FileExtensions = extensions,
        };
    }

    private static Flags ReadFlag(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("is_required"u8))
        {
            reader.Read();
            return reader.GetBoolean() ? Flags.None : Flags.Optional;
        }

        var flag = FlagOf(ref reader);
        if (flag == Flags.None)
        {
            reader.Pass();
            return flag;
        }

        reader.Read();
        return reader.GetBoolean() ? flag : Flags.None;
    }

    private static Flags FlagOf(ref Utf8JsonReader reader)
        => reader.ValueTextEquals("is_multiline"u8) ? Flags.Multiline
            : reader.ValueTextEquals("is_self_checked"u8) ? Flags.SelfChecked
            : reader.ValueTextEquals("is_socket_only"u8) ? Flags.SocketOnly
            : reader.ValueTextEquals("is_lazy"u8) ? Flags.Lazy
            : reader.ValueTextEquals("is_list"u8) ? Flags.List
            : reader.ValueTextEquals("is_raw_link"u8) ? Flags.RawLink
            : reader.ValueTextEquals("is_secret"u8) ? Flags.Secret
            : reader.ValueTextEquals("is_seed"u8) ? Flags.Seed
            : reader.ValueTextEquals("is_color"u8) ? Flags.Color
            : reader.ValueTextEquals("is_advanced"u8) ? Flags.Advanced
            : Flags.None;
}
