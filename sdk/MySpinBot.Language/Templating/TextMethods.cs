namespace MySpinBot.Language;

/// <summary>Methods of texts, as Python has them.</summary>
internal static class TextMethods
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>A text's method; null where there is none of that name.</summary>
    public static TemplateFunction? Find(MarkedText text, string name)
    {
        Func<TemplateRun, TemplateArguments, object?>? method = name switch
        {
            "strip" => (_, given) => Stripped(text, given, true, true),
            "lstrip" => (_, given) => Stripped(text, given, true, false),
            "rstrip" => (_, given) => Stripped(text, given, false, true),
            "split" => (run, given) => Split(run, text, given, false),
            "rsplit" => (run, given) => Split(run, text, given, true),
            "splitlines" => (run, given) => Lines(run, text, Operations.IsTrue(given.Get(0, "keepends", false))),
            "partition" => (_, given) => Partition(text, Text(given, 0, "sep", name), false),
            "rpartition" => (_, given) => Partition(text, Text(given, 0, "sep", name), true),
            "startswith" => (_, given) => Options(given, name).Any(each => text.Value.StartsWith(each, StringComparison.Ordinal)),
            "endswith" => (_, given) => Options(given, name).Any(each => text.Value.EndsWith(each, StringComparison.Ordinal)),
            "removeprefix" => (_, given) => text.Value.StartsWith(Text(given, 0, "prefix", name), StringComparison.Ordinal)
                ? text.Slice(Text(given, 0, "prefix", name).Length, text.Length - Text(given, 0, "prefix", name).Length) : text,
            "removesuffix" => (_, given) => text.Value.EndsWith(Text(given, 0, "suffix", name), StringComparison.Ordinal)
                ? text.Slice(0, text.Length - Text(given, 0, "suffix", name).Length) : text,
            "replace" => (run, given) => Replace(run, text, Text(given, 0, "old", name), given.Needed(1, "new", name), Operations.ToCount(given.Get(2, "count", -1L))),
            "upper" => (_, _) => text.With(text.Value.ToUpperInvariant()),
            "lower" => (_, _) => text.With(text.Value.ToLowerInvariant()),
            "title" => (_, _) => text.With(Title(text.Value, c => !char.IsLetter(c))),
            "capitalize" => (_, _) => text.With(Capital(text.Value)),
            "swapcase" => (_, _) => text.With(string.Concat(text.Value.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)))),
            "find" => (_, given) => (long)CodePoints.IndexOf(text.Value, text.Value.IndexOf(Text(given, 0, "sub", name), StringComparison.Ordinal)),
            "rfind" => (_, given) => (long)CodePoints.IndexOf(text.Value, text.Value.LastIndexOf(Text(given, 0, "sub", name), StringComparison.Ordinal)),
            "index" => (_, given) => text.Value.IndexOf(Text(given, 0, "sub", name), StringComparison.Ordinal) is var place and >= 0
                ? (long)CodePoints.IndexOf(text.Value, place) : throw new TemplateFault("the text does not have the part whose place was asked for"),
            "count" => (_, given) => Count(text.Value, Text(given, 0, "sub", name)),
            "join" => (run, given) => Join(run, text, Sequences.Of(run, given.Needed(0, "values", name))),
            "format" => (run, given) => TextFormatting.Braces(run, text, given),
            "zfill" => (run, given) => Pad(run, text, given.Needed(0, "width", name), '0', 1),
            "ljust" => (run, given) => Pad(run, text, given.Needed(0, "width", name), ' ', 0),
            "rjust" => (run, given) => Pad(run, text, given.Needed(0, "width", name), ' ', 1),
            "center" => (run, given) => Pad(run, text, given.Needed(0, "width", name), ' ', 2),
            "isdigit" or "isnumeric" or "isdecimal" => (_, _) => All(text, char.IsDigit),
            "isalpha" => (_, _) => All(text, char.IsLetter),
            "isalnum" => (_, _) => All(text, char.IsLetterOrDigit),
            "isspace" => (_, _) => All(text, char.IsWhiteSpace),
            "isupper" => (_, _) => text.Value.Any(char.IsUpper) && !text.Value.Any(char.IsLower),
            "islower" => (_, _) => text.Value.Any(char.IsLower) && !text.Value.Any(char.IsUpper),
            _ => null,
        };
        return method is null ? null : new TemplateFunction(name, method);
    }

    /// <summary>The text without characters at its ends: white space, or those of a text.</summary>
    public static MarkedText Strip(MarkedText text, string? characters, bool left, bool right)
    {
        bool Goes(char c) => characters is null ? char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f' : characters.Contains(c, StringComparison.Ordinal);
        var (start, end) = (0, text.Length);
        while (left && start < end && Goes(text.Value[start]))
        {
            start++;
        }

        while (right && end > start && Goes(text.Value[end - 1]))
        {
            end--;
        }

        return text.Slice(start, end - start);
    }

    /// <summary>The text with a part replaced, so many times at most; all for less than 0.</summary>
    public static MarkedText Replace(TemplateRun run, MarkedText text, string old, object? other, int count)
    {
        var made = new MarkedTextBuilder();
        var replacement = Told.Text(other);
        var (at, from) = (0, 0);
        for (var done = 0; count < 0 || done < count; done++)
        {
            var found = from > text.Length ? -1 : text.Value.IndexOf(old, from, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            made.Append(text.Slice(at, found - at));
            made.Append(run.Made(replacement));
            at = found + old.Length;
            from = old.Length == 0 ? found + 1 : at;
        }

        made.Append(text.Slice(at, text.Length - at));
        return run.Made(made.ToText());
    }

    /// <summary>Texts behind each other with this between.</summary>
    public static MarkedText Join(TemplateRun run, MarkedText between, IReadOnlyList<object?> values)
    {
        var made = new MarkedTextBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                made.Append(run.Made(between));
            }

            made.Append(run.Made(Told.Text(values[i])));
        }

        return made.ToText();
    }

    /// <summary>Each word with a capital.</summary>
    public static string Title(string text, Func<char, bool> isBetween)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = i == 0 || isBetween(letters[i - 1]) ? char.ToUpperInvariant(letters[i]) : char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    /// <summary>The first letter a capital, all others small.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    /// <summary>With blanks or zeros to a width: behind (0), before (1) or on both sides (2).</summary>
    public static MarkedText Pad(TemplateRun run, MarkedText text, object? width, char with, int side)
    {
        var missing = Math.Max(0, Operations.ToCount(width) - CodePoints.Count(text.Value));
        run.SpendText(missing);
        var before = side == 0 ? 0 : side == 1 ? missing : missing / 2;
        var signed = with == '0' && text.Length > 0 && text.Value[0] is '+' or '-';
        return (signed ? text.Slice(0, 1) : MarkedText.Empty) + MarkedText.Own(new string(with, before))
            + (signed ? text.Slice(1, text.Length - 1) : text) + MarkedText.Own(new string(with, missing - before));
    }

    private static string Text(TemplateArguments given, int place, string argument, string method)
        => given.Needed(place, argument, method) switch
        {
            MarkedText text => text.Value,
            var other => throw new TemplateFault($"{method} wants a text, not {Told.Kind(other)}"),
        };

    private static MarkedText Stripped(MarkedText text, TemplateArguments given, bool left, bool right)
        => Strip(text, (given.Get(0, "chars") as MarkedText)?.Value, left, right);

    private static IEnumerable<string> Options(TemplateArguments given, string method)
        => given.Needed(0, "prefix", method) is TemplateList list ? list.Items.OfType<MarkedText>().Select(each => each.Value) : [Text(given, 0, "prefix", method)];

    private static bool All(MarkedText text, Func<char, bool> test) => text.Length > 0 && text.Value.All(test);

    private static long Count(string text, string part)
    {
        if (part.Length == 0)
        {
            return CodePoints.Count(text) + 1;
        }

        var count = 0;
        for (var i = text.IndexOf(part, StringComparison.Ordinal); i >= 0; i = text.IndexOf(part, i + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static TemplateList Partition(MarkedText text, string between, bool last)
    {
        if (between.Length == 0)
        {
            throw new TemplateFault("a text cannot be parted at nothing");
        }

        var place = last ? text.Value.LastIndexOf(between, StringComparison.Ordinal) : text.Value.IndexOf(between, StringComparison.Ordinal);
        return place < 0
            ? new TemplateList(last ? [MarkedText.Empty, MarkedText.Empty, text] : [text, MarkedText.Empty, MarkedText.Empty], true)
            : new TemplateList([text.Slice(0, place), text.Slice(place, between.Length), text.Slice(place + between.Length, text.Length - place - between.Length)], true);
    }

    private static TemplateList Split(TemplateRun run, MarkedText text, TemplateArguments given, bool fromEnd)
    {
        var most = given.Has(1, "maxsplit") ? Operations.ToCount(given.Get(1, "maxsplit")) : -1;
        most = most < 0 ? int.MaxValue : most;
        List<(int Start, int End)> cuts;
        if (given.Get(0, "sep") is MarkedText between)
        {
            cuts = Cuts(text.Value, between.Value);
        }
        else
        {
            // What is left when all cuts are made keeps the white space at its far end.
            var limited = Blanks(Strip(text, null, true, true).Value).Count >= most;
            text = Strip(text, null, !fromEnd || !limited, fromEnd || !limited);
            cuts = Blanks(text.Value);
            if (text.Length == 0)
            {
                return new TemplateList([]);
            }
        }

        cuts = cuts.Count <= most ? cuts : fromEnd ? cuts[(cuts.Count - most)..] : cuts[..most];
        run.Spend(cuts.Count);
        run.SpendText(text.Length);
        List<object?> parts = new(cuts.Count + 1);
        var at = 0;
        foreach (var (start, end) in cuts)
        {
            parts.Add(text.Slice(at, start - at));
            at = end;
        }

        parts.Add(text.Slice(at, text.Length - at));
        return new TemplateList(parts);
    }

    private static List<(int Start, int End)> Cuts(string text, string between)
    {
        if (between.Length == 0)
        {
            throw new TemplateFault("a text cannot be split at nothing");
        }

        List<(int, int)> cuts = [];
        for (var i = text.IndexOf(between, StringComparison.Ordinal); i >= 0; i = text.IndexOf(between, i + between.Length, StringComparison.Ordinal))
        {
            cuts.Add((i, i + between.Length));
        }

        return cuts;
    }

    // White space between words, neither before the first nor behind the last.
    private static List<(int Start, int End)> Blanks(string text)
    {
        List<(int, int)> cuts = [];
        var i = text.Length - text.AsSpan().TrimStart().Length;
        while (i < text.Length)
        {
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            var start = i;
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i < text.Length)
            {
                cuts.Add((start, i));
            }
        }

        return cuts;
    }

    private static TemplateList Lines(TemplateRun run, MarkedText text, bool withEnds)
    {
        run.Spend(text.Value.Count(c => c == '\n'));
        List<object?> lines = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text.Value.AsSpan(at).IndexOfAny('\r', '\n');
            if (end < 0)
            {
                lines.Add(text.Slice(at, text.Length - at));
                break;
            }

            var broken = LineEnds.First(each => string.CompareOrdinal(text.Value, at + end, each, 0, each.Length) == 0).Length;
            lines.Add(text.Slice(at, end + (withEnds ? broken : 0)));
            at += end + broken;
        }

        return new TemplateList(lines);
    }
}
