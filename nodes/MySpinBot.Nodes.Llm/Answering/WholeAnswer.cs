using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>An answer whose pieces have all come.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Reasoning">What was thought before it.</param>
/// <param name="End">Why it ended.</param>
internal sealed record WholeAnswer(string Text, string Reasoning, TextEnd End)
{
    // What a server sends is bounded there; this is the same bound for all.
    private const int LongestText = 32 * 1024 * 1024;

    /// <summary>What it calls, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>What it took.</summary>
    public TextUsage? Usage { get; init; }

    /// <summary>Puts the pieces of an answer together, showing its text as it comes.</summary>
    public static async Task<WholeAnswer> OfAsync(IAsyncEnumerable<TextPiece> pieces, Action<string> write, CancellationToken cancellation)
    {
        var (text, reasoning, calls) = (new StringBuilder(), new StringBuilder(), new CallPieces());
        TextPiece? last = null;
        await foreach (var piece in pieces.WithCancellation(cancellation))
        {
            if (piece.Text.Length > 0)
            {
                write(piece.Text);
                text.Append(piece.Text);
            }

            reasoning.Append(piece.Reasoning);
            calls.Add(piece.ToolCalls);
            last = piece;
            if (text.Length + reasoning.Length > LongestText)
            {
                throw new NodeFailure($"The answer has more than {LongestText} characters; a limit of tokens would be right.");
            }
        }

        return last?.End is { } end
            ? new WholeAnswer(text.ToString(), reasoning.ToString(), end) { ToolCalls = calls.All(), Usage = last.Usage }
            : throw new NodeFailure("The answer broke off before its end; try again.");
    }
}
