using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Basics.Patterns;

/// <summary>What takes the place of a match: text with <c>\1</c>, <c>\g&lt;1&gt;</c>, <c>\g&lt;name&gt;</c>, <c>\n</c>, <c>\t</c>, <c>\r</c> and <c>\\</c> in it. A dollar sign is just that.</summary>
internal sealed class Replacement
{
    private readonly List<(string? Text, int Group)> _parts = [];

    /// <summary>Reads a replacement for a pattern.</summary>
    /// <exception cref="NodeFailure">It names a group that the pattern does not have, or has an escape that is not known.</exception>
    public static Replacement Read(string typed, Pattern pattern)
    {
        var replacement = new Replacement();
        var text = new StringBuilder();
        for (var index = 0; index < typed.Length;)
        {
            if (typed[index] != '\\' || index + 1 == typed.Length)
            {
                text.Append(typed[index++]);
                continue;
            }

            if (Escaped(typed[index + 1]) is { } plain)
            {
                text.Append(plain);
                index += 2;
                continue;
            }

            replacement._parts.Add((text.ToString(), 0));
            text.Clear();
            replacement._parts.Add((null, Group(typed, ref index, pattern)));
        }

        replacement._parts.Add((text.ToString(), 0));
        return replacement;
    }

    public string For(Match match)
    {
        var text = new StringBuilder();
        foreach (var (part, group) in _parts)
        {
            text.Append(part ?? match.Groups[group].Value);
        }

        return text.ToString();
    }

    private static char? Escaped(char letter) => letter switch
    {
        'n' => '\n', 'r' => '\r', 't' => '\t', 'f' => '\f', 'v' => '\v', 'a' => '\a', 'b' => '\b', '0' => '\0',
        _ when !char.IsAsciiLetterOrDigit(letter) => letter,
        _ => null,
    };

    private static int Group(string typed, ref int index, Pattern pattern)
    {
        string name;
        var close = typed.AsSpan(index).StartsWith(@"\g<") ? typed.IndexOf('>', index) : -1;
        if (close > 0)
        {
            name = typed[(index + 3)..close];
            index = close + 1;
        }
        else
        {
            var end = index + 1;
            while (end < typed.Length && end < index + 3 && char.IsAsciiDigit(typed[end]))
            {
                end++;
            }

            name = typed[(index + 1)..Math.Max(end, index + 2)];
            index = Math.Max(end, index + 2);
        }

        var found = pattern.Names.TryGetValue(name, out var number) || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return found && number <= pattern.Groups
            ? number
            : throw Failures.At("replace", $"Input 'replace' refers to a group '{name}', and the pattern has {pattern.Groups} groups"
                + (pattern.Names.Count > 0 ? $", of which are named {string.Join(", ", pattern.Names.Keys)}." : ", none of them named."));
    }
}
