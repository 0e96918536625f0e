namespace MySpinBot.Language;

/// <summary>What a filter does with a value.</summary>
internal delegate object? TemplateFilter(TemplateRun run, object? value, TemplateArguments arguments);

/// <summary>The filters that there are: Jinja's, but those for web pages and for chance.</summary>
internal static class TemplateFilters
{
    private static readonly Dictionary<string, TemplateFilter> All = new(StringComparer.Ordinal)
    {
        ["abs"] = (_, value, _) => TemplateNumbers.Absolute(value),
        ["capitalize"] = (_, value, _) => Told.Text(value).With(TextMethods.Capital(Told.Text(value).Value)),
        ["center"] = (run, value, given) => TextMethods.Pad(run, Told.Text(value), given.Get(0, "width", 80L), ' ', 2),
        ["count"] = (_, value, _) => Sequences.Length(value),
        ["default"] = Default,
        ["d"] = Default,
        ["dictsort"] = SequenceFilters.SortMap,
        ["escape"] = (run, value, _) => Escape(run, value),
        ["e"] = (run, value, _) => Escape(run, value),
        ["first"] = (run, value, _) => Sequences.Of(run, value) is { Count: > 0 } items ? items[0] : new Undefined("the first of nothing"),
        ["float"] = (_, value, given) => TemplateNumbers.Fraction(value, given.Get(0, "default", 0.0)),
        ["format"] = (run, value, given) => TextFormatting.Percent(run, Told.Text(value), given.Placed),
        ["groupby"] = SequenceFilters.Group,
        ["indent"] = Indent,
        ["int"] = (_, value, given) => TemplateNumbers.Whole(value, given.Get(0, "default", 0L), Operations.ToCount(given.Get(1, "base", 10L))),
        ["items"] = (run, value, _) => value is TemplateMap map ? CollectionMethods.Items(run, map)
            : value is Undefined ? new TemplateList([]) : throw new TemplateFault($"'items' wants a dictionary, not {Told.Kind(value)}"),
        ["join"] = SequenceFilters.Join,
        ["last"] = (run, value, _) => Sequences.Of(run, value) is { Count: > 0 } items ? items[^1] : new Undefined("the last of nothing"),
        ["length"] = (_, value, _) => Sequences.Length(value),
        ["list"] = (run, value, _) => new TemplateList(Sequences.Of(run, value)),
        ["lower"] = (_, value, _) => Told.Text(value).With(Told.Text(value).Value.ToLowerInvariant()),
        ["map"] = SequenceFilters.Map,
        ["max"] = (run, value, given) => SequenceFilters.Extreme(run, value, given, 1),
        ["min"] = (run, value, given) => SequenceFilters.Extreme(run, value, given, -1),
        ["batch"] = SequenceFilters.Batch,
        ["attr"] = (_, value, given) => Members.Get(value, Told.Text(given.Needed(0, "name", "attr")).Value),
        ["reject"] = (run, value, given) => SequenceFilters.Chosen(run, value, given, null, false),
        ["rejectattr"] = (run, value, given) => SequenceFilters.Chosen(run, value, given, "rejectattr", false),
        ["replace"] = (run, value, given) => TextMethods.Replace(run, Told.Text(value), Told.Text(given.Needed(0, "old", "replace")).Value,
            given.Needed(1, "new", "replace"), given.Get(2, "count") is { } count ? Operations.ToCount(count) : -1),
        ["reverse"] = SequenceFilters.Reverse,
        ["round"] = TemplateNumbers.Round,
        ["safe"] = (_, value, _) => Told.Text(value),
        ["select"] = (run, value, given) => SequenceFilters.Chosen(run, value, given, null, true),
        ["selectattr"] = (run, value, given) => SequenceFilters.Chosen(run, value, given, "selectattr", true),
        ["sort"] = SequenceFilters.Sort,
        ["string"] = (run, value, _) => run.Made(Told.Text(value)),
        ["sum"] = SequenceFilters.Sum,
        ["title"] = (_, value, _) => Told.Text(value).With(TextMethods.Title(Told.Text(value).Value, c => char.IsWhiteSpace(c) || c is '-' or '(' or '{' or '[' or '<')),
        ["tojson"] = TemplateJson.Filter,
        ["trim"] = (_, value, given) => TextMethods.Strip(Told.Text(value), (given.Get(0, "chars") as MarkedText)?.Value, true, true),
        ["truncate"] = Truncate,
        ["unique"] = SequenceFilters.Unique,
        ["upper"] = (_, value, _) => Told.Text(value).With(Told.Text(value).Value.ToUpperInvariant()),
        ["urlencode"] = (_, value, _) => MarkedText.Mixed(Uri.EscapeDataString(Told.Text(value).Value).Replace("%2F", "/", StringComparison.Ordinal), Told.IsForeign(value)),
        ["wordcount"] = (_, value, _) => (long)Told.Text(value).Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
    };

