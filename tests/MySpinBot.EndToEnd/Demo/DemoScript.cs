using System.Text.Json;
using System.Text.RegularExpressions;

namespace MySpinBot.EndToEnd.Demo;

/// <summary>The script of the demo graph: the longest text that stands in it, whatever node it stands in.</summary>
internal sealed partial record DemoScript(string Path, string Text)
{
    public IReadOnlyList<string> Sentences => [.. Gap().Split(Text.Trim())];

    public static DemoScript Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Product.DemoGraph));
        return document.RootElement.GetProperty("nodes").EnumerateObject()
            .SelectMany(node => node.Value.GetProperty("inputs").EnumerateObject().Where(input => input.Value.ValueKind == JsonValueKind.String).Select(input => new DemoScript($"{node.Name}.{input.Name}", input.Value.GetString()!)))
            .MaxBy(script => script.Text.Length)!;
    }

    /// <summary>The assignment that changes one sentence.</summary>
    public string WithAnotherSentence(int index)
    {
        var sentence = Sentences[index];
        return $"{Path}={Text.Replace(sentence, $"{sentence[..^1]}, as we shall see{sentence[^1]}", StringComparison.Ordinal)}";
    }

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex Gap();
}
