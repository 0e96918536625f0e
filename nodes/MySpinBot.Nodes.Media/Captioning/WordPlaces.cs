using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where a cue's words stand in its text.</summary>
internal static class WordPlaces
{
    /// <summary>Each word with the place of its first letter. Words that are not found, because the text was changed, are left out.</summary>
    public static IReadOnlyList<(int Place, CaptionWord Word)> Of(string text, IEnumerable<CaptionWord> words)
    {
        var places = new List<(int, CaptionWord)>();
        var at = 0;
        foreach (var word in words)
        {
            if (word.Text.Length > 0 && text.IndexOf(word.Text, at, StringComparison.Ordinal) is var place and >= 0)
            {
                places.Add((place, word));
                at = place + word.Text.Length;
            }
        }

        return places;
    }
}
