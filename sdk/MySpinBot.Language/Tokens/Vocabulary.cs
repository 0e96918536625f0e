using System.Buffers;
using System.Text;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The tokens of a model. Any thread may use it.</summary>
public sealed partial class Vocabulary
{
    /// <summary>The longest text that is made tokens of, in UTF-16 units: far more than any context holds.</summary>
    internal const int LongestText = 16 << 20;

    private const int BytePairs = 2;

    private readonly ModelHandle _model;
    private readonly bool _isSplitByExpressions;
    private readonly nint _pointer;
    private readonly byte[]?[] _bytes;
    private readonly byte[]?[] _shown;
    private readonly bool _addsBegin;

    internal Vocabulary(ModelHandle model)
    {
        _model = model;
        _pointer = LlamaNative.VocabularyOf(model);
        Count = LlamaNative.TokenCount(_pointer);
        _isSplitByExpressions = LlamaNative.VocabularyKind(_pointer) == BytePairs;
        (_bytes, _shown) = (new byte[]?[Count], new byte[]?[Count]);
        Begin = IdOf(LlamaNative.BeginToken(_pointer));
        End = IdOf(LlamaNative.EndToken(_pointer));
        _addsBegin = LlamaNative.AddsBegin(_pointer) != 0;
        BeginText = Begin is { } begin ? TextOf(begin) : null;
        EndText = End is { } end ? TextOf(end) : null;
    }

    /// <summary>Reads the tokens of a GGUF file, a model's or a vocabulary's alone, without its weights.</summary>
    /// <exception cref="NodeFailure">It is none, or damaged.</exception>
    public static Vocabulary Read(string file)
    {
        VocabularyFaults.Check(WeightFaults.Told(() => GgufFile.Read(file, VocabularyFaults.Lists)), Path.GetFileName(file));
        LlamaLibrary.EnsureLoaded();
        using var heard = LlamaLog.Listen();
        var parameters = LlamaNative.DefaultModelParams();
        parameters.VocabularyOnly = 1;
        var model = LlamaNative.LoadModel(file, parameters);
        return !model.IsInvalid ? new Vocabulary(model) : throw new NodeFailure($"The vocabulary of '{Path.GetFileName(file)}' cannot be read: {heard.Errors}.");
    }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; }

    /// <summary>Text of the token that begins a text; null where there is none.</summary>
    public string? BeginText { get; }

    /// <summary>Text of the token that ends a text; null where there is none.</summary>
    public string? EndText { get; }

    /// <summary>The token that begins a text; null where there is none.</summary>
    internal int? Begin { get; }

    /// <summary>The token that ends a text; null where there is none.</summary>
    internal int? End { get; }

    /// <summary>Whether the model wants the token that begins a text before each.</summary>
    internal bool WantsBegin => _addsBegin && Begin is not null;

    /// <summary>The library's own, for samplers over it. It lives as long as the model.</summary>
    internal nint Pointer => _pointer;

    /// <summary>Tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="begin">Whether the token that begins a text comes first, where the model wants one.</param>
    /// <param name="special">Whether texts of control tokens become these tokens: for templates, never for what people write.</param>
    /// <exception cref="NodeFailure">The text is longer than is taken.</exception>
    public int[] Tokenize(ReadOnlySpan<char> text, bool begin, bool special)
    {
        if (text.Length > LongestText)
        {
            throw new NodeFailure($"A text of {text.Length} characters is too long; {LongestText} are taken, and a model's context holds less.");
        }

        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return Tokenize(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)), begin, special);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>Tokens of a text in UTF-8, which need not be whole characters.</summary>
    internal unsafe int[] Tokenize(ReadOnlySpan<byte> utf8, bool begin, bool special)
    {
        var (room, isHeld) = (ArrayPool<int>.Shared.Rent(utf8.Length + 8), false);
        try
        {
            _model.DangerousAddRef(ref isHeld);

            var stretch = _isSplitByExpressions ? DeepStack.StretchOf(utf8) : 0;

            // An empty span has no address, and the library wants one.
            fixed (byte* from = utf8.IsEmpty ? [0] : utf8)
            fixed (int* to = room)
            {
                var (text, tokens, length, count) = ((nint)from, (nint)to, utf8.Length, 0);
                DeepStack.Run(stretch, () => count = LlamaNative.Tokenize(_pointer, (byte*)text, length, (int*)tokens, room.Length, (byte)(begin ? 1 : 0), (byte)(special ? 1 : 0)));
                return count >= 0 ? room.AsSpan(0, count).ToArray() : throw new NodeFailure($"A text of {length} bytes gives more tokens than can be counted.");
            }
        }
        finally
        {
            if (isHeld)
            {
                _model.DangerousRelease();
            }

            ArrayPool<int>.Shared.Return(room);
        }
    }

    /// <summary>The bytes that a token stands for.</summary>
    /// <param name="token">The token.</param>
    /// <param name="special">Whether control tokens stand for their text; otherwise for nothing.</param>
    public ReadOnlyMemory<byte> BytesOf(int token, bool special = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Count);
        var known = special ? _shown : _bytes;
        return known[token] ??= Piece(token, special);
    }

    /// <summary>Whether a token ends the answer.</summary>
    public bool IsEnd(int token) => Contains(token) && LlamaNative.IsEnd(_pointer, token) != 0;

    /// <summary>Whether a token is a control token: no text that people write becomes one.</summary>
    internal bool IsControl(int token) => Contains(token) && LlamaNative.IsControl(_pointer, token) != 0;

    /// <summary>Whether there is such a token: others would end the process.</summary>
    internal bool Contains(int token) => (uint)token < (uint)Count;

    private int? IdOf(int token) => Contains(token) ? token : null;

    private unsafe string TextOf(int token) => LlamaNative.TextOf(LlamaNative.TokenText(_pointer, token)) ?? "";

    private unsafe byte[] Piece(int token, bool special)
    {
        ObjectDisposedException.ThrowIf(_model.IsClosed, this);
        Span<byte> room = stackalloc byte[128];
        fixed (byte* to = room)
        {
            var length = LlamaNative.PieceOf(_pointer, token, to, room.Length, 0, (byte)(special ? 1 : 0));
            if (length >= 0)
            {
                return room[..length].ToArray();
            }

            var whole = new byte[-length];
            fixed (byte* into = whole)
            {
                return LlamaNative.PieceOf(_pointer, token, into, whole.Length, 0, (byte)(special ? 1 : 0)) == whole.Length ? whole : [];
            }
        }
    }
}
