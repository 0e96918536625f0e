using System.Text;

namespace MySpinBot.Nodes.Basics.Templates;

/// <summary>Python's format strings.</summary>
public static class FormatNodes
{
    /// <summary>Writes values into a text, as Python's format strings do: <c>{a}</c>, <c>{b:.2f}</c>, <c>{c:>8}</c>; <c>{{</c> and <c>}}</c> are braces.</summary>
    /// <param name="fString">The text with its places. Each name is one of the inputs.</param>
    /// <param name="a">Value of <c>{a}</c>.</param>
    /// <param name="b">Value of <c>{b}</c>.</param>
    /// <param name="c">Value of <c>{c}</c>.</param>
    /// <param name="d">Value of <c>{d}</c>.</param>
    /// <param name="values">Further inputs by name; ComfyUI's <c>values.a</c> is <c>{a}</c>.</param>
    /// <returns>The text.</returns>
    [Node("StringFormat", Title = "Format Text", Category = "basics/text/template", Search = "string, format, template, python")]
    public static string Format(
        [Input(Multiline = true)] string fString = "{a}",
        [Input(SocketOnly = true)] object? a = null,
        [Input(SocketOnly = true)] object? b = null,
        [Input(SocketOnly = true)] object? c = null,
        [Input(SocketOnly = true)] object? d = null,
        ExtraInputs? values = null)
    {
        var known = NamedValues.Of(values, ("a", a), ("b", b), ("c", c), ("d", d));
        var (text, index) = (new StringBuilder(), 0);
        while (index < fString.Length)
        {
            var brace = fString[index];
            if (brace is not ('{' or '}') || (index + 1 < fString.Length && fString[index + 1] == brace))
            {
                text.Append(brace);
                index += brace is '{' or '}' ? 2 : 1;
                continue;
            }

            var close = brace == '{' ? fString.IndexOf('}', index) : -1;
            text.Append(Field(close < 0 ? throw Lonely(brace) : fString[(index + 1)..close], known));
            Limits.PromisedText(text.Length);
            index = close + 1;
        }

        return text.ToString();
    }

    private static string Field(string field, Dictionary<string, object?> values)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? field : field[..colon]).Trim();
        return values.TryGetValue(name, out var value)
            ? FormatSpecification.Read(colon < 0 ? "" : field[(colon + 1)..]).Write(value)
            : throw Failures.At("f_string", $"The format asks for '{name}', and there is no such input; linked are {NamedValues.List(values.Keys)}.");
    }

    private static NodeFailure Lonely(char brace)
        => Failures.At("f_string", $"The format has a '{brace}' without its partner; write '{brace}{brace}' for the character itself.");
}
