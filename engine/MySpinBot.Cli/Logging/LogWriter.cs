using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server.Logging;

namespace MySpinBot.Cli.Logging;

/// <summary>Writes a server's log to standard error, an entry a line: as a sentence with its time, or as a JSON object. There are no files and no rotation here: whoever starts a server collects its standard error.
/// Secrets do not get through (<see cref="Redaction"/>). Safe from any thread.</summary>
/// <param name="surroundings">Where it writes to.</param>
/// <param name="isJson">Whether it writes objects.</param>
/// <param name="secrets">Secrets beside those of the variables.</param>
internal sealed class LogWriter(Surroundings surroundings, bool isJson, params IEnumerable<string> secrets)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Redaction _redaction = Redaction.Of(surroundings, secrets);
    private readonly Lock _gate = new();

    /// <summary>Writes a sentence of which no more is known.</summary>
    public void Report(string sentence) => Write(new LogEntry(LogLevel.Warning, "report", sentence));

    /// <summary>Writes an entry.</summary>
    public void Write(LogEntry entry)
    {
        var line = isJson ? Json(entry) : Text(entry);
        lock (_gate)
        {
            surroundings.Error.WriteLine(line);
        }
    }

    private string Text(LogEntry entry)
        => string.Create(CultureInfo.InvariantCulture, $"{surroundings.Time.GetLocalNow():HH:mm:ss} {PlainText.OnOneLine(_redaction.Of(entry.Message))}");

    private string Json(LogEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, surroundings.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("level"u8, WordOf(entry.Level));
            writer.WriteString("event"u8, entry.Event);
            writer.WriteString("message"u8, _redaction.Of(entry.Message));
            WriteText(writer, "job"u8, entry.Job?.ToString());
            WriteText(writer, "node"u8, entry.Node);
            WriteText(writer, "owner"u8, entry.Owner);
            WriteText(writer, "trace_id"u8, entry.Trace);
            WriteText(writer, "request_id"u8, entry.Request);
            if (entry.Status is { } status)
            {
                writer.WriteNumber("status"u8, status);
            }

            if (entry.Milliseconds is { } took)
            {
                writer.WriteNumber("milliseconds"u8, took);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, _redaction.Of(text));
        }
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
