using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Checks JSON by a JSON Schema (draft 2020-12, and what older drafts called otherwise): the keywords that grammars follow, and those beside them that can only be checked.
/// Keywords that it does not know say nothing, as the standard has it.</summary>
internal sealed class SchemaCheck
{
    private const int MostFaults = 20;
    private const int MostDepth = 256;

    private readonly SchemaDocument _document;
    private readonly Terms _terms = new();
    private readonly Dictionary<string, Automaton> _patterns = [];
    private readonly List<string> _faults = [];
    private int _depth;

    private SchemaCheck(SchemaDocument document) => _document = document;

    /// <summary>What is wrong, in sentences; none where it is accepted.</summary>
    public static IReadOnlyList<string> Faults(SchemaDocument document, JsonElement value)
    {
        var check = new SchemaCheck(document);
        if (!WholeText.IsWhole(value))
        {
            return ["The value has a string with half of a surrogate pair, which is no character."];
        }

        check.Check(document.Root, value, "");
        return check._faults;
    }

    /// <summary>Tells a fault.</summary>
    internal void Fault(string at, string what)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add($"{(at.Length == 0 ? "The value" : $"What is at {at}")} {what}.");
        }
    }

    /// <summary>Checks a value by a place.</summary>
    internal void Check(SchemaPlace place, JsonElement value, string at)
    {
        if (place.Schema.ValueKind is JsonValueKind.True)
        {
            return;
        }

        if (place.Schema.ValueKind is JsonValueKind.False)
        {
            Fault(at, "is not allowed to be there");
            return;
        }

        if (place.Schema.ValueKind is not JsonValueKind.Object)
        {
            throw new NodeFailure($"The schema at {place.Pointer} is neither an object nor true nor false.");
        }

        if (++_depth > MostDepth)
        {
            throw new NodeFailure($"The schema at {place.Pointer} refers to itself for ever, or the value nests more than {MostDepth} deep.");
        }

        CheckTogether(place, value, at);
        CheckKind(place, value, at);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                TextCheck.Check(this, place, value.GetString()!, at);
                break;
            case JsonValueKind.Number:
                NumberCheck.Check(this, place, value, at);
                break;
            case JsonValueKind.Array:
                ListCheck.Check(this, place, value, at);
                break;
            case JsonValueKind.Object:
                ObjectCheck.Check(this, place, value, at);
                break;
        }

        _depth--;
    }

    /// <summary>Whether a place accepts a value.</summary>
    internal bool Accepts(SchemaPlace place, JsonElement value)
    {
        var trial = new SchemaCheck(_document) { _depth = _depth };
        trial.Check(place, value, "");
        return trial._faults.Count == 0;
    }

    /// <summary>Whether a pattern is found in a text.</summary>
    internal bool Matches(string pattern, string text)
    {
        if (!_patterns.TryGetValue(pattern, out var automaton))
        {
            _patterns.Add(pattern, automaton = Automaton.Of(_terms, PatternLanguage.Of(_terms, pattern)));
        }

        return automaton.Accepts(text);
    }

    private void CheckTogether(SchemaPlace place, JsonElement value, string at)
    {
        if (place.Keyword("$ref") is not null)
        {
            Check(_document.Refer(place), value, at);
        }

        foreach (var part in place.List("allOf"))
        {
            Check(part, value, at);
        }

        if (place.Keyword("anyOf") is not null && !place.List("anyOf").Any(part => Accepts(part, value)))
        {
            Fault(at, "is none of what the schema's anyOf allows");
        }

        if (place.Keyword("oneOf") is not null && place.List("oneOf").Count(part => Accepts(part, value)) is var fits and not 1)
        {
            Fault(at, $"is {(fits == 0 ? "none" : $"{fits} at once")} of what the schema's oneOf allows, of which it has to be one");
        }

        if (place.Keyword("not") is { } not && Accepts(place.At("not", not), value))
        {
            Fault(at, "is what the schema's not rules out");
        }

        if (place.Keyword("if") is { } condition)
        {
            var branch = Accepts(place.At("if", condition), value) ? "then" : "else";
            if (place.Keyword(branch) is { } asked)
            {
                Check(place.At(branch, asked), value, at);
            }
        }
    }

    private void CheckKind(SchemaPlace place, JsonElement value, string at)
    {
        if (place.Keyword("enum") is not null && !place.List("enum").Any(choice => SameValue.Are(choice.Schema, value)))
        {
            Fault(at, $"is none of {string.Join(", ", place.List("enum").Take(12).Select(choice => choice.Schema.GetRawText()))}");
        }

        if (place.Keyword("const") is { } constant && !SameValue.Are(constant, value))
        {
            Fault(at, $"is not {constant.GetRawText()}");
        }

        var types = place.Keyword("type") switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } type => [type.GetString()!],
            _ => place.List("type").Select(type => type.Schema.ToString()).ToArray(),
        };
        if (types.Length > 0 && !types.Any(type => IsOf(type, value)) && !(value.ValueKind is JsonValueKind.Null && place.Flag("nullable")))
        {
            Fault(at, $"is {Kind(value)}, not {string.Join(" or ", types)}");
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind is JsonValueKind.Number && ExactNumber.TryParse(value.GetRawText(), out var number) && number.IsWhole,
        _ => type == Kind(value),
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
