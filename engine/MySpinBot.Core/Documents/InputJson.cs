using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MySpinBot.Core.Documents;

/// <summary>What an input is given, as JSON. A list <c>[text, number]</c> and objects with exactly the fields of a link, a named input, a secret or <c>__value__</c> mean those;
/// everything else is a constant, and a constant that looks like one of these stands in <c>{"__value__": …}</c>.</summary>
public static class InputJson
{
    internal const string Wrapper = "__value__";

    /// <summary>Reads it. False, and the end of a sentence, for what was meant as a link and is none.</summary>
    public static bool TryRead(JsonElement json, out InputValue value, [NotNullWhen(false)] out string? fault)
    {
        (var read, fault) = json.ValueKind switch
        {
            JsonValueKind.Array => ReadList(json),
            JsonValueKind.Object => ReadObject(json),
            _ => (null, null),
        };
        value = read ?? new ConstantValue(json);
        return fault is null;
    }

    /// <summary>Reads a link, beside which its type may stand. False, and the end of a sentence where it was meant as one, for what is none.</summary>
    internal static bool TryReadLink(JsonElement json, [NotNullWhen(true)] out LinkValue? link, out string? fault)
    {
        (var read, fault) = json.ValueKind switch
        {
            JsonValueKind.Array => ReadList(json),
            JsonValueKind.Object when json.TryGetProperty("from", out var from) && json.EnumerateObject().Take(5).All(field => field.Name is "from" or "output" or "slot" or "type") => ReadLink(json, from),
            _ => (null, null),
        };
        link = read as LinkValue;
        return link is not null;
    }

    /// <summary>Writes it in the document's form.</summary>
    public static void Write(Utf8JsonWriter writer, InputValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case ConstantValue { Json: var json } when NeedsWrapper(json):
                writer.WriteStartObject();
                writer.WritePropertyName(Wrapper);
                json.WriteTo(writer);
                writer.WriteEndObject();
                break;
            case ConstantValue constant:
                constant.Json.WriteTo(writer);
                break;
            case LinkValue link:
                writer.WriteStartObject();
                WriteLinkFields(writer, link);
                writer.WriteEndObject();
                break;
            case GraphInputValue input:
                WriteNamed(writer, "input", input.Name);
                break;
            case SecretValue secret:
                WriteNamed(writer, "secret", secret.Name);
                break;
            default:
                throw new ArgumentException($"An input of the kind {value?.GetType().Name} has no JSON form.", nameof(value));
        }
    }

    internal static JsonObject ToObject(ImmutableArray<NodeInput> inputs)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var input in inputs.DistinctBy(input => input.Name))
            {
                writer.WritePropertyName(input.Name);
                Write(writer, input.Value);
            }

            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.ToArray())!.AsObject();
    }

    internal static ImmutableArray<NodeInput> FromObject(JsonObject inputs)
        => [.. JsonSerializer.SerializeToElement(inputs).EnumerateObject().Select(input => new NodeInput(input.Name, TryRead(input.Value, out var value, out _) ? value : new ConstantValue(input.Value)))];

    private static bool NeedsWrapper(JsonElement json) => !TryRead(json, out var value, out _) || value is not ConstantValue read || read.Json.ValueKind != json.ValueKind
        || (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Wrapper, out _));

    internal static void WriteLinkFields(Utf8JsonWriter writer, LinkValue link)
    {
        writer.WriteString("from", link.NodeId);
        if (link.Output is not null)
        {
            writer.WriteString("output", link.Output);
        }
        else if (link.Slot is { } slot)
        {
            writer.WriteNumber("slot", slot);
        }
    }

    private static void WriteNamed(Utf8JsonWriter writer, string kind, string name)
    {
        writer.WriteStartObject();
        writer.WriteString(kind, name);
        writer.WriteEndObject();
    }

    private static (InputValue? Value, string? Fault) ReadList(JsonElement json)
    {
        if (json.GetArrayLength() != 2 || json[0].ValueKind != JsonValueKind.String || json[1].ValueKind != JsonValueKind.Number)
        {
            return (null, null);
        }

        return Slot(json[1]) is { } slot ? (new LinkValue(json[0].GetString()!, null, slot), null) : (null, SlotFault(json[1]));
    }

    private static (InputValue? Value, string? Fault) ReadObject(JsonElement json)
    {
        var fields = json.EnumerateObject().Take(4).ToList();
        if (fields.Count == 1)
        {
            switch (fields[0].Name)
            {
                case Wrapper:
                    return (new ConstantValue(fields[0].Value), null);
                case "input" when fields[0].Value.ValueKind == JsonValueKind.String:
                    return (new GraphInputValue(fields[0].Value.GetString()!), null);
                case "secret" when fields[0].Value.ValueKind == JsonValueKind.String:
                    return (new SecretValue(fields[0].Value.GetString()!), null);
            }
        }

        return json.TryGetProperty("from", out var from) && fields.Count <= 3 && fields.All(field => field.Name is "from" or "output" or "slot")
            ? ReadLink(json, from)
            : (null, null);
    }

    private static (InputValue? Value, string? Fault) ReadLink(JsonElement json, JsonElement from)
    {
        var output = json.TryGetProperty("output", out var named) ? named : default;
        var slot = json.TryGetProperty("slot", out var numbered) ? numbered : default;
        return (from.ValueKind, output.ValueKind, slot.ValueKind) switch
        {
            (not JsonValueKind.String, _, _) => (null, "is a link whose 'from' is not a text; node ids are texts."),
            (_, JsonValueKind.String, JsonValueKind.Undefined) => (new LinkValue(from.GetString()!, output.GetString(), null), null),
            (_, JsonValueKind.Undefined, JsonValueKind.Undefined) => (new LinkValue(from.GetString()!, null, null), null),
            (_, JsonValueKind.Undefined, JsonValueKind.Number) => Slot(slot) is { } position ? (new LinkValue(from.GetString()!, null, position), null) : (null, SlotFault(slot)),
            _ => (null, "is a link with a wrong 'output' or 'slot'; give either 'output' (the output's name) or 'slot' (its position from 0)."),
        };
    }

    private static int? Slot(JsonElement number) => number.TryGetInt32(out var slot) ? slot
        : number.GetDouble() is var position && position >= 0 && position < int.MaxValue && Math.Floor(position) == position ? (int)position
        : null;

    private static string SlotFault(JsonElement number) => $"is a link to output {Sentences.Shown.Plain(number.GetRawText())}; the position of an output is a whole number from 0.";
}
