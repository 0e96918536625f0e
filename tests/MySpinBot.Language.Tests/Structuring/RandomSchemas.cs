using System.Globalization;
using System.Text.Json.Nodes;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>Schemas by chance, each with values that it accepts, made as the schema is made and not by reading it.</summary>
internal sealed class RandomSchemas(Random chance)
{
    private static readonly string[] Names = ["name", "names", "age", "na\"me", "città", "名", "a", "ab", "kind of", "x\\y"];
    private static readonly string[] Words = ["", "a", "red", "ready", "two words", "\"quoted\"", "日本", "line\nbreak", "😀 smile", "\\", "tab\t", "/"];

    private static readonly (string Pattern, Func<Random, string> Text)[] Patterns =
    [
        ("^[a-z]{2,4}$", chance => new string('q', chance.Next(2, 5))),
        ("^(\\d{3}-)?\\d{4}$", chance => (chance.Next(2) == 0 ? "555-" : "") + chance.Next(10_000).ToString("0000", CultureInfo.InvariantCulture)),
        ("b+", chance => Words[chance.Next(4)] + "bb" + Words[chance.Next(Words.Length)]),
        ("^(?!.*--)[a-z-]+$", chance => chance.Next(2) == 0 ? "a-b-c" : "abc"),
        ("^[^\"\\\\]*$", chance => "free " + chance.Next(100)),
        ("(foo|bar|baz)$", chance => "the " + (chance.Next(2) == 0 ? "foo" : "baz")),
        ("^\\p{Lu}\\p{Ll}+$", _ => "Élan"),
    ];

