namespace MySpinBot.Language;

/// <content>Tokens in the order of their bytes, for grammars. Sorted on first use, since most requests have none.</content>
public sealed partial class Vocabulary
{
    private readonly Lock _sorting = new();
    private TokenBytes? _inOrder;
    private TokenBytes? _shownInOrder;

    /// <summary>Bytes of the tokens, in order.</summary>
    /// <param name="special">Whether control tokens stand for their texts; otherwise for nothing.</param>
    internal TokenBytes InOrder(bool special)
    {
        lock (_sorting)
        {
            return special ? _shownInOrder ??= Sorted(special: true) : _inOrder ??= Sorted(special: false);
        }
    }

    /// <summary>The token of a text such as <c>&lt;think&gt;</c>; null where it is not one token.</summary>
    internal int? TokenOf(string text) => Tokenize(text, begin: false, special: true) is [var token] ? token : null;

    private TokenBytes Sorted(bool special) => new(Count, token => BytesOf(token, special), IsEnd);
}
