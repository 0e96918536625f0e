using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A grammar (GBNF) made of others: of arguments of tools, of an answer, of what a model writes around them. Each has its rules renamed, so that none takes another's name.</summary>
internal sealed class JoinedGrammar
{
    /// <summary>The schema of everything.</summary>
    public static readonly JsonElement Anything = Json("{}");

    private static readonly JsonElement AnyObject = Json("""{"type":"object"}""");

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);

    /// <summary>A text as an element of a rule.</summary>
    public static string Literal(string text)
    {
        if (text.Length == 0)
        {
            return "\"\"";
        }

        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Adds a rule.</summary>
    public void Rule(string name, string body)
    {
        if (_rules.Add(name))
        {
            _text.Append(name).Append(" ::= ").Append(body).Append('\n');
        }
    }

    /// <summary>Adds the rule <c>ws</c>: white space of JSON, a little.</summary>
    public void Space() => Rule("ws", "(\" \" | \"\\n\" [ \\t]{0,12})?");

    /// <summary>Adds the rules of a tool's arguments. Where their schema asks for what no grammar here can say, they are any object: tools come from anywhere, and check what they are given.</summary>
    /// <returns>The rule's name.</returns>
    public string Arguments(ToolDeclaration tool, int index) => Value(Schema(tool), AnyObject, $"tool{index}");

    /// <summary>Adds the rules of a value; of another where those cannot be written.</summary>
    /// <returns>The rule's name.</returns>
    public string Value(JsonElement schema, JsonElement otherwise, string name)
    {
        string grammar;
        try
        {
            grammar = JsonGrammar.Of(schema);
        }
        catch (NodeFailure)
        {
            grammar = JsonGrammar.Of(otherwise);
        }

        return Add(grammar, name);
    }

    /// <summary>Adds a grammar; its rules get a name before theirs.</summary>
    /// <returns>The name of its <c>root</c>.</returns>
    public string Add(string grammar, string prefix)
    {
        if (_rules.Add($"{prefix}-root"))
        {
            Rename(grammar, prefix + "-");
            _text.Append('\n');
        }

        return $"{prefix}-root";
    }

    /// <summary>All of it.</summary>
    /// <param name="root">What the rule <c>root</c> is.</param>
    public string ToText(string root) => $"root ::= {root}\n{_text}";

    /// <summary>The schema of a tool's arguments.</summary>
    public static JsonElement Schema(ToolDeclaration tool)
        => tool.Parameters is { ValueKind: JsonValueKind.Object } parameters && parameters.EnumerateObject().Any() ? parameters : AnyObject;

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    // Names stand outside of texts, sets, counts and comments.
    private void Rename(string grammar, string prefix)
    {
        for (var i = 0; i < grammar.Length;)
        {
            var c = grammar[i];
            var end = c switch
            {
                '"' => Closing(grammar, i, '"'),
                '[' => Closing(grammar, i, ']'),
                '{' => Closing(grammar, i, '}'),
                '<' => Closing(grammar, i, '>'),
                '#' => grammar.IndexOf('\n', i) is var line and >= 0 ? line : grammar.Length,
                _ => i + 1,
            };
            if (char.IsAsciiLetter(c))
            {
                while (end < grammar.Length && (char.IsAsciiLetterOrDigit(grammar[end]) || grammar[end] is '-' or '_'))
                {
                    end++;
                }

                _text.Append(prefix);
            }

            _text.Append(grammar, i, end - i);
            i = end;
        }
    }

    private static int Closing(string grammar, int from, char closing)
    {
        for (var i = from + 1; i < grammar.Length; i++)
        {
            if (grammar[i] == '\\')
            {
                i++;
            }
            else if (grammar[i] == closing)
            {
                return i + 1;
            }
        }

        return grammar.Length;
    }
}
