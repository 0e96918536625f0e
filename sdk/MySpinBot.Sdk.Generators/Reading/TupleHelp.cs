using System.Text.RegularExpressions;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the help texts of a tuple's elements from one text: <c>image: The picture; mask: Its transparency.</c></summary>
internal static class TupleHelp
{
    /// <summary>One text an element, empty where there is none.</summary>
    /// <param name="text">What stands in the <c>returns</c> of a method.</param>
    /// <param name="names">The elements' names; only they begin a text, so a text may hold colons and semicolons.</param>
    public static IReadOnlyList<string> Read(string text, IReadOnlyList<string> names)
    {
        var known = string.Join("|", names.SelectMany(name => new[] { name, Names.Snake(name) }).Distinct().Select(Regex.Escape));
        var begins = Regex.Matches(text, $@"(?:^|;|\n)\s*(?<name>{known})\s*:").Cast<Match>().ToList();
        var texts = names.Select(_ => "").ToArray();
        for (var i = 0; i < begins.Count; i++)
        {
            var start = begins[i].Index + begins[i].Length;
            var end = i + 1 < begins.Count ? begins[i + 1].Index : text.Length;
            var name = begins[i].Groups["name"].Value;
            texts[IndexOf(names, name)] = text.Substring(start, end - start).Trim();
        }

        return texts;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name || Names.Snake(names[i]) == name)
            {
                return i;
            }
        }

        return 0;
    }
}
