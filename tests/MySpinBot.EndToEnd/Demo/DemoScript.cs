using System.Text.Json;
using System.Text.RegularExpressions;

namespace MySpinBot.EndToEnd.Demo;

/// <summary>The script of the demo graph: the longest text that stands in it, whatever node it stands in.</summary>
internal sealed partial record DemoScript(string Path, string Text)
{
    public IReadOnlyList<string> Sentences => [.. Gap().Split(Text.Trim())];

    /// <summary>How often the voice is started for a sentence: once to be heard, twice to tell when each word is spoken.</summary>
    public const int TimesASentence = 3;

    /// <summary>How many sentences are spoken: those of every text that ends as a sentence does.</summary>
    public static int SentencesInAll => Texts().Where(each => each.Text.TrimEnd()[^1] is '.' or '!' or '?').Sum(each => each.Sentences.Count);

    public static DemoScript Read() => Texts().MaxBy(script => script.Text.Length)!;

    private static List<DemoScript> Texts()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Product.DemoGraph));
        return [.. document.RootElement.GetProperty("nodes").EnumerateObject()
            .SelectMany(node => node.Value.GetProperty("inputs").EnumerateObject()
                .Where(input => input.Value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(input.Value.GetString()))
                .Select(input => new DemoScript($"{node.Name}.{input.Name}", input.Value.GetString()!)))];
    }

    /// <summary>The assignment that changes one sentence.</summary>
    public string WithAnotherSentence(int index)
    {
        var sentence = Sentences[index];
        return $"{Path}={Text.Replace(sentence, $"{sentence[..^1]}, as we shall see{sentence[^1]}", StringComparison.Ordinal)}";
    }

    [GeneratedRegex(@"(?<=[.!?。])\s+")]
    private static partial Regex Gap();
}
