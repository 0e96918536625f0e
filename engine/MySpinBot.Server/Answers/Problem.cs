using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Storage;

namespace MySpinBot.Server.Answers;

/// <summary>Why a request was not done, as RFC 9457 tells it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs: does not change.</param>
/// <param name="Detail">For people: what is wrong and what would be right.</param>
internal sealed record Problem(int Status, string Code, string Detail)
{
    /// <summary>How it is told.</summary>
    public const string MediaType = "application/problem+json";

    // What is said of a graph is bounded by the graph; an answer need not be.
    private const int MostFaults = 1_000;

    /// <summary>All that is wrong, one by one.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Writes the fields that only this one has.</summary>
    public Action<Utf8JsonWriter>? More { get; init; }

    /// <summary>The problem that an exception tells of; null where it tells of none, and is a bug.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        ServerRefusal refusal => new Problem((int)refusal.Kind, refusal.Code, refusal.Message) { Faults = refusal.Faults, More = refusal.More, RetryAfter = refusal.RetryAfter ?? Patience((int)refusal.Kind) },
        StorageFault { IsFull: true } full => new Problem(StatusCodes.Status507InsufficientStorage, "disk_full", full.Message) { RetryAfter = Patience(StatusCodes.Status507InsufficientStorage) },
        StorageFault fault => new Problem(StatusCodes.Status503ServiceUnavailable, "storage_failed", fault.Message) { RetryAfter = Patience(StatusCodes.Status503ServiceUnavailable) },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Problem(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The request's body is larger than is taken."),
        BadHttpRequestException bad => new Problem(bad.StatusCode, "malformed_request", $"The request cannot be read: {bad.Message}"),
        _ => null,
    };

    /// <summary>Writes it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, $"urn:myspinbot:problem:{Code}");
        writer.WriteString("title"u8, Title(Status));
        writer.WriteNumber("status"u8, Status);
        writer.WriteString("detail"u8, Detail);
        writer.WriteString("code"u8, Code);
        if (Faults.Count > 0)
        {
            WriteFaults(writer, "problems", Faults);
        }

        More?.Invoke(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes a list of what is wrong.</summary>
    public static void WriteFaults(Utf8JsonWriter writer, string name, IReadOnlyList<Fault> faults)
    {
        writer.WriteStartArray(name);
        foreach (var fault in faults.Take(MostFaults))
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, fault.Code);
            WriteText(writer, "parameter"u8, fault.Parameter);
            WriteText(writer, "field"u8, fault.Field);
            if (fault.Index is { } index)
            {
                writer.WriteNumber("index"u8, index);
            }

            WriteText(writer, "node"u8, fault.Node);
            WriteText(writer, "input"u8, fault.Input);
            writer.WriteString("sentence"u8, fault.Sentence);
            WriteText(writer, "expected"u8, fault.Expected);
            WriteText(writer, "got"u8, fault.Got);
            if (fault.Path.Count > 0)
            {
                writer.WriteStartArray("path"u8);
                foreach (var node in fault.Path)
                {
                    writer.WriteStringValue(node);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static TimeSpan? Patience(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => TimeSpan.FromSeconds(1),
        StatusCodes.Status503ServiceUnavailable => TimeSpan.FromSeconds(2),
        StatusCodes.Status507InsufficientStorage => TimeSpan.FromSeconds(30),
        _ => null,
    };

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is wrong.",
        StatusCodes.Status401Unauthorized => "Nobody knows who asks.",
        StatusCodes.Status403Forbidden => "Whoever asks may not.",
        StatusCodes.Status404NotFound => "There is no such thing.",
        StatusCodes.Status405MethodNotAllowed => "This cannot be done to it.",
        StatusCodes.Status408RequestTimeout => "The request took too long to come.",
        StatusCodes.Status409Conflict => "It does not fit the state that things are in.",
        StatusCodes.Status412PreconditionFailed => "Somebody was quicker.",
        StatusCodes.Status413PayloadTooLarge => "There is too much of it.",
        StatusCodes.Status415UnsupportedMediaType => "It is in a form that is not read here.",
        StatusCodes.Status416RangeNotSatisfiable => "It is not that long.",
        StatusCodes.Status422UnprocessableEntity => "It is understood, and cannot be done.",
        StatusCodes.Status423Locked => "Somebody else is at it.",
        StatusCodes.Status428PreconditionRequired => "It has to say what it was made from.",
        StatusCodes.Status429TooManyRequests => "There are too many.",
        StatusCodes.Status503ServiceUnavailable => "Not now.",
        StatusCodes.Status507InsufficientStorage => "There is no room.",
        460 => "The bytes are others.",
        >= 500 => "The server is at fault.",
        _ => "The request was not done.",
    };
}
