using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Checks texts.</summary>
internal static class TextCheck
{
    public static void Check(SchemaCheck check, SchemaPlace place, string text, string at)
    {
        var length = text.EnumerateRunes().Count();
        if (place.Count("minLength") is { } least && length < least)
        {
            check.Fault(at, $"has {length} characters, fewer than {least}");
        }

        if (place.Count("maxLength") is { } most && length > most)
        {
            check.Fault(at, $"has {length} characters, more than {most}");
        }

        if (place.Text("pattern") is { } pattern && !check.Matches(pattern, text))
        {
            check.Fault(at, $"does not fit the pattern {pattern}");
        }

        // A format that is not known is a remark, as the standard has it.
        if (place.Text("format") is { } format && StringFormats.Pattern(format) is { } form && !check.Matches(form, text))
        {
            check.Fault(at, $"is not of the format {format}");
        }
    }
}

/// <summary>Checks numbers, exactly.</summary>
internal static class NumberCheck
{
    public static void Check(SchemaCheck check, SchemaPlace place, JsonElement value, string at)
    {
        if (!ExactNumber.TryParse(value.GetRawText(), out var number))
        {
            check.Fault(at, "is a number beyond all limits");
            return;
        }

        Limit(check, place, number, at, ("minimum", "exclusiveMinimum"), "less than", below: true);
        Limit(check, place, number, at, ("maximum", "exclusiveMaximum"), "more than", below: false);
        if (place.Number("multipleOf") is { } step)
        {
            if (step.Sign <= 0)
            {
                throw place.Wrong("multipleOf", "more than zero");
            }

            if (!number.IsMultipleOf(step))
            {
                check.Fault(at, $"is not a multiple of {step}");
            }
        }
    }

    private static void Limit(SchemaCheck check, SchemaPlace place, ExactNumber number, string at, (string Inclusive, string Exclusive) keywords, string beyond, bool below)
    {
        var old = place.Keyword(keywords.Exclusive) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : (bool?)null;
        if (place.Number(keywords.Inclusive) is { } limit && new NumberLimit(limit, old ?? false).Excludes(number, below))
        {
            check.Fault(at, $"is {number}, {(old is true ? "not within" : beyond)} {limit}");
        }

        if (old is null && place.Number(keywords.Exclusive) is { } end && new NumberLimit(end, true).Excludes(number, below))
        {
            check.Fault(at, $"is {number}, not {(below ? "more" : "less")} than {end}");
        }
    }
}
