namespace MySpinBot.Sdk;

/// <summary>Speaks: <c>/v1/audio/speech</c>.</summary>
public interface ISpeaker
{
    /// <summary>The voices that it has.</summary>
    IReadOnlyList<SpeakerVoice> Voices { get; }

    /// <summary>Streams sound, a sentence or so at a time.</summary>
    IAsyncEnumerable<Audio> SpeakAsync(SpeechRequest request, CancellationToken cancellation);
}

/// <summary>A voice.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Gender"><c>M</c>, <c>F</c>, or null.</param>
public sealed record SpeakerVoice(string Name, string Language, string? Gender = null);

/// <summary>What to say.</summary>
/// <param name="Text">The words.</param>
/// <param name="Voice">One of the voices.</param>
/// <param name="Speed">1 is the voice's own.</param>
public sealed record SpeechRequest(string Text, string Voice, double Speed = 1);
