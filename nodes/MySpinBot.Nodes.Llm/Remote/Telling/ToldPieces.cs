using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Telling;

/// <summary>Makes pieces of an answer of a chat client's updates: the last one, and no other, says why the answer ended and what it took.</summary>
/// <param name="target">Who answers.</param>
/// <param name="request">What was asked.</param>
/// <param name="time">The clock.</param>
internal sealed class ToldPieces(OutboundTarget target, TextRequest request, TimeProvider time)
{
    private const int MostCharacters = 32 << 20;

    private readonly long _began = time.GetTimestamp();
    private readonly StructuredText _structured = new(target, request.Format);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private TimeSpan? _first;
    private AI.ChatFinishReason? _reason;
    private AI.UsageDetails? _usage;
    private int _pieces;
    private int _characters;

    /// <summary>Whether an update is a part of the answer.</summary>
    public static bool IsPart(AI.ChatResponseUpdate update) => update.Contents.Any(content => content is not AI.UsageContent);

    /// <summary>The pieces.</summary>
    /// <exception cref="RemoteFault">The answer is none: it was withheld, is longer than any, or has not the form that it was to have.</exception>
    public async IAsyncEnumerable<TextPiece> OfAsync(IAsyncEnumerable<AI.ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var update in updates.WithCancellation(cancellation))
        {
            _reason = update.FinishReason ?? _reason;
            if (PieceOf(update) is { } piece)
            {
                yield return piece;
            }
        }

        if (_reason == AI.ChatFinishReason.ContentFilter)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} withheld its answer: a filter of contents ended it.");
        }

        _structured.Check(EndOf());
        yield return new TextPiece { End = EndOf(), Usage = UsageOf() };
    }

    private TextPiece? PieceOf(AI.ChatResponseUpdate update)
    {
        StringBuilder? text = null, thoughts = null;
        List<ToolCallPiece>? calls = null;
        IReadOnlyList<TokenProbability> tokens = [];
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case AI.TextReasoningContent { Text.Length: > 0 } thought:
                    (thoughts ??= new()).Append(thought.Text);
                    break;
                case AI.TextContent { Text.Length: > 0 } added:
                    (text ??= new()).Append(added.Text);
                    break;
                case CallFragment fragment:
                    if (fragment.Piece.Id is { } id)
                    {
                        _calls.Add(id);
                    }

                    (calls ??= []).Add(fragment.Piece);
                    break;
                case AI.FunctionCallContent call when _calls.Add(call.CallId):
                    (calls ??= []).Add(new ToolCallPiece(_calls.Count - 1, JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>())) { Id = call.CallId, Name = call.Name });
                    break;
                case TokensContent told:
                    tokens = told.Tokens;
                    break;
                case AI.UsageContent usage:
                    _usage = usage.Details;
                    break;
            }
        }

        if (text is null && thoughts is null && calls is null && tokens.Count == 0)
        {
            return null;
        }

        _structured.Take(text?.ToString() ?? "");
        _first ??= time.GetElapsedTime(_began);
        _pieces++;
        _characters += (text?.Length ?? 0) + (thoughts?.Length ?? 0);
        return _characters > MostCharacters
            ? throw new RemoteFault(string.Create(CultureInfo.InvariantCulture, $"{ServerSaid.Who(target)} wrote more than {MostCharacters} characters; the rest was not read."))
            : new TextPiece { Text = text?.ToString() ?? "", Reasoning = thoughts?.ToString() ?? "", ToolCalls = calls ?? [], Tokens = request.LogProbabilities is null ? [] : tokens };
    }

    // Some servers say "stop" when a model calls.
    private TextEnd EndOf() => _reason == AI.ChatFinishReason.Length ? TextEnd.Length : _calls.Count > 0 ? TextEnd.ToolCalls : TextEnd.Stop;

    private TextUsage UsageOf()
        => new((int)(_usage?.InputTokenCount ?? 0), (int)(_usage?.CachedInputTokenCount ?? 0), (int)(_usage?.OutputTokenCount ?? _pieces))
        {
            SecondsToFirst = _first?.TotalSeconds,
            Seconds = time.GetElapsedTime(_began).TotalSeconds,
        };
}
