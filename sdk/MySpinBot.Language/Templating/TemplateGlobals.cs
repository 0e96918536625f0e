using System.Globalization;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Functions that every template has.</summary>
internal static class TemplateGlobals
{
    private const int MostRange = 100_000;

    /// <summary>Sets them.</summary>
    public static void Into(TemplateScope scope, DateOnly? today)
    {
        Set(scope, "range", Range);
        Set(scope, "namespace", Namespace);
        Set(scope, "dict", Dict);
        Set(scope, "joiner", (_, given) => Joiner(Told.Text(given.Get(0, "sep", MarkedText.Own(", ")))));
        Set(scope, "cycler", (_, given) => Cycler(given.Placed));
        Set(scope, "raise_exception", (_, given) => throw new TemplateRefusal(Told.Text(given.Get(0, "message", MarkedText.Empty)).Value));
        if (today is { } day)
        {
            Set(scope, "strftime_now", (_, given) => MarkedText.Own(Strftime(day, Told.Text(given.Needed(0, "format", "strftime_now")).Value)));
        }
    }

    private static void Set(TemplateScope scope, string name, Func<TemplateRun, TemplateArguments, object?> call)
        => scope.Set(name, new TemplateFunction(name, call));

    private static TemplateList Range(TemplateRun run, TemplateArguments given)
    {
        var one = given.Placed.Count < 2;
        var from = one ? 0 : Operations.ToWhole(given.Placed[0]);
        var to = Operations.ToWhole(one ? given.Needed(0, "stop", "range") : given.Placed[1]);
        var step = given.Placed.Count > 2 ? Operations.ToWhole(given.Placed[2]) : 1;
        if (step == 0)
        {
            throw new TemplateFault("range with a step of 0 leads nowhere");
        }

        var count = Math.Max(0, Math.Ceiling(((double)to - from) / step));
        if (count > MostRange)
        {
            throw new TemplateFault($"range has {MostRange} numbers at most");
        }

        run.Spend(count);
        List<object?> numbers = new((int)count);
        for (var i = 0; i < count; i++)
        {
            numbers.Add(from + (i * step));
        }

        return new TemplateList(numbers);
    }

    private static TemplateNamespace Namespace(TemplateRun run, TemplateArguments given)
    {
        var space = new TemplateNamespace();
        foreach (var (key, value) in (given.Get(0, "") as TemplateMap)?.Entries ?? [])
        {
            space.Values[Told.Text(key).Value] = value;
        }

        foreach (var (name, value) in given.Named)
        {
            space.Values[name] = value;
        }

        return space;
    }

    private static TemplateMap Dict(TemplateRun run, TemplateArguments given)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in (given.Get(0, "") as TemplateMap)?.Entries ?? [])
        {
            map.Set(key, value);
        }

        foreach (var item in given.Get(0, "") is TemplateList pairs ? pairs.Items : [])
        {
            map.Set(Members.At(item, 0L), Members.At(item, 1L));
        }

        foreach (var (name, value) in given.Named)
        {
            map.Set(name, value);
        }

        return map;
    }

    private static TemplateFunction Joiner(MarkedText between)
    {
        var called = false;
        return new TemplateFunction("joiner", (_, _) =>
        {
            var text = called ? between : MarkedText.Empty;
            called = true;
            return text;
        });
    }

    private static TemplateFunction Cycler(IReadOnlyList<object?> items)
    {
        if (items.Count == 0)
        {
            throw new TemplateFault("cycler wants something to choose from");
        }

        var at = 0;
        var members = new TemplateMap();
        members.Set("next", new TemplateFunction("cycler.next", (_, _) => items[at++ % items.Count]));
        members.Set("reset", new TemplateFunction("cycler.reset", (_, _) =>
        {
            at = 0;
            return null;
        }));
        return new TemplateFunction("cycler", (_, _) => throw new TemplateFault("a cycler is asked with next()")) { MakeMembers = () => members };
    }

    // The day in C's letters; a day has no hours: they are those of its beginning.
    private static string Strftime(DateOnly day, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var plain = format[i + 1] == '-' && i + 2 < format.Length;
            i += plain ? 2 : 1;
            text.Append(Letter(day, format[i]) is not { } told ? throw new TemplateFault($"'%{format[i]}' is no part of a date that is known")
                : plain && told.Length > 1 ? told.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : told);
        }

        return text.ToString();
    }

    private static string? Letter(DateOnly day, char letter) => letter switch
    {
        'd' => Day(day, "dd"),
        'e' => day.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'm' => Day(day, "MM"),
        'y' => Day(day, "yy"),
        'Y' => Day(day, "yyyy"),
        'b' or 'h' => Day(day, "MMM"),
        'B' => Day(day, "MMMM"),
        'a' => Day(day, "ddd"),
        'A' => Day(day, "dddd"),
        'j' => day.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'u' => (day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)day.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'F' => Day(day, "yyyy-MM-dd"),
        'D' or 'x' => Day(day, "MM/dd/yy"),
        'c' => Day(day, "ddd MMM ") + day.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) + " 00:00:00 " + Day(day, "yyyy"),
        'H' or 'M' or 'S' => "00",
        'I' => "12",
        'p' => "AM",
        'T' or 'X' => "00:00:00",
        'R' => "00:00",
        'Z' or 'z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => null,
    };

    private static string Day(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
}
