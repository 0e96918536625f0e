using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Results;

/// <summary>Values that describe something, as JSON: enums by name, and a list that was never made as one that is empty.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal abstract class DescriptionCodec<T>(string name) : ValueCodec(name)
    where T : class
{
    // A video within a video within a video takes some six levels each.
    private const int MaxDepth = 1024;

    private static readonly JsonSerializerOptions Json = new(MessageJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutWhatIsEmpty),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        MaxDepth = MaxDepth,
    };

    public override void Encode(object? value, Stream output) => JsonSerializer.Serialize(output, (T)value!, Json);

    public override object? Decode(Stream input, long length)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(input, Json);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The bytes do not describe a {typeof(T).Name}.", fault);
        }
    }

    public override long SizeOf(object? value, long encoded) => encoded * 2;

    /// <summary>An immutable array that was never made cannot be written by the serializer, and means the same as an empty one.</summary>
    private static void LeaveOutWhatIsEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>))
            {
                property.ShouldSerialize = (_, list) => list is not null && !list.Equals(Activator.CreateInstance(property.PropertyType)) && ((ICollection)list).Count > 0;
            }
        }
    }
}
