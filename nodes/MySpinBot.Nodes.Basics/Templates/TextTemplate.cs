using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;

namespace MySpinBot.Nodes.Basics.Templates;

/// <summary>What a template does about a name that has no value.</summary>
public enum MissingName
{
    /// <summary>Fails and says which.</summary>
    [Choice("fail")]
    Fail,

    /// <summary>Writes nothing.</summary>
    [Choice("empty")]
    Empty,

    /// <summary>Leaves the place as it stands.</summary>
    [Choice("keep")]
    Keep,
}

/// <summary>Texts with places to fill in.</summary>
public static class TemplateNodes
{
    /// <summary>Fills the places <c>{{name}}</c> of a text. A name is an input, or a path into the JSON value: <c>{{hero.name}}</c>, <c>{{scenes[0].title}}</c>.</summary>
    /// <param name="template">The text. A name may be followed by what to write without it: <c>{{name|nobody}}</c>.</param>
    /// <param name="data">A JSON object with values by name.</param>
    /// <param name="missing">What to do about a name that has no value.</param>
    /// <param name="values">Further inputs by name; they come before the JSON value's.</param>
    /// <returns>The filled text.</returns>
    [Node("TextTemplate", Category = "basics/text/template", Search = "fill in, placeholder, mustache, prompt template")]
    public static string Fill([Input(Multiline = true)] string template, JsonElement? data = null, MissingName missing = MissingName.Fail, ExtraInputs? values = null)
    {
        var known = NamedValues.Of(values);
        var (text, index) = (new StringBuilder(template.Length), 0);
        while (template.IndexOf("{{", index, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw Failures.At("template", "Input 'template' has a '{{' without its '}}'.");
            }

            text.Append(template, index, open - index).Append(Place(template[(open + 2)..close], data, known, missing));
            Limits.PromisedText(text.Length);
            index = close + 2;
        }

        return Limits.Text(text.Append(template, index, template.Length - index).ToString());
    }

    private static string Place(string place, JsonElement? data, Dictionary<string, object?> values, MissingName missing)
    {
        var bar = place.IndexOf('|', StringComparison.Ordinal);
        var name = (bar < 0 ? place : place[..bar]).Trim();
        if (values.TryGetValue(name, out var value) && value is not null)
        {
            return ValueText.Of(value);
        }

        if (data is { } json && JsonPath.Read(name, "template").Find(json) is { ValueKind: not JsonValueKind.Null } found)
        {
            return ValueText.Of(found);
        }

        return bar >= 0 ? place[(bar + 1)..].Trim() : missing switch
        {
            MissingName.Empty => "",
            MissingName.Keep => "{{" + place + "}}",
            _ => throw Failures.At("template", $"The template asks for '{name}', and neither an input nor the JSON value has it; inputs are {NamedValues.List(values.Keys)}."),
        };
    }
}
