using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages.Describing;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages;

/// <summary>The one JSON form of messages: snake_case, no nulls, ids as hexadecimal.</summary>
public static class MessageJson
{
    /// <summary>The options that every reader and writer of messages uses.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new ContentIdConverter(), new CatalogMessageConverter(), new NodeDescriptorConverter(), new InputDescriptorConverter(), new OutputDescriptorConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class ContentIdConverter : JsonConverter<ContentId>
    {
        public override ContentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => ContentId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A content id is 64 hexadecimal digits.");

        public override void Write(Utf8JsonWriter writer, ContentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
