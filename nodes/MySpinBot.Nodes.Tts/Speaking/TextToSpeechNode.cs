using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Text becomes speech.</summary>
public static class TextToSpeechNode
{
    // espeak-ng's option counts tens of milliseconds of a speed of its own; measured at 165 words a minute, a unit is 14.6 ms.
    private const double GapUnits = 68;

    /// <summary>Speaks a text with espeak-ng: plain voices for a hundred languages, at once and without a model. Where the text changes to another script, a voice
    /// of that script takes over.</summary>
    /// <remarks>For Mandarin use the voice cmn-latn-pinyin; cmn and zh are taken for it. Numbers and units in a Chinese text are read in Chinese. espeak-ng reads Japanese
    /// kana but no kanji.</remarks>
    /// <param name="text">The words. With 'markup' at ssml: SSML, such as &lt;prosody rate="slow"&gt;.</param>
    /// <param name="context">Where espeak-ng is found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="voice">Name of the voice, such as en-us, de or cmn-latn-pinyin, with a variant if wanted: en-us+f3. The node SpeechVoices lists them.</param>
    /// <param name="rate">Speed in words a minute.</param>
    /// <param name="pitch">Height of the voice: 0 low, 99 high.</param>
    /// <param name="volume">Loudness: 100 is the voice's own; beyond it may clip.</param>
    /// <param name="pause">Silence after the last word, in seconds.</param>
    /// <param name="range">How far the voice rises and falls: 0 flat, 50 its own, 99 lively.</param>
    /// <param name="wordGap">Silence between words, in seconds at the usual speed; less where the rate is higher.</param>
    /// <param name="voices">Voices for other scripts than the main voice's: auto; one, for the main voice alone; or pairs of a language or script and a voice, such as zh=yue, ru=uk.</param>
    /// <param name="markup">plain: every letter is spoken for what it is; ssml: the text is SSML and read by one voice, unless it says otherwise.</param>
    [Node("TextToSpeech", Title = "Text to speech", Category = "audio/speech", Search = "speak,voice,tts,espeak,ssml,captions,subtitles,mandarin", Repeatability = Repeatability.SameMachine)]
    public static async Task<SpeechResult> SpeakAsync(
        [Input(Multiline = true)] string text,
        NodeContext context,
        CancellationToken cancellation,
        string voice = "en-us",
        [Range(80, 450)] int rate = 165,
        [Range(0, 99)] int pitch = 50,
        [Range(0, 200)] int volume = 100,
        [Range(0.0, 30.0)] [Input(Step = 0.05)] double pause = 0,
        [Range(0, 99)] [Input(Advanced = true)] int range = 50,
        [Range(0.0, 1.0)] [Input(Step = 0.01, Advanced = true)] double wordGap = 0,
        [Input(Advanced = true)] string voices = "auto",
        [Choices("plain", "ssml")] [Input(Advanced = true)] string markup = "plain")
    {
        var speakers = ScriptVoices.Parse(voice, voices);
        var how = new Delivery(rate, pitch, range, (int)Math.Round(wordGap * GapUnits), markup == "ssml");
        var speech = new Speech(text, speakers, how, volume / 100.0);
        if (WritingScripts.OfVoice(speakers.Main) == WritingScript.Kana && text.EnumerateRunes().Any(letter => WritingScripts.Of(letter) == WritingScript.Han))
        {
            context.Log.Warn("espeak-ng cannot read kanji in Japanese; they are read by the voice for Chinese. Write them in kana.");
        }

        var (samples, words, sampleRate, whole) = (new List<float>(), new List<(int, CaptionWord)>(), 22_050, text);
        await foreach (var spoken in speech.SpeakAsync(new Espeak(context.Tools, context.Time), withWords: true, cancellation))
        {
            (sampleRate, whole) = (spoken.SampleRate, spoken.Text);
            var (start, perSecond) = (samples.Count, (double)spoken.SampleRate);
            words.AddRange(spoken.Words.Select(word => (word.Place, new CaptionWord((start + word.Start) / perSecond, (start + Math.Min(word.End, spoken.Samples.Length)) / perSecond, word.Text))));
            samples.AddRange(spoken.Samples);
            context.Progress(spoken.Done, 1, "text");
        }

        samples.AddRange(new float[(int)Math.Round(pause * sampleRate)]);
        return new SpeechResult(Audio.Own(1, 1, sampleRate, [.. samples]), SpokenCaptions.Of(whole, words, VoiceName.TagOf(speakers.Main)));
    }
}

/// <summary>Speech, and what is said when.</summary>
/// <param name="Audio">The speech: one clip, mono.</param>
/// <param name="Captions">Its sentences with the times of their words.</param>
public sealed record SpeechResult([Output(Name = "AUDIO")] Audio Audio, [Output(Name = "CAPTIONS")] Captions Captions);
