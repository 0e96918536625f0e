using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Jobs;

namespace MySpinBot.Server.Rest.Events;

/// <summary>News of a job as they are told: a type, data, and, where they are kept, a number.</summary>
internal static class NewsText
{
    /// <summary>What kind of event a JSON text is: its field <c>event</c>, which stands first.</summary>
    public static string TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("event"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString()!;
            }

            reader.Skip();
        }

        return "message";
    }

    /// <summary>A preview as data: where it is.</summary>
    public static byte[] Data(PreviewNews preview)
    {
        var buffer = new ArrayBufferWriter<byte>(192);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("node_id"u8, preview.NodeId);
        writer.WriteNumber("preview"u8, preview.Number);
        writer.WriteString("url"u8, Addresses.Preview(preview.Number));
        writer.WriteString("media_type"u8, "image/jpeg"u8);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Taken apart: the number where it is kept, the type, the data.</summary>
    public static (long? Number, string Type, ReadOnlyMemory<byte> Data) Parts(JobNews news) => news switch
    {
        StoredNews stored => (stored.Number, TypeOf(stored.Json.Span), stored.Json),
        PassingNews passing => (null, TypeOf(passing.Json.Span), passing.Json),
        PreviewNews preview => (null, "preview", Data(preview)),
        TextNews text => (null, "text", JsonSerializer.SerializeToUtf8Bytes<RunEvent>(new TextStreamed(text.NodeId, text.Call, text.Offset, text.Text), MessageJson.Options)),
        _ => throw new ArgumentException($"News of the kind {news.GetType().Name} have no form.", nameof(news)),
    };

    /// <summary>Writes them as an event of a stream.</summary>
    public static void WriteEvent(IBufferWriter<byte> to, JobNews news)
    {
        var (number, type, data) = Parts(news);
        if (number is { } kept)
        {
            Span<byte> id = stackalloc byte[32];
            kept.TryFormat(id, out var length, default, CultureInfo.InvariantCulture);
            WriteLine(to, "id: "u8, id[..length]);
        }

        to.Write("event: "u8);
        Encoding.UTF8.GetBytes(type, to);
        to.Write("\n"u8);
        var rest = data.Span;
        while (rest.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end) // between tokens JSON may have line breaks
        {
            WriteLine(to, "data: "u8, rest[..end]);
            rest = rest[(end + 1)..];
        }

        WriteLine(to, "data: "u8, rest);
        to.Write("\n"u8);
    }

    /// <summary>Writes them as an object.</summary>
    public static void WriteObject(Utf8JsonWriter writer, JobNews news)
    {
        var (number, type, data) = Parts(news);
        writer.WriteStartObject();
        if (number is { } kept)
        {
            writer.WriteNumber("number"u8, kept);
        }

        writer.WriteString("type"u8, type);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static void WriteLine(IBufferWriter<byte> to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        to.Write(name);
        to.Write(value);
        to.Write("\n"u8);
    }
}
