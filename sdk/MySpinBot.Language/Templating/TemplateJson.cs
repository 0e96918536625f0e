using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>JSON in templates: <c>tojson</c> as Transformers has it, which is Python's <c>json.dumps</c> with <c>ensure_ascii=False</c>.</summary>
internal static class TemplateJson
{
    /// <summary>The filter <c>tojson</c>.</summary>
    public static object? Filter(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("tojson", 4, "ensure_ascii", "indent", "separators", "sort_keys");

        // Jinja's own tojson takes indent first; Transformers' takes ensure_ascii first. A number can only be the former.
        var first = given.Placed.Count > 0 && given.Placed[0] is long;
        var indent = first ? given.Placed[0] : given.Get(1, "indent");
        var separators = given.Get(2, "separators") as TemplateList;
        var writer = new Writer(run)
        {
            Ascii = !first && Operations.IsTrue(given.Get(0, "ensure_ascii", false)),
            Sorted = Operations.IsTrue(given.Get(3, "sort_keys", false)),
            Indent = indent switch { null => null, MarkedText text => text.Value, _ => new string(' ', Math.Clamp(Operations.ToCount(indent), 0, 100)) },
            Between = separators is null ? indent is null ? ", " : "," : Told.Text(separators.Items[0]).Value,
            Behind = separators is null ? ": " : Told.Text(separators.Items[^1]).Value,
        };
        writer.Write(value, 0);
        return run.Made(writer.ToText());
    }

    /// <summary>JSON as values of a template, its texts being people's.</summary>
    public static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Fill(new TemplateMap(), json),
        JsonValueKind.Array => new TemplateList([.. json.EnumerateArray().Select(Value)]),
        JsonValueKind.String => MarkedText.OfPeople(json.GetString()!),
        JsonValueKind.Number => Number(json.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Puts an object's entries into a dictionary.</summary>
    public static TemplateMap Fill(TemplateMap map, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            map.Set(MarkedText.OfPeople(property.Name), Value(property.Value));
        }

        return map;
    }

    private static object Number(string text)
        => text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? (object)whole : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private sealed class Writer(TemplateRun run)
    {
        private readonly MarkedTextBuilder _text = new();

        public required bool Ascii { get; init; }

        public required bool Sorted { get; init; }

        public required string? Indent { get; init; }

        public required string Between { get; init; }

        public required string Behind { get; init; }

        public MarkedText ToText() => _text.ToText();

        public void Write(object? value, int depth)
        {
            run.Spend(1);
            if (depth > Told.MostDepth)
            {
                throw new TemplateFault("a value is nested too deep for JSON");
            }

            switch (value)
            {
                case null or Unsaid:
                    _text.Append("null");
                    break;
                case bool flag:
                    _text.Append(flag ? "true" : "false");
                    break;
                case long number:
                    _text.Append(number.ToString(CultureInfo.InvariantCulture));
                    break;
                case double number:
                    _text.Append(double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : Told.Number(number));
                    break;
                case MarkedText text:
                    Quote(text);
                    break;
                case TemplateList list:
                    Items("[", "]", list.Items, item => Write(item, depth + 1), depth);
                    break;
                case TemplateMap map:
                    var entries = Sorted ? map.Entries.OrderBy(each => each.Key, Comparer<object?>.Create(Operations.Compare)).ToArray() : map.Entries;
                    Items("{", "}", entries, each => Entry(each, depth + 1), depth);
                    break;
                default:
                    throw new TemplateFault($"{Told.Kind(value)} cannot be written as JSON");
            }
        }

        private void Entry(KeyValuePair<object?, object?> each, int depth)
        {
            Quote(each.Key switch
            {
                MarkedText text => text,
                null => MarkedText.Own("null"),
                bool flag => MarkedText.Own(flag ? "true" : "false"),
                _ => Told.Text(each.Key),
            });
            _text.Append(Behind);
            Write(each.Value, depth);
        }

        private void Items<T>(string open, string close, IReadOnlyList<T> items, Action<T> write, int depth)
        {
            _text.Append(open);
            for (var i = 0; i < items.Count; i++)
            {
                _text.Append(i == 0 ? "" : Between);
                Break(depth + 1);
                write(items[i]);
            }

            if (items.Count > 0)
            {
                Break(depth);
            }

            _text.Append(close);
        }

        private void Break(int depth)
        {
            if (Indent is not null)
            {
                run.SpendText(1 + (Indent.Length * depth));
                _text.Append("\n");
                for (var i = 0; i < depth; i++)
                {
                    _text.Append(Indent);
                }
            }
        }

        // With escapes it is one mark for the whole text, where it has one.
        private void Quote(MarkedText text)
        {
            run.SpendText(text.Length);
            _text.Append("\"");
            var made = new StringBuilder(text.Length);
            foreach (var c in text.Value)
            {
                _ = c switch
                {
                    '"' => made.Append("\\\""),
                    '\\' => made.Append("\\\\"),
                    '\n' => made.Append("\\n"),
                    '\r' => made.Append("\\r"),
                    '\t' => made.Append("\\t"),
                    '\b' => made.Append("\\b"),
                    '\f' => made.Append("\\f"),
                    _ when c < ' ' || (Ascii && c > 0x7e) => made.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => made.Append(c),
                };
            }

            _text.Append(text.With(made.ToString()));
            _text.Append("\"");
        }
    }
}
