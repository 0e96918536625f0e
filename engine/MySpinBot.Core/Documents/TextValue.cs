using System.Text.Json;
using MySpinBot.Core.Documents.Reading;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents;

/// <summary>What a text from a command line means for an input.</summary>
internal static class TextValue
{
    public static InputValue As(InputDescriptor input, string text)
    {
        if (input.IsSecret)
        {
            return new SecretValue(text);
        }

        if (JsonText.Value(text) is not { } json)
        {
            return new ConstantValue(Json(text));
        }

        // An input that has no constants can only be meant to be linked.
        if (!ConstantReading.HasConstants(input.Type) || input.IsRawLink)
        {
            return InputJson.TryRead(json, out var link, out _) ? link : new ConstantValue(json);
        }

        return new ConstantValue(Wants(input.Type, json) ? json : Json(text));
    }

    public static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text);

    private static bool Wants(string type, JsonElement json)
    {
        var members = type.Split(',', StringSplitOptions.TrimEntries);
        return json.ValueKind switch
        {
            JsonValueKind.Number => members.Any(member => member is SocketTypes.Int or SocketTypes.Float or SocketTypes.Json or SocketTypes.Any),
            JsonValueKind.True or JsonValueKind.False => members.Any(member => member is SocketTypes.Boolean or SocketTypes.Json or SocketTypes.Any),
            JsonValueKind.Array or JsonValueKind.Object => members.Any(member => member is SocketTypes.Json or SocketTypes.Any),
            _ => members.Contains(SocketTypes.Json),
        };
    }
}
