using System.Buffers;
using System.ComponentModel.DataAnnotations;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>A text, sentence by sentence.</summary>
public static class SentenceNodes
{
    private static readonly SearchValues<char> Pauses = SearchValues.Create(",;:—–，；：、");

    /// <summary>Splits a text into its sentences. What follows runs once for each sentence.</summary>
    /// <param name="text">The text. A blank line always ends a sentence; other line ends are spaces unless asked otherwise.</param>
    /// <param name="language">Whose abbreviations and ordinals to know; <c>auto</c> knows the abbreviations of all.</param>
    /// <param name="linesEndSentences">Whether every line end ends a sentence, as in lists and poems.</param>
    /// <param name="minCharacters">Sentences shorter than this are joined with what follows, or with the one before at the end; 0 joins none.</param>
    /// <param name="maxCharacters">Sentences longer than this are broken after a comma, semicolon or dash, or else at a space; 0 breaks none.</param>
    /// <returns>The sentences, in order.</returns>
    /// <remarks>The marks of Latin, Cyrillic, Chinese, Japanese, Arabic, Devanagari, Armenian and other scripts are known, with the quotes and brackets that
    /// close after them. A stop ends no sentence within numbers and addresses, after abbreviations and initials, or where the text goes on in lower case.</remarks>
    [Node("SplitSentences", Category = "basics/text", Search = "sentence, script, scenes, split text")]
    [return: Output(Name = "sentences")]
    public static IReadOnlyList<string> Split(
        [Input(Multiline = true)] string text,
        [Choices("auto", "en", "de", "fr", "es", "it", "pt", "nl", "ru")] string language = "auto",
        bool linesEndSentences = false,
        [Range(0, 10_000), Input(Advanced = true)] int minCharacters = 0,
        [Range(0, 10_000), Input(Advanced = true)] int maxCharacters = 0)
    {
        var sentences = new SentenceSplitter(language, linesEndSentences).Split(text);
        var joined = minCharacters > 0 ? Joined(sentences, minCharacters) : sentences;
        return maxCharacters > 0 ? joined.SelectMany(sentence => Broken(sentence, maxCharacters)).ToList() : joined;
    }

    private static List<string> Joined(List<string> sentences, int least)
    {
        var joined = new List<string>();
        var pending = "";
        foreach (var sentence in sentences)
        {
            pending = pending.Length == 0 ? sentence : pending + " " + sentence;
            if (CodePoints.Count(pending) >= least)
            {
                joined.Add(pending);
                pending = "";
            }
        }

        if (pending.Length > 0 && joined.Count > 0)
        {
            joined[^1] += " " + pending;
        }
        else if (pending.Length > 0)
        {
            joined.Add(pending);
        }

        return joined;
    }

    private static IEnumerable<string> Broken(string sentence, int most)
    {
        while (CodePoints.Count(sentence) > most)
        {
            var limit = CodePoints.IndexOf(sentence, most);
            var at = LastBreak(sentence.AsSpan(0, limit));
            yield return sentence[..at].TrimEnd();
            sentence = sentence[at..].TrimStart();
        }

        if (sentence.Length > 0)
        {
            yield return sentence;
        }
    }

    private static int LastBreak(ReadOnlySpan<char> head)
    {
        var pause = head.LastIndexOfAny(Pauses);
        if (pause >= head.Length / 3)
        {
            return pause + 1;
        }

        var space = head.LastIndexOf(' ');
        return space > 0 ? space : head.Length;
    }
}
