using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What some text of a model turned out to be.</summary>
internal sealed class AnswerParts
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<ToolCallPiece> _calls = [];

    /// <summary>Text for whoever asked.</summary>
    public string Text => _text.ToString();

    /// <summary>Thoughts.</summary>
    public string Reasoning => _reasoning.ToString();

    /// <summary>Pieces of calls.</summary>
    public IReadOnlyList<ToolCallPiece> Calls => _calls;

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => _text.Length == 0 && _reasoning.Length == 0 && _calls.Count == 0;

    /// <summary>Adds text.</summary>
    public void Say(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Adds a thought.</summary>
    public void Think(ReadOnlySpan<char> text) => _reasoning.Append(text);

    /// <summary>Adds a piece of a call; goes on with the last where it is the same.</summary>
    public void Call(ToolCallPiece piece)
    {
        if (_calls.Count > 0 && _calls[^1].Index == piece.Index && piece.Name is null)
        {
            _calls[^1] = _calls[^1] with { Arguments = _calls[^1].Arguments + piece.Arguments };
        }
        else
        {
            _calls.Add(piece);
        }
    }
}
