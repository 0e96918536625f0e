using System.Globalization;
using System.Text.Json;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Inputs;

/// <summary>Takes a JSON constant as the type that an input declares, as ComfyUI does: 3.0, 3.9, "3" and true are whole numbers (3, 3, 3, 1), a number is a text.
/// Two things differ on purpose: "false" is not true, and numbers must be finite.</summary>
internal static class ConstantReading
{
    /// <summary>The constant as a long, double, bool, string or <see cref="JsonElement"/>; null where the type does not take it.
    /// Of a union the member that the constant is without conversion comes first.</summary>
    /// <param name="type">The type.</param>
    /// <param name="json">The constant.</param>
    /// <param name="convertsUnions">Whether a constant that is of no member of a union is converted.</param>
    public static object? Take(string type, JsonElement json, bool convertsUnions = true)
    {
        if (!type.Contains(','))
        {
            return TakeOne(type, json);
        }

        var members = type.Split(',', StringSplitOptions.TrimEntries);
        return members.Where(member => IsOf(member, json)).Concat(convertsUnions ? members : []).Select(member => TakeOne(member, json)).FirstOrDefault(taken => taken is not null);
    }

    /// <summary>The constant as what it is: a long, double, bool, string, or <see cref="JsonElement"/> for lists, objects and null.</summary>
    public static object? Natural(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Shown.Text(json),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : (object?)Float(json),
        _ => json,
    };

    /// <summary>Whether the type has constants at all; others take links only.</summary>
    public static bool HasConstants(string type) => type.Split(',', StringSplitOptions.TrimEntries).Any(member => member is SocketTypes.Any or SocketTypes.Int
        or SocketTypes.Float or SocketTypes.Text or SocketTypes.Boolean or SocketTypes.Json or SocketTypes.File or SocketTypes.Choice);

    private static object? TakeOne(string type, JsonElement json) => type switch
    {
        SocketTypes.Int => Int(json),
        SocketTypes.Float => Float(json),
        SocketTypes.Text or SocketTypes.Choice => Text(json),
        SocketTypes.Boolean => Boolean(json),
        SocketTypes.Json => json,
        SocketTypes.File => json.ValueKind == JsonValueKind.String ? Shown.Text(json) : null,
        SocketTypes.Any => Natural(json),
        _ => null,
    };

    private static bool IsOf(string type, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => type is SocketTypes.Text or SocketTypes.Choice or SocketTypes.File,
        JsonValueKind.Number => type == (json.TryGetInt64(out _) ? SocketTypes.Int : SocketTypes.Float),
        JsonValueKind.True or JsonValueKind.False => type == SocketTypes.Boolean,
        _ => type == SocketTypes.Json,
    };

    private static object? Int(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Number when json.TryGetInt64(out var whole):
                return whole;
            case JsonValueKind.Number when json.TryGetUInt64(out var seed):
                return unchecked((long)seed); // seeds of ComfyUI fill 64 bits without a sign; nodes that take ulong get them back
            case JsonValueKind.Number when json.GetDouble() is var number && Math.Abs(number) < 9.2e18:
                return (long)number;
            case JsonValueKind.True or JsonValueKind.False:
                return json.GetBoolean() ? 1L : 0L;
            case JsonValueKind.String when long.TryParse(Shown.Text(json), NumberStyles.Integer, CultureInfo.InvariantCulture, out var written):
                return written;
            default:
                return null;
        }
    }

    private static double? Float(JsonElement json)
    {
        double? number = json.ValueKind switch
        {
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when double.TryParse(Shown.Text(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var written) => written,
            _ => null,
        };
        return number is { } finite && double.IsFinite(finite) ? finite : null;
    }

    private static string? Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Shown.Text(json),
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => null,
    };

    private static object? Boolean(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => json.GetDouble() != 0,
        JsonValueKind.String when bool.TryParse(Shown.Text(json), out var written) => written,
        _ => null,
    };
}
