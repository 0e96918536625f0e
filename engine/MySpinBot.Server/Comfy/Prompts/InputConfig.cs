using System.Text.Json.Nodes;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>How an input is declared, as errors name it: <c>[type or choices, {default, min, max, …}]</c>.</summary>
internal static class InputConfig
{
    public static JsonArray? Of(InputDescriptor? input)
    {
        if (input is null)
        {
            return null;
        }

        var options = new JsonObject();
        Add(options, "default", input.Default switch
        {
            long whole => JsonValue.Create(whole),
            int whole => JsonValue.Create(whole),
            double number => JsonValue.Create(number),
            float number => JsonValue.Create((double)number),
            bool flag => JsonValue.Create(flag),
            string text => JsonValue.Create(text),
            _ => null,
        });
        Add(options, "min", Number(input, input.Min));
        Add(options, "max", Number(input, input.Max));
        Add(options, "step", Number(input, input.Step));
        Add(options, "tooltip", input.Description.Length > 0 ? JsonValue.Create(input.Description) : null);
        JsonNode type = input.Choices.IsEmpty ? JsonValue.Create(input.Type) : new JsonArray([.. input.Choices.Select(choice => JsonValue.Create(choice))]);
        return [type, options];
    }

    private static JsonValue? Number(InputDescriptor input, double? number) => number switch
    {
        null => null,
        { } whole when input.Type == SocketTypes.Int && Math.Abs(whole) < 9e18 => JsonValue.Create((long)whole),
        { } other => double.IsFinite(other) ? JsonValue.Create(other) : null,
    };

    private static void Add(JsonObject options, string name, JsonValue? value)
    {
        if (value is not null)
        {
            options[name] = value;
        }
    }
}
