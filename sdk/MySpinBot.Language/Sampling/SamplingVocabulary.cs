namespace MySpinBot.Language;

/// <summary>What choosing needs of a model's vocabulary, beside its tokens: one for a loaded model. Any thread may use it.</summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="native">The library's, which stays as long as the model.</param>
internal sealed class SamplingVocabulary(Vocabulary vocabulary, nint native)
{
    // Sorted on first use, since most requests have no grammar.
    private readonly Lazy<TokenBytes> _text = new(() => new TokenBytes(vocabulary.Count, token => vocabulary.BytesOf(token), vocabulary.IsEnd));
    private readonly Lazy<TokenBytes> _all = new(() => new TokenBytes(vocabulary.Count, token => vocabulary.BytesOf(token, special: true), vocabulary.IsEnd));

    /// <summary>The vocabulary.</summary>
    public Vocabulary Tokens => vocabulary;

    /// <summary>The library's vocabulary.</summary>
    public nint Native => native;

    /// <summary>Bytes of the tokens, in order.</summary>
    /// <param name="tellsControlTokens">Whether control tokens stand for their texts, or for nothing.</param>
    public TokenBytes Bytes(bool tellsControlTokens) => (tellsControlTokens ? _all : _text).Value;

    /// <summary>The token of a text such as <c>&lt;think&gt;</c>; null where it is not one token.</summary>
    public int? TokenOf(string text) => vocabulary.Tokenize(text, begin: false, special: true) is [var token] ? token : null;
}