    /// <summary>A filter by its name; null where there is none.</summary>
    public static TemplateFilter? Find(string name) => All.GetValueOrDefault(name);

    private static object? Default(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("default", 2, "default_value", "boolean");
        return value is Undefined || (Operations.IsTrue(given.Get(1, "boolean", false)) && !Operations.IsTrue(value))
            ? given.Get(0, "default_value", MarkedText.Empty) : value;
    }

    private static MarkedText Escape(TemplateRun run, object? value)
    {
        var text = Told.Text(value);
        foreach (var (from, to) in (ReadOnlySpan<(string, string)>)[("&", "&amp;"), (">", "&gt;"), ("<", "&lt;"), ("'", "&#39;"), ("\"", "&#34;")])
        {
            text = TextMethods.Replace(run, text, from, MarkedText.Own(to), -1);
        }

        return text;
    }

    // Lines behind the first go to the right; empty ones only when asked.
    private static MarkedText Indent(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("indent", 3, "width", "first", "blank");
        var width = given.Get(0, "width", 4L);
        var by = width is MarkedText blanks ? blanks : MarkedText.Own(new string(' ', Math.Clamp(Operations.ToCount(width), 0, 1000)));
        var first = Operations.IsTrue(given.Get(1, "first", false));
        var blank = Operations.IsTrue(given.Get(2, "blank", false));
        var text = Told.Text(value);
        var made = new MarkedTextBuilder();
        var at = 0;
        for (var line = 0; ; line++)
        {
            var end = text.Value.IndexOf('\n', at);
            var part = text.Slice(at, (end < 0 ? text.Length : end) - at);
            if (line == 0 ? first : blank || part.Length > 0)
            {
                made.Append(run.Made(by));
            }

            made.Append(run.Made(part));
            if (end < 0)
            {
                return made.ToText();
            }

            made.Append(text.Slice(end, 1));
            at = end + 1;
        }
    }

    private static MarkedText Truncate(TemplateRun run, object? value, TemplateArguments given)
    {
        given.AllowOnly("truncate", 4, "length", "killwords", "end", "leeway");
        var text = Told.Text(value);
        var end = Told.Text(given.Get(2, "end", MarkedText.Own("...")));
        var length = Operations.ToCount(given.Get(0, "length", 255L));
        if (length < end.Length)
        {
            throw new TemplateFault($"'truncate' to {length} characters leaves no room for '{end.Value}'");
        }

        if (text.Length <= length + Operations.ToCount(given.Get(3, "leeway", 5L) ?? 5L))
        {
            return text;
        }

        var kept = text.Slice(0, length - end.Length);
        var word = kept.Value.LastIndexOf(' ');
        return run.Made((Operations.IsTrue(given.Get(1, "killwords", false)) || word < 0 ? kept : kept.Slice(0, word)) + end);
    }
}
