using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MySpinBot.Core.Messages.Calling;

/// <summary>Requests to capabilities and what they give, as they travel between server and worker. Beyond <see cref="MessageJson"/>, numbers may be infinite: the logarithm of a probability of nothing is.</summary>
public static class CapabilityJson
{
    /// <summary>The options that every reader and writer of them uses.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>One value as a line of its own.</summary>
    public static void WriteLine<T>(IBufferWriter<byte> writer, T value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (var json = new Utf8JsonWriter(writer, new JsonWriterOptions { SkipValidation = true }))
        {
            JsonSerializer.Serialize(json, value, Options);
        }

        writer.GetSpan(1)[0] = (byte)'\n';
        writer.Advance(1);
    }

    /// <summary>The values of whole lines.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static List<T> ReadLines<T>(ReadOnlySpan<byte> lines)
    {
        var values = new List<T>();
        while (lines.IndexOf((byte)'\n') is >= 0 and var end)
        {
            values.Add(JsonSerializer.Deserialize<T>(lines[..end], Options) ?? throw new JsonException("A line is null."));
            lines = lines[(end + 1)..];
        }

        return values;
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(MessageJson.Options) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
