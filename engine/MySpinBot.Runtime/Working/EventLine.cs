using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Working;

/// <summary>An event as one line of JSON.</summary>
internal static class EventLine
{
    /// <summary>A line that is longer loses what its node shows.</summary>
    public const int MostBytes = 16 << 20;

    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>How events are written.</summary>
    public static JsonTypeInfo<RunEvent> Type { get; } = (JsonTypeInfo<RunEvent>)MessageJson.Options.GetTypeInfo(typeof(RunEvent));

    /// <summary>Hands the line, with its end, to <paramref name="take"/>, which must not keep it.</summary>
    public static void Write<T>(RunEvent happened, T state, Action<T, ReadOnlyMemory<byte>> take)
    {
        if (_buffer is not { } buffer)
        {
            buffer = _buffer = new ArrayBufferWriter<byte>(512);
            _json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        }

        Fill(buffer, happened);
        if (buffer.WrittenCount > MostBytes && WithoutShown(happened) is { } shorter)
        {
            Fill(buffer, shorter);
        }

        take(state, buffer.WrittenMemory);
        if (buffer.Capacity > MostKept)
        {
            _buffer = null;
        }
    }

    private static void Fill(ArrayBufferWriter<byte> buffer, RunEvent happened)
    {
        buffer.ResetWrittenCount();
        _json!.Reset();
        JsonSerializer.Serialize(_json, happened, Type);
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
    }

    private static RunEvent? WithoutShown(RunEvent happened) => happened switch
    {
        NodeFinished finished => finished with { Shown = null },
        NodeReused reused => reused with { Shown = null },
        NodeFailed failed => failed with { Sentence = "The node failed with a sentence that is too long to be shown.", Details = null },
        _ => null,
    };
}
