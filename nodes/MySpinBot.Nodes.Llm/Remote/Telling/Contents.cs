using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Telling;

/// <summary>A piece of a call while it is written. When all of them have come, the whole call follows as <see cref="AI.FunctionCallContent"/>, for those who know nothing of pieces.</summary>
internal sealed class CallFragment(ToolCallPiece piece) : AI.AIContent
{
    /// <summary>The piece.</summary>
    public ToolCallPiece Piece { get; } = piece;
}

/// <summary>The tokens that the text beside it came from.</summary>
internal sealed class TokensContent(IReadOnlyList<TokenProbability> tokens) : AI.AIContent
{
    /// <summary>The tokens.</summary>
    public IReadOnlyList<TokenProbability> Tokens { get; } = tokens;
}
