using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server.Rest.Asking;

/// <summary>The parameters of an address. Each is asked for by its name; in the end <see cref="Check"/> says all that was wrong at once, and whether there were any that nobody asked for.</summary>
internal sealed class Parameters(HttpContext context)
{
    // A key may stand in the address where a browser cannot send a header.
    private readonly List<string> _asked = ["access_token"];
    private readonly List<Fault> _faults = [];

    /// <summary>A whole number.</summary>
    public long Number(string name, long otherwise, long least, long most)
        => Text(name) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : Wrong(name, text, $"a whole number from {least} to {most}", otherwise);

    /// <summary>Yes or no. A name without a value means yes.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null => false,
        "" or "1" or "true" => true,
        "0" or "false" => false,
        var text => Wrong(name, text, "true or false", false),
    };

    /// <summary>A time as ISO 8601 has it; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string name)
        => Text(name) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : Wrong<DateTimeOffset?>(name, text, "a time such as 2026-05-01T12:00:00Z (a + in it is written %2B)", null);

    /// <summary>Some of these words: separated by commas, or the parameter several times.</summary>
    public ImmutableArray<T> Words<T>(string name, IReadOnlyDictionary<string, T> words)
    {
        _asked.Add(name);
        var found = ImmutableArray.CreateBuilder<T>();
        foreach (var word in context.Request.Query[name].SelectMany(given => (given ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (words.TryGetValue(word, out var value))
            {
                found.Add(value);
            }
            else
            {
                Wrong(name, word, $"one of {string.Join(", ", words.Keys)}", false, new NearestNames().Ask(word, words.Keys));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Some texts: separated by commas, or the parameter several times.</summary>
    public ImmutableArray<string> Listed(string name, int most, int longest)
    {
        _asked.Add(name);
        var found = context.Request.Query[name].SelectMany(given => (given ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct().Take(most + 1).ToImmutableArray();
        return found.Length <= most && found.All(text => text.Length <= longest) ? found : Wrong(name, found[^1], $"at most {most} texts of at most {longest} characters", ImmutableArray<string>.Empty);
    }

    /// <summary>Texts of a parameter that may stand several times.</summary>
    public IReadOnlyList<string> Texts(string name, int most)
    {
        _asked.Add(name);
        var given = context.Request.Query[name];
        return given.Count > most ? Wrong<IReadOnlyList<string>>(name, $"{given.Count} times", $"given at most {most} times", []) : [.. given.Select(text => text ?? "")];
    }

    /// <summary>An id.</summary>
    public Guid? Id(string name)
        => Text(name) is not { } text ? null : Guid.TryParse(text, out var id) ? id : Wrong<Guid?>(name, text, "an id such as 0193f5a2-7c1e-7b60-9d5e-3f1c2a4b6d80", null);

    /// <summary>A text as it stands; null where it is not given.</summary>
    public string? Text(string name, int longest = 1_000)
    {
        _asked.Add(name);
        var given = context.Request.Query[name];
        if (given.Count > 1)
        {
            _faults.Add(new Fault("bad_parameter", $"Parameter {Shown.Name(name)} stands {given.Count} times; give it once.") { Parameter = name });
        }

        var text = given.Count == 0 ? null : given[0] ?? "";
        return text?.Length > longest ? Wrong<string?>(name, text, $"at most {longest} characters", null) : text;
    }

    /// <summary>Says what is wrong with a parameter.</summary>
    public T Wrong<T>(string name, string given, string wanted, T otherwise, string more = "")
    {
        _faults.Add(new Fault("bad_parameter", $"Parameter {Shown.Name(name)} is {Shown.Name(given)}; it must be {wanted}.{more}") { Parameter = name, Expected = wanted, Got = Shown.Plain(given) });
        return otherwise;
    }

    /// <summary>Whether all is well.</summary>
    /// <exception cref="ServerRefusal">It is not.</exception>
    public void Check()
    {
        foreach (var name in context.Request.Query.Keys.Except(_asked, StringComparer.OrdinalIgnoreCase).Take(20))
        {
            var known = _asked.Skip(1).Distinct().ToList();
            var there = known.Count == 0 ? "it has none" : $"it has {Shown.Names(known)}";
            _faults.Add(new Fault("unknown_parameter", $"There is no parameter {Shown.Name(name)} here; {there}.{new NearestNames().Ask(name, known)}") { Parameter = name });
        }

        Requests.Check(_faults, "bad_parameters");
    }
}
