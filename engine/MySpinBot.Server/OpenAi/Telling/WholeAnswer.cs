using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Telling;

/// <summary>An answer as its pieces make it.</summary>
/// <param name="echo">Text that stands in front of it.</param>
internal sealed class WholeAnswer(string echo)
{
    private readonly StringBuilder _text = new(echo);
    private readonly StringBuilder _reasoning = new();
    private readonly List<(string? Id, string? Name, StringBuilder Arguments)> _calls = [];

    /// <summary>Its text.</summary>
    public string Text => _text.ToString();

    /// <summary>What was thought before it.</summary>
    public string Reasoning => _reasoning.ToString();

    /// <summary>The calls of tools.</summary>
    public IEnumerable<ToolCall> Calls => _calls.Select(call => new ToolCall(call.Id ?? "", call.Name ?? "", call.Arguments.ToString()));

    /// <summary>The tokens, where they were asked for.</summary>
    public List<TokenProbability> Tokens { get; } = [];

    /// <summary>Why it ended; null where nobody said.</summary>
    public TextEnd? End { get; private set; }

    /// <summary>What it took; null where nobody said.</summary>
    public TextUsage? Took { get; private set; }

    /// <summary>Adds a piece.</summary>
    public void Add(TextPiece piece)
    {
        _text.Append(piece.Text);
        _reasoning.Append(piece.Reasoning);
        Tokens.AddRange(piece.Tokens);
        (End, Took) = (piece.End ?? End, piece.Usage ?? Took);
        foreach (var call in piece.ToolCalls)
        {
            // A piece that belongs to no call before it begins the next one.
            var index = Math.Clamp(call.Index, 0, _calls.Count);
            if (index == _calls.Count)
            {
                _calls.Add((call.Id, call.Name, new StringBuilder()));
            }

            _calls[index].Arguments.Append(call.Arguments);
        }
    }
}
