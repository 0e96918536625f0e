using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>Writes server-sent events as OpenAI's interface has them: each <c>data: JSON</c>, the last <c>data: [DONE]</c>.</summary>
internal sealed class EventWriter(PipeWriter pipe) : IDisposable
{
    // Events are JSON for programs, never pieces of HTML: letters stay as they are.
    private readonly Utf8JsonWriter _json = new(pipe, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>How much is written and not out yet.</summary>
    public long Unflushed => pipe.UnflushedBytes;

    /// <summary>Writes an event.</summary>
    /// <param name="state">What <paramref name="write"/> needs: so that it need not be a closure.</param>
    /// <param name="write">Writes its JSON.</param>
    public void Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        pipe.Write("data: "u8);
        _json.Reset();
        write(_json, state);
        _json.Flush();
        pipe.Write("\n\n"u8);
    }

    /// <summary>Writes the last event.</summary>
    public void WriteDone() => pipe.Write("data: [DONE]\n\n"u8);

    /// <summary>Writes something that nobody reads, so that nobody in between takes the connection for dead.</summary>
    public void WriteBeat() => pipe.Write(": beat\n\n"u8);

    /// <summary>Sends what was written; ends when there is room for more.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation) => await pipe.FlushAsync(cancellation);

    public void Dispose() => _json.Dispose();
}
