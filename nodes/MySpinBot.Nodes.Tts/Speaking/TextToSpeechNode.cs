using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Text becomes speech.</summary>
public static class TextToSpeechNode
{
    /// <summary>Speaks a text with espeak-ng: plain voices for a hundred languages, at once and without a model.</summary>
    /// <remarks>For Mandarin use the voice cmn-latn-pinyin; cmn and zh are taken for it.</remarks>
    /// <param name="text">The words.</param>
    /// <param name="context">Where espeak-ng is found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="voice">Name of the voice, such as en-us, de or cmn-latn-pinyin, with a variant if wanted: en-us+f3. The node SpeechVoices lists them.</param>
    /// <param name="rate">Speed in words a minute.</param>
    /// <param name="pitch">Height of the voice: 0 low, 99 high.</param>
    /// <param name="volume">Loudness: 100 is the voice's own; beyond it may clip.</param>
    /// <param name="pause">Silence after the last word, in seconds.</param>
    /// <returns>The speech: one clip, mono.</returns>
    [Node("TextToSpeech", Title = "Text to speech", Category = "audio/speech", Search = "speak,voice,tts,espeak", Repeatability = Repeatability.SameMachine)]
    public static async Task<Audio> SpeakAsync(
        [Input(Multiline = true)] string text,
        NodeContext context,
        CancellationToken cancellation,
        string voice = "en-us",
        [Range(80, 450)] int rate = 165,
        [Range(0, 99)] int pitch = 50,
        [Range(0, 200)] int volume = 100,
        [Range(0.0, 30.0)] [Input(Step = 0.05)] double pause = 0)
    {
        var speech = await new Speech(text, voice, rate, pitch, volume).SpeakAsync(context, cancellation);
        return pause > 0 ? Prolonged(speech, pause) : speech;
    }

    private static Audio Prolonged(Audio speech, double pause)
    {
        var samples = new float[speech.SampleCount + (int)Math.Round(pause * speech.SampleRate)];
        speech.Samples.CopyTo(samples);
        return Audio.Own(1, 1, speech.SampleRate, samples);
    }
}
