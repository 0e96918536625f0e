using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Calls of tools, put together from their pieces.</summary>
internal sealed class CallPieces
{
    private const int MostCalls = 128;
    private const int LongestArguments = 1 << 20;

    private readonly SortedList<int, Call> _calls = [];

    /// <summary>Adds what came.</summary>
    /// <exception cref="NodeFailure">There are more calls, or longer ones, than are taken.</exception>
    public void Add(IReadOnlyList<ToolCallPiece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (!_calls.TryGetValue(piece.Index, out var call))
            {
                _calls[piece.Index] = call = _calls.Count < MostCalls ? new Call() : throw new NodeFailure($"The model calls more than {MostCalls} tools in one answer.");
            }

            (call.Id, call.Name) = (call.Id ?? piece.Id, call.Name ?? piece.Name);
            call.Arguments.Append(piece.Arguments);
            if (call.Arguments.Length > LongestArguments)
            {
                throw new NodeFailure($"The model calls '{call.Name}' with more than {LongestArguments} characters.");
            }
        }
    }

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<ToolCall> All() => [.. _calls.Select(call => new ToolCall(call.Value.Id ?? $"call_{call.Key}", call.Value.Name ?? "", call.Value.Arguments.ToString()))];

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
