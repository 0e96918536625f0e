using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The tokens of a model. Any thread may use it.</summary>
public sealed class Vocabulary
{
    internal Vocabulary()
    {
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>Text of the token that begins a text; null where there is none.</summary>
    public string? BeginText => throw new NotSupportedException();

    /// <summary>Text of the token that ends a text; null where there is none.</summary>
    public string? EndText => throw new NotSupportedException();

    /// <summary>Tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="begin">Whether the token that begins a text comes first, where the model wants one.</param>
    /// <param name="special">Whether texts of control tokens become these tokens: for templates, never for what people write.</param>
    /// <exception cref="NodeFailure">The text is longer than is taken.</exception>
    public int[] Tokenize(ReadOnlySpan<char> text, bool begin, bool special) => throw new NotSupportedException();

    /// <summary>The bytes that a token stands for.</summary>
    /// <param name="token">The token.</param>
    /// <param name="special">Whether control tokens stand for their text; otherwise for nothing.</param>
    public ReadOnlyMemory<byte> BytesOf(int token, bool special = false) => throw new NotSupportedException();

    /// <summary>Whether a token ends the answer.</summary>
    public bool IsEnd(int token) => throw new NotSupportedException();
}