    private static readonly (string Format, Func<Random, string> Text)[] Formats =
    [
        ("date", chance => new DateOnly(2000, 1, 1).AddDays(chance.Next(20_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("time", chance => new TimeOnly(chance.NextInt64(TimeSpan.TicksPerDay)).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+01:00"),
        ("date-time", chance => new DateTime(chance.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture)),
        ("uuid", chance => new Guid(chance.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString()),
        ("email", chance => $"some.one+{chance.Next()}@mail.example.org"),
        ("ipv4", chance => $"{chance.Next(256)}.{chance.Next(256)}.0.1"),
        ("ipv6", chance => new System.Net.IPAddress(Enumerable.Range(0, 16).Select(_ => (byte)(chance.Next(3) == 0 ? 0 : chance.Next(256))).ToArray()).ToString()),
        ("uri", chance => $"https://example.org:8080/a%20b/{chance.Next()}?q=1#top"),
        ("hostname", _ => "host-1.example.org"),
        ("duration", chance => System.Xml.XmlConvert.ToString(TimeSpan.FromHours(chance.Next(1, 10) + 0.5))),
    ];

    private int _defined;
    private readonly JsonObject _definitions = [];
    private readonly List<MadeSchema> _known = [];

    /// <summary>A whole schema.</summary>
    public MadeSchema Make(int depth)
    {
        var made = Value(depth);
        if (made.Schema is JsonObject schema && _definitions.Count > 0)
        {
            schema["$defs"] = _definitions.DeepClone();
        }

        return made;
    }

    private MadeSchema Value(int depth) => (depth <= 0 ? chance.Next(7) : chance.Next(14)) switch
    {
        0 => new(new JsonObject { ["type"] = "boolean", ["description"] = "Whether." }, random => random.Next(2) == 0),
        1 => new(new JsonObject { ["type"] = "null" }, _ => null),
        2 => Whole(),
        3 => Number(),
        4 => Text(),
        5 => Shaped(),
        6 => Chosen(),
        7 => List(depth),
        8 => Tuple(depth),
        9 => Alternatives(depth),
        10 => Defined(depth),
        11 => Chain(depth),
        _ => Record(depth),
    };

    private MadeSchema Whole()
    {
        var least = chance.Next(-2000, 2000);
        var most = least + chance.Next(0, 3000);
        var step = chance.Next(3) == 0 ? chance.Next(1, 9) : 1;
        var first = (int)Math.Ceiling(least / (double)step);
        var count = (int)Math.Floor(most / (double)step) - first + 1;
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = count > 0 ? most : first * step };
        if (step > 1)
        {
            schema["multipleOf"] = step;
        }

        return new(schema, random => (first + random.Next(Math.Max(count, 1))) * step);
    }

    private MadeSchema Number()
    {
        if (chance.Next(3) == 0)
        {
            return new(new JsonObject { ["type"] = "number" }, random => random.Next(2) == 0 ? random.NextDouble() * 1e-3 : random.Next(-5, 5) * 1e20);
        }

        var places = chance.Next(4);
        var unit = (decimal)Math.Pow(0.1, places);
        var least = chance.Next(-500, 500) * unit;
        var most = least + (chance.Next(1, 900) * unit);
        var schema = new JsonObject { ["type"] = "number", [chance.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = least, ["exclusiveMaximum"] = most + unit };
        if (chance.Next(2) == 0)
        {
            schema["multipleOf"] = unit;
        }

        return new(schema, random => least + (random.Next(1, (int)((most - least) / unit) + 1) * unit));
    }

    private MadeSchema Text()
    {
        var least = chance.Next(4);
        var most = chance.Next(2) == 0 ? least + chance.Next(6) : chance.Next(200, 3000);
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = least };
        if (most > 0)
        {
            schema["maxLength"] = most;
        }

        return new(schema, random => string.Concat(Enumerable.Range(0, random.Next(least, Math.Max(least, most) + 1)).Select(_ => Letter(random))));
    }

    private static string Letter(Random random) => random.Next(8) switch { 0 => "\"", 1 => "\\", 2 => "\n", 3 => "é", 4 => "本", 5 => "😀", 6 => "\u0001", _ => "x" };

    private MadeSchema Shaped()
    {
        if (chance.Next(2) == 0)
        {
            var (format, text) = Formats[chance.Next(Formats.Length)];
            return new(new JsonObject { ["type"] = "string", ["format"] = format }, random => text(random));
        }

        var (pattern, fits) = Patterns[chance.Next(Patterns.Length)];
        return new(new JsonObject { ["type"] = "string", ["pattern"] = pattern, ["maxLength"] = 40 }, random => fits(random));
    }

    private MadeSchema Chosen()
    {
        JsonNode?[] choices = [.. Enumerable.Range(0, chance.Next(1, 6)).Select(_ => Choice())];
        JsonNode? Copy(Random random) => choices[random.Next(choices.Length)]?.DeepClone();
        return choices.Length == 1
            ? new(new JsonObject { ["const"] = choices[0]?.DeepClone() }, Copy)
            : new(new JsonObject { ["enum"] = new JsonArray([.. choices.Select(choice => choice?.DeepClone())]) }, Copy);
    }

    private JsonNode? Choice() => chance.Next(7) switch
    {
        0 => chance.Next(-5, 5),
        1 => null,
        2 => chance.Next(2) == 0,
        3 => new JsonArray(1, "two", null),
        4 => new JsonObject { ["a"] = 1.5, ["b"] = new JsonArray() },
        _ => Words[chance.Next(Words.Length)],
    };

    private MadeSchema List(int depth)
    {
        var item = Value(depth - 1);
        var least = chance.Next(3);
        var most = least + chance.Next(4);
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema.DeepClone(), ["minItems"] = least };
        if (chance.Next(2) == 0)
        {
            schema["maxItems"] = most;
        }

        return new(schema, random => new JsonArray([.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => item.Value(random))]));
    }

    private MadeSchema Tuple(int depth)
    {
        var items = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Value(depth - 1)).ToList();
        var schema = new JsonObject { ["type"] = "array", ["prefixItems"] = new JsonArray([.. items.Select(item => item.Schema.DeepClone())]), ["minItems"] = items.Count };
        var more = chance.Next(2) == 0 ? Value(0) : null;
        schema["items"] = more?.Schema.DeepClone() ?? false;
        return new(schema, random => new JsonArray([.. items.Select(item => item.Value(random)), .. more is null ? [] : Enumerable.Range(0, random.Next(3)).Select(_ => more.Value(random))]));
    }

    private MadeSchema Alternatives(int depth)
    {
        var parts = Enumerable.Range(0, chance.Next(2, 4)).Select(_ => Value(depth - 1)).ToList();
        return new(new JsonObject { ["anyOf"] = new JsonArray([.. parts.Select(part => part.Schema.DeepClone())]) }, random => parts[random.Next(parts.Count)].Value(random));
    }

    private MadeSchema Defined(int depth)
    {
        if (_known.Count == 0 || chance.Next(2) == 0)
        {
            var target = Value(depth - 1);
            var name = $"d/{_defined++}~";
            _definitions[name] = target.Schema.DeepClone();
            _known.Add(new(new JsonObject { ["$ref"] = $"#/$defs/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}" }, target.Value));
        }

        var known = _known[chance.Next(_known.Count)];
        return known with { Schema = known.Schema.DeepClone() };
    }

    /// <summary>A list whose links refer to the place that they are in.</summary>
    private MadeSchema Chain(int depth)
    {
        var held = Value(depth - 1);
        var name = $"chain{_defined++}";
        var self = new JsonObject { ["$ref"] = $"#/$defs/{name}" };
        _definitions[name] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["held"] = held.Schema.DeepClone(), ["next"] = new JsonObject { ["anyOf"] = new JsonArray(self.DeepClone(), new JsonObject { ["type"] = "null" }) } },
            ["required"] = new JsonArray("held", "next"),
            ["additionalProperties"] = false,
        };
        return new(self, random => Link(random.Next(4), random));

        JsonNode? Link(int left, Random random) => left == 0 && held is not null
            ? new JsonObject { ["held"] = held.Value(random), ["next"] = null }
            : new JsonObject { ["held"] = held!.Value(random), ["next"] = Link(left - 1, random) };
    }

    private MadeSchema Record(int depth)
    {
        var names = Names.OrderBy(_ => chance.Next()).Take(chance.Next(5)).ToList();
        var properties = names.Select(name => (Name: name, Made: Value(depth - 1), Required: chance.Next(2) == 0)).ToList();
        var schema = new JsonObject { ["type"] = "object" };
        schema["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Made.Schema.DeepClone())));
        schema["required"] = new JsonArray([.. properties.Where(property => property.Required).Select(property => (JsonNode)property.Name)]);
        var others = chance.Next(3) == 0 ? Value(0) : null;
        schema["additionalProperties"] = others?.Schema.DeepClone() ?? false;
        return new(schema, random =>
        {
            var value = new JsonObject();
            foreach (var property in properties.Where(property => property.Required || random.Next(2) == 0))
            {
                value[property.Name] = property.Made.Value(random);
            }

            for (var more = others is null ? 0 : random.Next(3); more > 0; more--)
            {
                value[$"nam{more}"] = others!.Value(random);
            }

            return value;
        });
    }
}
