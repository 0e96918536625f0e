using System.Text.Json;
using System.Text.Unicode;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>The fields of a body that is a JSON object. Each is asked for by its name; in the end <see cref="Check"/> says all that was wrong at once, and which fields nobody knows.</summary>
internal sealed class BodyFields
{
    /// <summary>So much that is wrong is said at once, and no more is looked for.</summary>
    public const int MostFaults = 100;

    // More than any body here has; a body with more is not meant for us.
    private const int MostFields = 64;

    /// <summary>How deep bodies may be.</summary>
    public static readonly JsonReaderOptions Deep = new() { MaxDepth = 300 };

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<(string Name, Range Place)> _fields = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private BodyFields(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>What was found to be wrong so far.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The fields of a body; none for an empty one.</summary>
    /// <exception cref="ServerRefusal">It is no JSON, or no object.</exception>
    public static BodyFields Read(ReadOnlyMemory<byte> body)
    {
        var fields = new BodyFields(body);
        if (!body.IsEmpty)
        {
            fields.Scan();
        }

        return fields;
    }

    /// <summary>A reader of a body that stands in its object.</summary>
    /// <exception cref="ServerRefusal">It is no object.</exception>
    public static Utf8JsonReader Enter(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "malformed_json", "The body is not UTF-8; send it as UTF-8.");
        }

        var reader = new Utf8JsonReader(body, Deep);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? reader : throw new ServerRefusal(RefusalKind.Wrong, "malformed_json", "The body is no JSON object.");
    }

    /// <summary>What a reader met.</summary>
    public static ServerRefusal Malformed(JsonException met)
    {
        var end = met.Message.IndexOf(" LineNumber:", StringComparison.Ordinal); // our sentence says the position itself
        return new ServerRefusal(
            RefusalKind.Wrong, "malformed_json", $"The body is not JSON: line {met.LineNumber + 1}, column {met.BytePositionInLine + 1}: {(end < 0 ? met.Message : met.Message[..end])}");
    }

    /// <summary>Where the value of a field stands; null where it is absent.</summary>
    public ReadOnlyMemory<byte>? Raw(string name)
    {
        _asked.Add(name);
        foreach (var (known, place) in _fields)
        {
            if (known == name)
            {
                return _body[place];
            }
        }

        return null;
    }

    /// <summary>The value of a field; null where it is absent or null.</summary>
    public JsonElement? Value(string name) => Raw(name) is { } raw && Parse(raw.Span) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>A text of some length.</summary>
    public string? Text(string name, int longest)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.String && Shown.Text(value) is { } text && text.Length <= longest ? text
            : Wrong<string?>($"/{name}", value, $"a text of at most {longest} characters", null);

    /// <summary>An object. Its texts are whole, so whoever reads them later need not fear.</summary>
    public JsonElement? Object(string name, string wanted)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return Wrong<JsonElement?>($"/{name}", value, wanted, null);
        }

        if (JsonTexts.AreWhole(Raw(name)!.Value.Span))
        {
            return value;
        }

        Faults.Add(new Fault("bad_field", $"Field '/{name}' {JsonTexts.Halves}.") { Field = $"/{name}" });
        return null;
    }

    /// <summary>Yes or no.</summary>
    public bool? Flag(string name)
        => Value(name) is not { } value ? null
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : Wrong<bool?>($"/{name}", value, "true or false", null);

    /// <summary>A whole number.</summary>
    public int? Number(string name, int least, int most)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
            : Wrong<int?>($"/{name}", value, $"a whole number from {least} to {most}", null);

    /// <summary>A whole number that may be large: bytes.</summary>
    public long? Amount(string name, long least, long most)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most ? number
            : Wrong<long?>($"/{name}", value, $"a whole number from {least} to {most}", null);

    /// <summary>An id of a job.</summary>
    public Guid? Id(string name)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.String && Shown.Text(value) is { } text && Guid.TryParse(text, out var id) ? id
            : Wrong<Guid?>($"/{name}", value, "the id of a job", null);

    /// <summary>Says what is wrong with a field.</summary>
    public T Wrong<T>(string pointer, JsonElement given, string wanted, T otherwise)
    {
        Faults.Add(new Fault("bad_field", $"Field {Shown.Name(pointer)} is {Shown.Value(given)}; it must be {wanted}.") { Field = pointer, Expected = wanted, Got = Shown.Value(given) });
        return otherwise;
    }

    /// <summary>Whether all is well.</summary>
    /// <exception cref="ServerRefusal">It is not.</exception>
    public void Check() => Requests.Check(AllFaults(), "bad_fields");

    /// <summary>All that is wrong, with the fields that nobody has asked for.</summary>
    public IReadOnlyList<Fault> AllFaults()
    {
        foreach (var (name, _) in _fields)
        {
            if (!_asked.Contains(name))
            {
                var there = _asked.Count == 0 ? "the body has none" : $"there are {Shown.Names(_asked)}";
                Faults.Add(new Fault("unknown_field", $"There is no field {Shown.Name(name)} here; {there}.{new NearestNames().Ask(name, _asked)}") { Field = $"/{name}" });
            }
        }

        return Faults;
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Deep);
        return JsonElement.ParseValue(ref reader);
    }

    private void Scan()
    {
        try
        {
            var reader = Enter(_body.Span);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Add(name, start..(int)reader.BytesConsumed);
            }

            reader.Read(); // whatever stands behind the object is no JSON
        }
        catch (JsonException met)
        {
            throw Malformed(met);
        }
        catch (InvalidOperationException) // a name with half a character
        {
            throw new ServerRefusal(RefusalKind.Wrong, "malformed_json", "The body has a name with half a character (an escaped surrogate without its other half).");
        }
    }

    private void Add(string name, Range place)
    {
        if (Faults.Count < MostFaults && _fields.Exists(field => field.Name == name))
        {
            Faults.Add(new Fault("repeated_field", $"Field {Shown.Name(name)} stands twice.") { Field = $"/{name}" });
        }
        else if (_fields.Count == MostFields || Faults.Count == MostFaults)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_fields", $"The body has more than {MostFields} fields; none here has so many.");
        }
        else
        {
            _fields.Add((name, place));
        }
    }
}
