using System.Globalization;
using System.Text.RegularExpressions;

namespace MySpinBot.Cli.Configuring;

// Other servers that are asked.
internal static partial class Forms
{
    private const int LongestKey = 2048;

    /// <summary>Servers by name.</summary>
    public static Form<IReadOnlyList<TargetText>> Targets { get; } = new("servers as NAME=KIND:ADDRESS, where KIND is openai or ollama, such as home=ollama:http://127.0.0.1:11434", "NAME=KIND:URL", static (texts, out value) =>
    {
        var targets = new List<TargetText>();
        value = targets;
        return texts.All(text => TargetText.TryParse(text, targets));
    })
    { Kind = FormKind.List };

    /// <summary>Names of targets.</summary>
    public static Form<IReadOnlyList<string>> TargetNames { get; } = Texts("names of targets", "NAME", static text => TargetName().IsMatch(text));

    /// <summary>Keys by target.</summary>
    public static Form<IReadOnlyDictionary<string, string>> TargetKeys { get; } = new("keys as NAME=KEY, with NAME of a target and a KEY of visible characters", "NAME=KEY", static (texts, out value) =>
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        value = keys;
        return texts.All(text => text.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 and <= LongestKey } key]
            && TargetName().IsMatch(name) && key.All(letter => letter is > ' ' and <= '~') && (keys[name] = key).Length > 0);
    })
    { Kind = FormKind.List };

    /// <summary>Values by target; one without a name is for all others.</summary>
    public static Form<IReadOnlyDictionary<string, T>> OfTargets<T>(Form<T?> each)
        where T : struct
        => new($"{each.Takes}, for all targets or for one as NAME={each.ValueName}", each.ValueName, (texts, out value) =>
        {
            var values = new Dictionary<string, T>(StringComparer.Ordinal);
            value = values;
            foreach (var text in texts)
            {
                var (name, given) = text.Split('=', 2, StringSplitOptions.TrimEntries) is [var named, var amount] ? (named, amount) : ("", text);
                if ((text.Contains('=', StringComparison.Ordinal) && !TargetName().IsMatch(name)) || !each.TryRead([given], out var read) || read is not { } one)
                {
                    return false;
                }

                values[name] = one;
            }

            return true;
        })
        { Kind = FormKind.List };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    internal static partial Regex TargetName();
}

/// <summary>A server as it is written in the configuration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is spoken to.</param>
/// <param name="Address">Where it is.</param>
internal sealed record TargetText(string Name, string Kind, Uri Address)
{
    /// <summary>The ways to speak to a server.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["openai", "ollama"];

    /// <summary>Reads one; what is read is added to <paramref name="targets"/>.</summary>
    public static bool TryParse(string text, List<TargetText> targets)
    {
        if (text.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var place] || !Forms.TargetName().IsMatch(name) || name.Equals("local", StringComparison.OrdinalIgnoreCase)
            || place.Split(':', 2) is not [var kind, var address] || !Kinds.Contains(kind, StringComparer.Ordinal)
            || !Forms.WebAddress.TryRead([address], out var uri) || uri is not { Query: "", Fragment: "" })
        {
            return false;
        }

        targets.Add(new TargetText(name, kind, uri));
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}={Kind}:{Address}");
}
