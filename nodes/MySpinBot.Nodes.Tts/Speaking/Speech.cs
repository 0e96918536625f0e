using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>A text and how it is spoken.</summary>
/// <param name="Text">The words, or SSML.</param>
/// <param name="Voices">Who speaks which script.</param>
/// <param name="How">How they speak.</param>
/// <param name="Volume">Loudness, 1 as the voices are.</param>
internal sealed record Speech(string Text, ScriptVoices Voices, Delivery How, double Volume = 1)
{
    /// <summary>The most characters that are spoken at once.</summary>
    public const int LongestText = 20_000;

    /// <summary>Has it spoken, a few sentences at a time.</summary>
    /// <param name="espeak">Who speaks.</param>
    /// <param name="withWords">Whether the times of words are wanted, which takes thrice as long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">There is nothing to say, too much, or something that espeak-ng refuses.</exception>
    public async IAsyncEnumerable<Spoken> SpeakAsync(Espeak espeak, bool withWords, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (breaths, text) = Prepared();
        var (any, level) = (false, (double?)null);
        for (var i = 0; i < breaths.Count; i++)
        {
            if (await SpokenAsync(espeak, breaths[i], withWords, cancellation) is not { } spoken)
            {
                continue;
            }

            // The other voices are brought to the loudness of the first.
            any = true;
            var loudness = Loudness.Of(spoken.Samples);
            level ??= loudness > 0 ? loudness : null;
            var gain = breaths.All(breath => breath.Voice == breaths[0].Voice) || loudness <= 0 ? 1 : Math.Clamp(level!.Value / loudness, 0.25, 4);
            yield return Loudness.Scaled(breaths[i].IsJoint ? spoken.TrimmedAtEnd() : spoken, gain * Volume) with { Done = breaths[i].End / (double)Math.Max(1, text.Length), Text = text };
        }

        if (!any)
        {
            throw new NodeFailure($"espeak-ng found nothing to say in '{(text.Length > 40 ? text[..40] + "…" : text)}'; give it words.") { Input = "text" };
        }
    }

    private async Task<Spoken?> SpokenAsync(Espeak espeak, Breath breath, bool withWords, CancellationToken cancellation)
    {
        if (await espeak.SpeakAsync(breath.Utterance.Plain() + breath.Tail, breath.Voice, How, cancellation) is not { } audio)
        {
            return null;
        }

        var words = breath.Utterance.Parts.Where(part => part.IsWord).ToArray();
        if (!withWords)
        {
            return new Spoken(audio.Samples.ToArray(), audio.SampleRate, []);
        }

        var even = words.Length < 2 ? [] : await MarkedAsync(espeak, breath, [.. WordAlignment.Even], cancellation);
        var stepped = words.Length < 2 ? [] : await MarkedAsync(espeak, breath, [.. WordAlignment.Stepped], cancellation);
        var timings = WordAlignment.Align(audio.Samples, even, stepped, words.Length);
        return new Spoken(audio.Samples.ToArray(), audio.SampleRate, [.. words.Zip(timings, (word, times) => new SpokenWord(word.Place, word.Text, times.Start, times.End))]);
    }

    private async Task<float[]> MarkedAsync(Espeak espeak, Breath breath, int[] amplitudes, CancellationToken cancellation)
        => await espeak.SpeakAsync(breath.Utterance.WithAmplitudes(amplitudes) + breath.Tail, breath.Voice, How, cancellation) is { } audio ? audio.Samples.ToArray() : [];

    private (IReadOnlyList<Breath> Breaths, string Text) Prepared()
    {
        if (Text.Length > LongestText)
        {
            throw new NodeFailure($"The text to be spoken has {Text.Length} characters and at most {LongestText} are spoken at once; split it.") { Input = "text" };
        }

        if (How.IsMarkup && Text.AsSpan().Trim().Length > 0)
        {
            var (utterance, text) = SpeechMarkup.Read(Text, Voices.Main);
            return ([new Breath(utterance, Voices.Main, "", IsJoint: false, text.Length)], text);
        }

        // Zero and other control characters would end or derail the text.
        var words = new string([.. Text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? ' ' : letter)]).Trim();
        return words.Length > 0 ? (Breath.Of(words, Voices), words) : throw new NodeFailure("The text to be spoken is empty; give it words.") { Input = "text" };
    }
}

/// <summary>What one voice says at once.</summary>
/// <param name="Utterance">The words.</param>
/// <param name="Voice">The voice.</param>
/// <param name="Tail">Punctuation that keeps the voice up where the sentence goes on in another.</param>
/// <param name="IsJoint">Whether the sentence goes on in another voice.</param>
/// <param name="End">Where it ends in the text.</param>
internal sealed record Breath(Utterance Utterance, string Voice, string Tail, bool IsJoint, int End)
{
    /// <summary>Cuts a text where another voice takes over, and at the ends of sentences.</summary>
    public static IReadOnlyList<Breath> Of(string text, ScriptVoices voices)
    {
        var breaths = new List<Breath>();
        foreach (var run in ScriptRuns.Split(text, voices))
        {
            foreach (var (place, length) in Breaths.Split(text.Substring(run.Place, run.Length)))
            {
                var end = run.Place + place + length;
                var joint = end == run.Place + run.Length && end < text.Length && char.IsLetterOrDigit(text.AsSpan(0, end).TrimEnd()[^1]);
                breaths.Add(new Breath(WordSplitting.Split(text, run.Place + place, length, run.Voice), run.Voice, joint ? ", " : "", joint, end));
            }
        }

        return breaths;
    }
}

/// <summary>A stretch of speech.</summary>
/// <param name="Samples">Mono.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Words">Its words with their times.</param>
internal sealed record Spoken(float[] Samples, int SampleRate, IReadOnlyList<SpokenWord> Words)
{
    /// <summary>How much of the text is spoken after it, from 0 to 1.</summary>
    public double Done { get; init; }

    /// <summary>The whole text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The same with only a little of the silence at its end.</summary>
    public Spoken TrimmedAtEnd()
    {
        var end = Samples.AsSpan().LastIndexOfAnyExceptInRange(-0.002f, 0.002f) + 1;
        return this with { Samples = Samples[..Math.Min(Samples.Length, end + (SampleRate * 6 / 100))] };
    }
}

/// <summary>A word and when it is spoken, in samples.</summary>
internal readonly record struct SpokenWord(int Place, string Text, int Start, int End);
