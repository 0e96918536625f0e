using System.Globalization;
using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>Values that a schema of the description allows, and values like them that it does not.</summary>
internal sealed class SchemaValues(JObject document, Harvest harvest, Random random)
{
    private const int Deepest = 6;

    private static readonly string[] Graphs =
    [
        """{"words":{"class_type":"PrimitiveString","inputs":{"value":"hi"}},"show":{"class_type":"PreviewAny","inputs":{"source":["words",0]}}}""",
        """{"version":1,"nodes":{"words":{"class_type":"PrimitiveString","inputs":{"value":{"input":"text"}}},"show":{"class_type":"PreviewAny","inputs":{"source":{"from":"words"}}}},"inputs":{"text":{"type":"STRING","default":"hi"}}}""",
        """{"prompt":{"1":{"class_type":"PrimitiveInt","inputs":{"value":3}},"2":{"class_type":"PreviewAny","inputs":{"source":["1",0]},"_meta":{"title":"x"}}}}""",
        """{"last_node_id":2,"last_link_id":1,"nodes":[{"id":1,"type":"PrimitiveInt","pos":[0,0],"size":[1,1],"mode":0,"outputs":[{"name":"INT","type":"INT","links":[1]}],"widgets_values":[4,"fixed"]},{"id":2,"type":"PreviewAny","pos":[0,0],"size":[1,1],"mode":0,"inputs":[{"name":"source","type":"*","link":1}]}],"links":[[1,1,0,2,0,"INT"]],"groups":[],"version":0.4}""",
        """{"a":{"class_type":"NoSuchNode","inputs":{"x":["b",0]}}}""",
        """{"version":1,"nodes":{"a":{"class_type":"subgraph:s"}},"subgraphs":{"s":{"nodes":{"b":{"class_type":"subgraph:s"}}}}}""",
        """{"version":99,"nodes":{}}""", "{}", """{"nodes":[]}""", """{"1":{"class_type":"PreviewAny","inputs":{"source":["1",0]}}}""",
    ];

    private static readonly string[] Texts =
    [
        "a", "hello", "", " ", "ä€😀", "*", "..", "../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "con", ".", "-1", "0", "null", "true", "\"", "'", "<script>", "%00", "%", "a\u0000b", "a\nb", "\u202e", "http://127.0.0.1:9/x", "http://169.254.169.254/latest",
        "https://nowhere.invalid/x", "file:///etc/passwd", "ftp://x", "2026-05-01T12:00:00Z", "9999999999999999999999", "1e999", "{{x}}", "${x}", "SELECT 1;--",
    ];

    /// <summary>A value that the schema allows.</summary>
    public JToken Valid(JToken? schema, int depth = 0)
    {
        if (schema?["$ref"]?.ToString() is { } reference)
        {
            return reference == "#/components/schemas/Graph" ? JToken.Parse(Graphs[random.Next(Graphs.Length)]) : Valid(Resolve(schema), depth);
        }

        if ((schema?["oneOf"] ?? schema?["anyOf"]) is JArray options)
        {
            return Valid(options[random.Next(options.Count)], depth);
        }

        if (schema?["allOf"] is JArray parts)
        {
            var whole = new JObject();
            foreach (var part in parts)
            {
                whole.Merge(Valid(part, depth));
            }

            return whole;
        }

        if (schema?["enum"] is JArray members)
        {
            return members[random.Next(members.Count)].DeepClone();
        }

        return (schema?["type"] is JArray kinds ? kinds[0].ToString() : schema?["type"]?.ToString()) switch
        {
            "string" => Text(schema!),
            "integer" => Whole(schema!),
            "number" => Low(schema!) + random.NextDouble() * Math.Min(1_000, High(schema!) - Low(schema!)),
            "boolean" => random.Next(2) == 0,
            "array" => new JArray(Enumerable.Range(0, depth > Deepest ? 0 : Count(schema!)).Select(_ => Valid(schema!["items"], depth + 1))),
            "object" => Object(schema!, depth),
            _ => Spoiled(),
        };
    }

