using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace MySpinBot.Diffusion;

/// <summary>The pieces that texts are made of for CLIP, and in which order they are put together: byte-pair encoding (Sennrich et al., 2016) over bytes. Immutable.</summary>
public sealed class ClipVocabulary
{
    /// <summary>The text of the token that begins a text.</summary>
    public const string Begin = "<|startoftext|>";

    /// <summary>The text of the token that ends it, and that stands for what is not known.</summary>
    public const string End = "<|endoftext|>";

    /// <summary>What is written behind the last piece of a word.</summary>
    public const string WordEnd = "</w>";

    private readonly FrozenDictionary<string, int> _ids;
    private readonly FrozenDictionary<(int Left, int Right), (int Rank, int Piece)> _merges;
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);
    private readonly int[] _idOfPiece;
    private readonly int[] _pieceOfByte = new int[512];

    private ClipVocabulary(FrozenDictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges)
    {
        _ids = ids;
        (BeginId, EndId) = (ids[Begin], ids[End]);
        for (var value = 0; value < 256; value++)
        {
            _pieceOfByte[value] = Piece(ByteSymbols.Of((byte)value).ToString());
            _pieceOfByte[256 + value] = Piece(ByteSymbols.Of((byte)value) + WordEnd);
        }

        Dictionary<(int, int), (int, int)> ranked = new(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            ranked[(Piece(left), Piece(right))] = (rank, Piece(left + right));
        }

        _merges = ranked.ToFrozenDictionary();
        _idOfPiece = new int[_pieces.Count];
        foreach (var (text, piece) in _pieces)
        {
            _idOfPiece[piece] = ids.GetValueOrDefault(text, EndId);
        }
    }

    // Pieces are numbered as they come, so that those that have no token of their own can be merged too.
    private int Piece(string text)
    {
        if (!_pieces.TryGetValue(text, out var piece))
        {
            _pieces[text] = piece = _pieces.Count;
        }

        return piece;
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The token that begins a text.</summary>
    public int BeginId { get; }

    /// <summary>The token that ends it.</summary>
    public int EndId { get; }

    /// <summary>The token of a piece as it is written in the vocabulary; null where there is none.</summary>
    public int? IdOf(string piece) => _ids.TryGetValue(piece, out var id) ? id : null;

    /// <summary>The pieces in the order of their numbers.</summary>
    internal IEnumerable<string> Pieces => _ids.OrderBy(each => each.Value).Select(each => each.Key);

    /// <summary>A vocabulary whose tokens have numbers of their own.</summary>
    /// <param name="ids">The number of each piece, with <see cref="Begin"/> and <see cref="End"/> among them.</param>
    /// <param name="merges">What is put together, the first first.</param>
    /// <exception cref="InvalidDataException">A piece that begins or ends texts is missing.</exception>
    public static ClipVocabulary Of(IReadOnlyDictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(merges);
        return ids.ContainsKey(Begin) && ids.ContainsKey(End) ? new ClipVocabulary(ids.ToFrozenDictionary(StringComparer.Ordinal), merges)
            : throw new InvalidDataException($"The vocabulary has no '{Begin}' or no '{End}'; a vocabulary of CLIP has both.");
    }

    /// <summary>A vocabulary whose tokens are numbered as OpenAI's: bytes, bytes that end a word, what the merges make, begin, end.</summary>
    /// <param name="merges">What is put together, the first first.</param>
    public static ClipVocabulary Of(IReadOnlyList<(string Left, string Right)> merges)
    {
        ArgumentNullException.ThrowIfNull(merges);
        Dictionary<string, int> ids = new(merges.Count + 514, StringComparer.Ordinal);
        var next = 0;
        foreach (var piece in ByteSymbols.InOrder.Select(symbol => symbol.ToString()).Concat(ByteSymbols.InOrder.Select(symbol => symbol + WordEnd)).Concat(merges.Select(merge => merge.Left + merge.Right)).Append(Begin).Append(End))
        {
            // Two merges may make the same piece; the later number is its own.
            ids[piece] = next++;
        }

        return Of(ids, merges);
    }

    /// <summary>SHA-256 of the pieces in the order of their numbers and the merges in theirs, a line each, in small letters.</summary>
    internal string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var texts = new string[_idOfPiece.Length];
        foreach (var (text, piece) in _pieces)
        {
            texts[piece] = text;
        }

        foreach (var text in Pieces)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{text}\n"));
        }

        foreach (var (pair, _) in _merges.OrderBy(each => each.Value.Rank))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{texts[pair.Left]} {texts[pair.Right]}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds the tokens of one word.</summary>
    internal void Encode(string word, List<int> into)
    {
        if (word is Begin or End)
        {
            into.Add(_ids[word]);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(word);
        var pieces = new int[bytes.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = _pieceOfByte[(i == pieces.Length - 1 ? 256 : 0) + bytes[i]];
        }

        var count = pieces.Length;
        while (Merge(pieces, ref count))
        {
        }

        foreach (var piece in pieces.AsSpan(0, count))
        {
            into.Add(_idOfPiece[piece]);
        }
    }

    // Puts the pair that comes first in the order together, wherever it stands; false where none is left.
    private bool Merge(int[] pieces, ref int count)
    {
        var best = (Rank: int.MaxValue, Left: 0, Right: 0, Piece: 0);
        for (var i = 0; i + 1 < count; i++)
        {
            if (_merges.TryGetValue((pieces[i], pieces[i + 1]), out var merge) && merge.Rank < best.Rank)
            {
                best = (merge.Rank, pieces[i], pieces[i + 1], merge.Piece);
            }
        }

        if (best.Rank == int.MaxValue)
        {
            return false;
        }

        var written = 0;
        for (var i = 0; i < count; i++)
        {
            var isPair = i + 1 < count && pieces[i] == best.Left && pieces[i + 1] == best.Right;
            pieces[written++] = isPair ? best.Piece : pieces[i];
            i += isPair ? 1 : 0;
        }

        count = written;
        return true;
    }
}
