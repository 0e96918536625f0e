using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>BCP 47 tags of languages.</summary>
internal static partial class LanguageTag
{
    /// <summary>The tag without white space; empty where none is given.</summary>
    /// <exception cref="NodeFailure">It cannot be one.</exception>
    public static string Of(string tag)
        => tag.Trim() is var clean && (clean.Length == 0 || Form().IsMatch(clean)) ? clean
            : throw new NodeFailure($"'{tag}' is not the tag of a language; tags are like 'en', 'zh-Hans' or 'pt-BR'.") { Input = "language" };

    [GeneratedRegex("^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
