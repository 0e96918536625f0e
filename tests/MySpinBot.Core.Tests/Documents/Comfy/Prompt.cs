using System.Text;
using System.Text.Json;

namespace MySpinBot.Core.Tests.Documents.Comfy;

/// <summary>A prompt as its backend understands it: types, and inputs that are links or values. Titles and <c>is_changed</c> do not count, numbers count by value.</summary>
internal sealed class Prompt
{
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Node, string Input), string> Inputs { get; } = [];

    public static Prompt Of(ReadOnlySpan<byte> json)
    {
        // Python writes NaN, which is not JSON; here it stands in is_changed only.
        var prompt = new Prompt();
        foreach (var node in JsonElement.Parse(Encoding.UTF8.GetString(json).Replace(": NaN", ": null", StringComparison.Ordinal)).EnumerateObject())
        {
            prompt.Types.Add(node.Name, node.Value.GetProperty("class_type").GetString()!);
            foreach (var input in node.Value.GetProperty("inputs").EnumerateObject())
            {
                prompt.Inputs.Add((node.Name, input.Name), Plain(input.Value));
            }
        }

        return prompt;
    }

    /// <summary>What differs, one line each, as the pairs' index names it.</summary>
    public IEnumerable<string> DifferencesTo(Prompt expected, Func<string, bool> isCompared)
    {
        foreach (var (id, type) in expected.Types)
        {
            if (!Types.TryGetValue(id, out var made))
            {
                yield return $"node-missing-in-ui {id} {type}";
            }
            else if (made != type)
            {
                yield return $"type {id} {made} {type}";
            }
        }

        foreach (var (id, type) in Types.Where(node => !expected.Types.ContainsKey(node.Key)))
        {
            yield return $"node-not-in-prompt {id} {type}";
        }

        foreach (var ((id, name), value) in expected.Inputs.Where(input => Types.ContainsKey(input.Key.Node)))
        {
            var type = Types[id];
            var isLink = IsLink(value);
            if (!Inputs.TryGetValue((id, name), out var made))
            {
                if (isLink || isCompared(type))
                {
                    yield return $"{(isLink ? "link-missing" : "input-only-in-prompt")} {id} {type} {name} {value}";
                }
            }
            else if (made != value && (isLink || IsLink(made) || isCompared(type)))
            {
                yield return $"{(isLink && IsLink(made) ? "link" : isLink || IsLink(made) ? "link/value" : "value")} {id} {type} {name} {made} {value}";
            }
        }

        foreach (var ((id, name), value) in Inputs.Where(input => expected.Types.ContainsKey(input.Key.Node) && !expected.Inputs.ContainsKey(input.Key)))
        {
            if (IsLink(value) || isCompared(Types[id]))
            {
                yield return $"input-not-in-prompt {id} {Types[id]} {name} {value}";
            }
        }
    }

    private static bool IsLink(string value) => value.StartsWith("-> ", StringComparison.Ordinal);

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() == 2 && value[0].ValueKind == JsonValueKind.String && value[1].ValueKind == JsonValueKind.Number => $"-> {value[0].GetString()} {value[1].GetInt32()}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Plain))}]",
        JsonValueKind.Object when value.TryGetProperty("__value__", out var wrapped) => Plain(wrapped),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number.ToString("G29", System.Globalization.CultureInfo.InvariantCulture) : value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        JsonValueKind.String => $"\"{value.GetString()}\"",
        _ => value.GetRawText(),
    };
}
