using System.Buffers;

namespace MySpinBot.Language;

/// <summary>The bytes of a vocabulary's tokens in their order, so that what one has in common with the one before it is looked at once. Any thread may read it.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[] _order;
    private readonly ushort[] _common;
    private readonly HashSet<int> _isEnd;

    /// <param name="tokenCount">Tokens of the vocabulary.</param>
    /// <param name="bytesOf">Bytes of each; none for those that stand for no text. Those with a zero among them are taken for none, as llama.cpp takes them: no grammar means it.</param>
    /// <param name="isEnd">Whether a token ends the text.</param>
    public TokenBytes(int tokenCount, Func<int, ReadOnlyMemory<byte>> bytesOf, Func<int, bool> isEnd)
    {
        TokenCount = tokenCount;
        _starts = new int[tokenCount + 1];
        var (all, order, ends) = (new ArrayBufferWriter<byte>(8 * tokenCount), new List<int>(tokenCount), new List<int>());
        for (var token = 0; token < tokenCount; token++)
        {
            if (isEnd(token))
            {
                ends.Add(token);
            }
            else if (bytesOf(token) is { Length: > 0 and <= ushort.MaxValue } bytes && !bytes.Span.Contains((byte)0))
            {
                all.Write(bytes.Span);
                order.Add(token);
            }

            _starts[token + 1] = all.WrittenCount;
        }

        (_bytes, _order, Ends, _isEnd) = (all.WrittenSpan.ToArray(), [.. order], [.. ends], [.. ends]);
        Array.Sort(_order, (one, other) => Of(one).SequenceCompareTo(Of(other)));
        _common = new ushort[_order.Length];
        for (var i = 1; i < _order.Length; i++)
        {
            _common[i] = (ushort)Of(_order[i - 1]).CommonPrefixLength(Of(_order[i]));
        }

        Longest = _order.Length == 0 ? 0 : _order.Max(token => Of(token).Length);
    }

    /// <summary>Tokens of the vocabulary.</summary>
    public int TokenCount { get; }

    /// <summary>Tokens that end the text.</summary>
    public IReadOnlyList<int> Ends { get; }

    /// <summary>Whether a token ends the text.</summary>
    public bool IsEnd(int token) => _isEnd.Contains(token);

    /// <summary>Bytes of the longest token.</summary>
    public int Longest { get; }

    /// <summary>Tokens that stand for text, in the order of their bytes.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Of each in that order, how many bytes it has in common with the one before it.</summary>
    public ReadOnlySpan<ushort> Common => _common;

    /// <summary>Bytes of a token; none for one that ends the text or stands for none.</summary>
    public ReadOnlySpan<byte> Of(int token) => _bytes.AsSpan(_starts[token], _starts[token + 1] - _starts[token]);
}
