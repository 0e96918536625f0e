using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>Writes text: what the host calls for <c>/v1/chat/completions</c>. Offered with <see cref="CapabilityAttribute"/>.</summary>
public interface ITextGenerator
{
    /// <summary>Names of the models that it can use.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Streams an answer. The last piece carries why it ended.</summary>
    IAsyncEnumerable<TextPiece> GenerateAsync(TextRequest request, CancellationToken cancellation);
}

/// <summary>What to write.</summary>
/// <param name="Model">One of the models.</param>
/// <param name="Messages">The conversation so far.</param>
/// <param name="MaxTokens">The most tokens to write; null for the model's limit.</param>
/// <param name="Temperature">0 for the likeliest token each time.</param>
/// <param name="Seed">For reproducible sampling.</param>
/// <param name="Options">Further options by name.</param>
public sealed record TextRequest(string Model, IReadOnlyList<ChatMessage> Messages, int? MaxTokens = null, double Temperature = 1, long? Seed = null, JsonElement? Options = null);

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(string Role, string Content);

/// <summary>A piece of streamed text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="FinishReason">Null until the last: <c>stop</c>, <c>length</c>, <c>cancelled</c>.</param>
public sealed record TextPiece(string Text, string? FinishReason = null);

/// <summary>Turns texts into vectors: <c>/v1/embeddings</c>.</summary>
public interface IEmbedder
{
    /// <summary>Names of the models that it can use.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>One vector a text.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellation);
}

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

/// <summary>Writes down speech: <c>/v1/audio/transcriptions</c>.</summary>
public interface ITranscriber
{
    /// <summary>Names of the models that it can use.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Streams what was said with its times.</summary>
    IAsyncEnumerable<TranscriptPiece> TranscribeAsync(string model, Audio audio, string? language, CancellationToken cancellation);
}

/// <summary>A stretch of speech.</summary>
/// <param name="Start">Where it begins, in seconds.</param>
/// <param name="End">Where it ends, in seconds.</param>
/// <param name="Text">What was said.</param>
public sealed record TranscriptPiece(double Start, double End, string Text);
