using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MySpinBot.Nodes.Tts;

/// <summary>What is given to espeak-ng at once: words, and what stands between them.</summary>
internal sealed record Utterance(ImmutableArray<UtterancePart> Parts)
{
    /// <summary>How many words it has.</summary>
    public int WordCount => Parts.Count(part => part.IsWord);

    /// <summary>As it is spoken.</summary>
    public string Plain() => string.Concat(Parts.Select(part => part.Said));

    /// <summary>The same with a command before each word but the first that sets its amplitude: in turn these.</summary>
    public string WithAmplitudes(ReadOnlySpan<int> amplitudes)
    {
        var (text, word) = (new StringBuilder(), 0);
        foreach (var part in Parts)
        {
            if (part.IsWord && word++ > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Espeak.Command}{amplitudes[(word - 1) % amplitudes.Length]}A");
            }

            text.Append(part.Said);
        }

        return text.ToString();
    }
}

/// <summary>A word, or what stands between words.</summary>
/// <param name="Said">What espeak-ng is given.</param>
/// <param name="Place">Place in the text.</param>
/// <param name="Text">The word as it is written, with its punctuation; empty for what is no word.</param>
internal readonly record struct UtterancePart(string Said, int Place = 0, string Text = "")
{
    /// <summary>Whether it is a word.</summary>
    public bool IsWord => Text.Length > 0;
}
