using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Turns C# names into those that documents and people read.</summary>
internal static class Names
{
    // Field terms that are one word although their capitals say otherwise come first.
    private static readonly Regex Word = new("LoRA|ControlNet|KSampler|unCLIP|[A-Z]+(?![a-z])[0-9]*|[A-Z][a-z]+[0-9]*|[a-z]+[0-9]*|[0-9]+", RegexOptions.CultureInvariant);

    // ComfyUI has a few that begin with two small letters (unCLIPConditioning), or have a space (Video Slice).
    private static readonly Regex ClassType = new(@"^[a-z]{0,2}[A-Z][A-Za-z0-9_]*( [A-Z0-9][A-Za-z0-9_]*)*\z", RegexOptions.CultureInvariant);

    public static bool IsClassType(string name) => ClassType.IsMatch(name);

    /// <summary><c>SaveMP4</c> as <c>Save MP4</c>.</summary>
    public static string Title(string classType) => string.Join(" ", Word.Matches(classType).Cast<Match>().Select(match => match.Value));

    /// <summary><c>filenamePrefix</c> as <c>filename_prefix</c>.</summary>
    public static string Snake(string name)
    {
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    /// <summary>Name of an input in documents.</summary>
    public static string OfInput(IParameterSymbol parameter) => parameter.Find(SdkNames.Input).Text("Name") ?? Snake(parameter.Name);
}
