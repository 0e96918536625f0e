using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.JsonValues;

/// <summary>A place in a JSON value: <c>scenes[0].title</c>, <c>["odd name"].x</c>, or a JSON Pointer (RFC 6901), <c>/scenes/0/title</c>.
/// An index below zero counts from the end. The empty path is the whole value.</summary>
internal sealed class JsonPath
{
    private JsonPath(string written, string input, List<Step> steps) => (Written, Input, Steps) = (written, input, steps);

    /// <summary>As it was typed.</summary>
    public string Written { get; }

    /// <summary>Input that it came from.</summary>
    public string Input { get; }

    /// <summary>From the outside in.</summary>
    public List<Step> Steps { get; }

    /// <exception cref="NodeFailure">It is not a path.</exception>
    public static JsonPath Read(string written, string input)
    {
        var path = new JsonPath(written, input, []);
        if (written.StartsWith('/'))
        {
            path.Steps.AddRange(written[1..].Split('/').Select(Pointed));
        }
        else
        {
            path.ReadSteps(written.StartsWith('$') ? written[1..] : written);
        }

        return path.Steps.Count <= Limits.JsonDepth ? path : throw path.Wrong($"has more than {Limits.JsonDepth} steps");
    }

    /// <summary>The value at this place; null where there is none.</summary>
    public JsonElement? Find(JsonElement json)
    {
        foreach (var step in Steps)
        {
            if (step.In(json) is not { } inner)
            {
                return null;
            }

            json = inner;
        }

        return json;
    }

    public NodeFailure Wrong(string why) => Failures.At(Input, $"The path '{Written}' in '{Input}' {why}; a path looks like 'scenes[0].title' or '/scenes/0/title'.");

    private static Step Pointed(string token)
    {
        var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        var isIndex = int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index);
        return new Step(name, isIndex ? index : null);
    }

    private void ReadSteps(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            if (text[index] == '[')
            {
                index = Bracket(text, index + 1);
                continue;
            }

            index += text[index] == '.' ? 1 : 0;
            var end = text.AsSpan(index).IndexOfAny('.', '[');
            var name = end < 0 ? text[index..] : text.Substring(index, end);
            Steps.Add(name.Length > 0 ? new Step(name, null) : throw Wrong("has an empty name"));
            index += name.Length;
        }
    }

    private int Bracket(string text, int index)
    {
        if (index < text.Length && text[index] is '"' or '\'')
        {
            var name = new StringBuilder();
            var end = index + 1;
            for (; end < text.Length && text[end] != text[index]; end++)
            {
                end += text[end] == '\\' && end + 1 < text.Length ? 1 : 0;
                name.Append(text[end]);
            }

            Steps.Add(new Step(name.ToString(), null));
            return end + 1 < text.Length && text[end + 1] == ']' ? end + 2 : throw Wrong("has a '[' without its ']'");
        }

        var close = text.IndexOf(']', index);
        var digits = close < 0 ? throw Wrong("has a '[' without its ']'") : text[index..close].Trim();
        Steps.Add(int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new Step(null, number)
            : throw Wrong($"has '{digits}' in brackets, where a number or a quoted name belongs"));
        return close + 1;
    }

    /// <summary>One step: into an object by name, into an array by number. A pointer's number may be either.</summary>
    internal sealed record Step(string? Name, int? Index)
    {
        public JsonElement? In(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Object when Name is not null && json.TryGetProperty(Name, out var inner) => inner,
            JsonValueKind.Array when Index is { } index && Position(index, json.GetArrayLength()) is >= 0 and var at && at < json.GetArrayLength() => json[at],
            _ => null,
        };

        public static int Position(int index, int length) => index < 0 ? index + length : index;
    }
}
