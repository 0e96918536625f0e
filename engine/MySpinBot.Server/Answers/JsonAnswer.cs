using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Answers;

/// <summary>Writes answers as JSON: into a buffer of the thread first, so that an answer has its length, is one write, and nothing of it is out when it cannot be finished.</summary>
internal static class JsonAnswer
{
    private const int BufferKept = 1 << 20;

    // Answers are JSON for programs, never pieces of HTML: letters stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Answers.</summary>
    /// <typeparam name="T">What <paramref name="write"/> needs.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="state">What <paramref name="write"/> needs: so that it need not be a closure.</param>
    /// <param name="write">Writes one value; does nothing else.</param>
    /// <param name="mediaType">What it is.</param>
    public static Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write, string mediaType = "application/json")
    {
        var response = context.Response;
        var (buffer, writer) = Borrow();
        write(writer, state);
        writer.Flush();
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = buffer.WrittenCount;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        // The pipe copies what it is given, so the buffer is free again when this returns. A small answer goes out when the request ends.
        response.BodyWriter.Write(buffer.WrittenSpan);
        return buffer.WrittenCount < 4096 ? Task.CompletedTask : response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>A value as bytes of their own.</summary>
    public static byte[] Bytes<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, writer) = Borrow();
        write(writer, state);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Borrow()
    {
        if (_buffer is { Capacity: <= BufferKept } buffer && _writer is { } writer)
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            return (buffer, writer);
        }

        (_writer, _buffer) = (null, new ArrayBufferWriter<byte>(2048));
        _writer = new Utf8JsonWriter(_buffer, Plain);
        return (_buffer, _writer);
    }
}
