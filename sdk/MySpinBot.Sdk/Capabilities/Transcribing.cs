namespace MySpinBot.Sdk;

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
