namespace MySpinBot.Diffusion;

/// <summary>Turns texts into CLIP's tokens, exactly as CLIPTokenizer of huggingface/transformers does where ftfy is not installed. Safe to use from several threads.</summary>
/// <param name="vocabulary">The pieces.</param>
public sealed class ClipTokenizer(ClipVocabulary vocabulary)
{
    private static readonly string[] Special = [ClipVocabulary.Begin, ClipVocabulary.End];

    /// <summary>The pieces.</summary>
    public ClipVocabulary Vocabulary { get; } = vocabulary;

    /// <summary>The tokens of a text, without those that begin and end it.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [];
        var at = 0;
        while (at < text.Length)
        {
            var (place, special) = Next(text, at);
            Words(text[at..place], ids);
            if (special.Length > 0)
            {
                Vocabulary.Encode(special, ids);
            }

            at = place + special.Length;
        }

        return ids;
    }

    private void Words(string text, List<int> ids)
    {
        foreach (var word in WordSplitting.Split(PromptText.Clean(text)))
        {
            Vocabulary.Encode(word, ids);
        }
    }

    // What is written like a token that begins or ends texts is that token.
    private static (int Place, string Special) Next(string text, int from)
    {
        var nearest = (Place: text.Length, Special: "");
        foreach (var special in Special)
        {
            var place = text.IndexOf(special, from, StringComparison.Ordinal);
            nearest = place >= 0 && place < nearest.Place ? (place, special) : nearest;
        }

        return nearest;
    }
}