    /// <summary>A value with something wrong in it, somewhere.</summary>
    public JToken Spoil(JToken value)
    {
        var places = (value as JContainer)?.DescendantsAndSelf().Where(token => token is not JProperty).ToList() ?? [value];
        var place = places[random.Next(places.Count)];
        if (place.Parent is null)
        {
            return random.Next(2) == 0 && place is JObject root ? WithAnother(root) : Spoiled();
        }

        switch (random.Next(4))
        {
            case 0 when place.Parent is JProperty field: field.Remove(); break;
            case 1 when place is JObject inner: WithAnother(inner); break;
            default: place.Replace(Spoiled()); break;
        }

        return value;
    }

    /// <summary>A text of some sort.</summary>
    public string AnyText() => random.Next(12) == 0 ? new string('x', random.Next(1, 20_000)) : Texts[random.Next(Texts.Length)];

    /// <summary>What stands behind a reference.</summary>
    public JToken Resolve(JToken token) => token["$ref"] is { } reference ? document.SelectToken(reference.ToString()[2..].Replace('/', '.'))! : token;

    private JObject WithAnother(JObject value)
    {
        value[AnyText()] = Spoiled();
        return value;
    }

    private JToken Spoiled() => random.Next(14) switch
    {
        0 => JValue.CreateNull(),
        1 => AnyText(),
        2 => random.Next(-2, 3),
        3 => long.MaxValue,
        4 => -1e300,
        5 => 0.5,
        6 => true,
        7 => new JArray(),
        8 => new JObject(),
        9 => new JArray(Enumerable.Range(0, random.Next(1, 3_000))),
        10 => new JObject { ["__value__"] = new JArray(1, 2) },
        11 => new JObject { ["from"] = AnyText(), ["output"] = AnyText() },
        12 => Enumerable.Range(0, random.Next(1, 400)).Aggregate((JToken)1, (inner, _) => new JArray(inner)),
        _ => new JObject { ["secret"] = AnyText() },
    };

    private JObject Object(JToken schema, int depth)
    {
        var (value, required) = (new JObject(), schema["required"]?.Select(name => name.ToString()).ToHashSet() ?? []);
        foreach (var property in (schema["properties"] as JObject)?.Properties() ?? [])
        {
            if (required.Contains(property.Name) || (depth <= Deepest && random.Next(3) == 0))
            {
                value[property.Name] = harvest.Find("", property.Name, random) is { } known && property.Value["type"]?.ToString() == "string" && random.Next(2) == 0 ? known : Valid(property.Value, depth + 1);
            }
        }

        if (schema["additionalProperties"] is JObject values && depth <= Deepest)
        {
            for (var i = random.Next(3); i > 0; i--)
            {
                value[AnyText()] = Valid(values, depth + 1);
            }
        }

        return value;
    }

    private JToken Text(JToken schema)
    {
        var text = schema["format"]?.ToString() switch
        {
            "uuid" => Guid.NewGuid().ToString(),
            "date-time" => DateTimeOffset.UtcNow.AddMinutes(random.Next(-10_000, 10_000)).ToString("O", CultureInfo.InvariantCulture),
            _ => schema["pattern"]?.ToString() switch
            {
                { } pattern when pattern.Contains("{64}", StringComparison.Ordinal) => Convert.ToHexStringLower(RandomBytes(32)),
                { } pattern when pattern.Contains("{32}", StringComparison.Ordinal) => Convert.ToHexStringLower(RandomBytes(16)),
                { } pattern when pattern.Contains(':') => "colour:blue",
                { } => "colour",
                null => AnyText(),
            },
        };
        var (least, most) = ((int?)schema["minLength"] ?? 0, (int?)schema["maxLength"] ?? int.MaxValue);
        return text.Length > most ? text[..most] : text.PadRight(least, 'x');
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private JToken Whole(JToken schema)
    {
        var (low, high) = ((long)Math.Max(Low(schema), -1e15), (long)Math.Min(High(schema), 1e15));
        return random.Next(4) switch { 0 => low, 1 => high, _ => random.NextInt64(low, Math.Max(low, Math.Min(high, low + 1_000)) + 1) };
    }

    private int Count(JToken schema) => Math.Clamp(random.Next(4), (int?)schema["minItems"] ?? 0, Math.Min(50, (int?)schema["maxItems"] ?? 50));

    private static double Low(JToken schema) => (double?)schema["minimum"] ?? (double?)schema["exclusiveMinimum"] + 1e-3 ?? -1_000;

    private static double High(JToken schema) => (double?)schema["maximum"] ?? (double?)schema["exclusiveMaximum"] - 1e-3 ?? 1_000_000;
}
