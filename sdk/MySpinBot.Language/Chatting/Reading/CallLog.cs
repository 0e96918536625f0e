using System.Security.Cryptography;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The calls of an answer: numbers them, names them, and tells their pieces.</summary>
/// <param name="seed">What ids are made from: the same answer has the same ids.</param>
internal sealed class CallLog(string seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Characters of an id: what some templates insist on (Mistral's).</summary>
    public const int IdLength = 9;

    private bool _hasArguments;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A text of nine letters and digits that stands for a longer one.</summary>
    public static string ShortId(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(IdLength, hash, (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = Letters[bytes[i] % Letters.Length];
            }
        });
    }

    /// <summary>A call begins.</summary>
    public void Begin(AnswerParts parts, string name, string? id)
    {
        parts.Call(new ToolCallPiece(Count, "") { Id = string.IsNullOrWhiteSpace(id) ? ShortId($"{seed}/{Count}") : id, Name = name });
        Count++;
        _hasArguments = false;
    }

    /// <summary>More of its arguments.</summary>
    public void Add(AnswerParts parts, string arguments)
    {
        if (arguments.Length > 0)
        {
            _hasArguments = true;
            parts.Call(new ToolCallPiece(Count - 1, arguments));
        }
    }

    /// <summary>It ends.</summary>
    public void End(AnswerParts parts)
    {
        if (!_hasArguments)
        {
            Add(parts, "{}");
        }
    }
}
