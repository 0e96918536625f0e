using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MySpinBot.Client;

/// <summary>Texts that stand for a choice. One that is not known, since the server is later than the client, is the first member: <c>Other</c>.</summary>
internal sealed class ChoiceConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly (string Json, T Value)[] Members =
    [
        .. typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (Json: field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name, Value: (T)field.GetValue(null)!))
            .Where(member => member.Json is not null).Select(member => (member.Json!, member.Value)),
    ];

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException($"A {typeof(T).Name} is a text.");
        return Array.Find(Members, member => member.Json == text).Value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

    /// <summary>How the server calls it.</summary>
    public static string TextOf(T value)
        => Array.Find(Members, member => EqualityComparer<T>.Default.Equals(member.Value, value)).Json ?? throw new ArgumentOutOfRangeException(nameof(value), value, $"The server knows no such {typeof(T).Name}.");
}
