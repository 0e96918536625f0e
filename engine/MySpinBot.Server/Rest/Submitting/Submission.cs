using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Submitting;

/// <summary>What a body hands in.</summary>
/// <param name="Graph">The graph as it came.</param>
/// <param name="Terms">How it is run.</param>
internal sealed record Submission(ReadOnlyMemory<byte> Graph, JobTerms Terms)
{
    private static readonly byte[] PlainTerms = JsonSerializer.SerializeToUtf8Bytes(JobTerms.Plain, MessageJson.Options);

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>Higher ones go first.</summary>
    public int Priority { get; init; }

    /// <summary>The job whose run this one has to be the same as; null for none, or where the terms say it.</summary>
    public Guid? StrictJob { get; init; }

    /// <summary>Whether it goes before all of its priority.</summary>
    public bool IsFront { get; init; }

    /// <summary>What its owner notes on it.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whom to call when something becomes of it.</summary>
    public JobWebhook? Webhook { get; init; }

    /// <summary>Whether it stays when old jobs are forgotten.</summary>
    public bool IsKept { get; init; }

    /// <summary>The terms as they are stored.</summary>
    public ReadOnlyMemory<byte> Options => ReferenceEquals(Terms, JobTerms.Plain) ? PlainTerms : JsonSerializer.SerializeToUtf8Bytes(Terms, MessageJson.Options);

    /// <summary>Reads a body: <c>{"graph": …, …}</c>, or the graph alone.</summary>
    /// <exception cref="ServerRefusal">It is neither.</exception>
    public static Submission Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "empty_body", "The body is empty; send {\"graph\": …}, or a graph alone.");
        }

        body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        return IsGraphAlone(body.Span) ? new Submission(body, JobTerms.Plain) : SubmissionForm.Read(BodyFields.Read(body));
    }

    // A graph alone is our form or ComfyUI's, or a map whose values are all objects: the nodes. One of them may be called 'graph'.
    internal static bool IsGraphAlone(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = BodyFields.Enter(body);
            var (isForm, isMap, isWrapped) = (false, true, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                isForm |= reader.ValueTextEquals("nodes"u8) || reader.ValueTextEquals("prompt"u8) || reader.ValueTextEquals("version"u8);
                var isGraph = reader.ValueTextEquals("graph"u8);
                reader.Read();
                isMap &= reader.TokenType == JsonTokenType.StartObject;
                isWrapped |= isGraph && !IsNode(reader);
                reader.Skip();
            }

            reader.Read(); // whatever stands behind the object is no JSON
            return !isWrapped && (isForm || isMap);
        }
        catch (JsonException met)
        {
            throw BodyFields.Malformed(met);
        }
    }

    // The reader is a copy: the caller's stays where it is.
    private static bool IsNode(Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (value.Read() && value.TokenType == JsonTokenType.PropertyName)
        {
            var isType = value.ValueTextEquals("class_type"u8);
            value.Read();
            if (isType && value.TokenType == JsonTokenType.String)
            {
                return true;
            }

            value.Skip();
        }

        return false;
    }
}
