using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>espeak-ng for the host's <c>/v1/audio/speech</c>.</summary>
/// <param name="tools">Where espeak-ng is found.</param>
/// <param name="time">The host's clock.</param>
[Capability("espeak-ng")]
public sealed class EspeakSpeaker(IHostTools tools, TimeProvider time) : ISpeaker
{
    private const int UsualRate = 165;

    private readonly Lazy<IReadOnlyList<SpeakerVoice>> _voices = new(() => List(new Espeak(tools, time)));

    /// <inheritdoc/>
    public IReadOnlyList<SpeakerVoice> Voices => _voices.Value;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Audio> SpeakAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var rate = (int)Math.Round(Math.Clamp(UsualRate * request.Speed, 80, 450));
        var speech = new Speech(request.Text, ScriptVoices.Parse(request.Voice, "auto"), new Delivery(rate));
        await foreach (var spoken in speech.SpeakAsync(new Espeak(tools, time), withWords: false, cancellation))
        {
            yield return Audio.Own(1, 1, spoken.SampleRate, spoken.Samples);
        }
    }

    // The interface asks for a list at once; espeak-ng answers in some milliseconds.
    private static IReadOnlyList<SpeakerVoice> List(Espeak espeak)
        => [.. VoiceList.Voices(Task.Run(() => espeak.ListAsync("--voices", CancellationToken.None)).GetAwaiter().GetResult())
            .Select(voice => new SpeakerVoice(voice.Name, VoiceName.TagOf(voice.Name), voice.Gender.Length > 0 ? voice.Gender : null))];
}
