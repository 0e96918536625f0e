using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>A voice of espeak-ng, or a variant of voices.</summary>
/// <param name="Name">What the input 'voice' takes; for a variant what follows the plus sign.</param>
/// <param name="Language">BCP 47 tag, in lower case.</param>
/// <param name="Gender"><c>M</c>, <c>F</c>, or empty where nobody said.</param>
/// <param name="Title">For people.</param>
internal sealed record VoiceEntry(string Name, string Language, string Gender, string Title);

/// <summary>Reads the lists that espeak-ng writes.</summary>
internal static class VoiceList
{
    /// <summary>The voices that need nothing beside espeak-ng, one a name.</summary>
    public static IReadOnlyList<VoiceEntry> Voices(string list)
        => [.. Rows(list).Where(row => !row.File.StartsWith("mb/", StringComparison.Ordinal))
            .Select(row => row with { Name = row.Language == "cmn" ? VoiceName.Mandarin : row.Language })
            .DistinctBy(row => row.Name).OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => new VoiceEntry(row.Name, row.Language, row.Gender, row.Title))];

    /// <summary>The variants, such as <c>f3</c>, which go with every voice.</summary>
    public static IReadOnlyList<VoiceEntry> Variants(string list)
        => [.. Rows(list).Where(row => row.File.StartsWith("!v/", StringComparison.Ordinal)).Select(row => new VoiceEntry(row.File[3..], "", row.Gender, row.Title))
            .Where(row => VoiceName.IsName(row.Name)).OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)];

    // Columns: priority, language, age and gender, name, file, other languages.
    private static IEnumerable<(string Language, string Gender, string Title, string File, string Name)> Rows(string list)
        => list.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(columns => columns.Length >= 5)
            .Select(columns => (columns[1], columns[2].Split('/')[^1] is "M" or "F" ? columns[2][^1..] : "", columns[3].Replace('_', ' ').Trim(), columns[4], ""));
}
