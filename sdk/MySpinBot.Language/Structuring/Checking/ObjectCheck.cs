using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Checks objects.</summary>
internal static class ObjectCheck
{
    public static void Check(SchemaCheck check, SchemaPlace place, JsonElement value, string at)
    {
        var names = value.EnumerateObject().Select(property => property.Name).ToHashSet();
        foreach (var name in place.List("required").Select(name => name.Schema.ToString()).Where(name => !names.Contains(name)))
        {
            check.Fault(at, $"lacks the property \"{name}\"");
        }

        if (place.Count("minProperties") is { } least && names.Count < least)
        {
            check.Fault(at, $"has {names.Count} properties, fewer than {least}");
        }

        if (place.Count("maxProperties") is { } most && names.Count > most)
        {
            check.Fault(at, $"has {names.Count} properties, more than {most}");
        }

        CheckProperties(check, place, value, at);
        foreach (var (name, needed) in place.Named("dependentRequired").Where(entry => names.Contains(entry.Name)))
        {
            foreach (var missing in needed.Schema.EnumerateArray().Select(other => other.ToString()).Where(other => !names.Contains(other)))
            {
                check.Fault(at, $"lacks the property \"{missing}\", which \"{name}\" asks for");
            }
        }

        foreach (var (_, schema) in place.Named("dependentSchemas").Where(entry => names.Contains(entry.Name)))
        {
            check.Check(schema, value, at);
        }
    }

    private static void CheckProperties(SchemaCheck check, SchemaPlace place, JsonElement value, string at)
    {
        var declared = place.Named("properties").ToDictionary(property => property.Name, property => property.Place);
        var patterns = place.Named("patternProperties");
        var others = place.Keyword("additionalProperties") is { } rest ? place.At("additionalProperties", rest) : null;
        foreach (var property in value.EnumerateObject())
        {
            var below = $"{at}/{SchemaPlace.Escaped(property.Name)}";
            var fits = patterns.Where(pattern => check.Matches(pattern.Name, property.Name)).Select(pattern => pattern.Place).ToList();
            if (declared.TryGetValue(property.Name, out var own))
            {
                fits.Add(own);
            }

            foreach (var schema in fits.Count > 0 || others is null ? fits : [others])
            {
                check.Check(schema, property.Value, below);
            }

            if (place.Keyword("propertyNames") is { } names && !check.Accepts(place.At("propertyNames", names), JsonSerializer.SerializeToElement(property.Name)))
            {
                check.Fault(below, "has a name that the schema's propertyNames does not allow");
            }
        }
    }
}
