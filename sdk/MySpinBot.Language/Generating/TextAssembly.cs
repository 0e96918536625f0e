using System.Buffers;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Makes text of the bytes of tokens, as far as it is certain: whole characters, and nothing that may be the beginning of a text to stop at.
/// What it gives in all depends on the bytes alone, not on how they were cut into tokens. One thread at a time.</summary>
/// <param name="stops">Texts to stop at; they are not told.</param>
internal sealed class TextAssembly(IEnumerable<string> stops)
{
    private readonly StopTexts _stops = new(stops);

    // Bytes of a character whose other bytes have not come: three at most.
    private readonly byte[] _begun = new byte[4];
    private int _begunCount;

    private char[] _text = new char[64];
    private int _count;

    /// <summary>Whether a text to stop at was written. Nothing that comes after it is told.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Adds the bytes of a token. Those that are no UTF-8 become U+FFFD, one for each longest part that could have begun a character.</summary>
    /// <returns>The text that became certain.</returns>
    public string Add(ReadOnlySpan<byte> bytes)
    {
        while (_begunCount > 0 && !bytes.IsEmpty && !HasStopped)
        {
            bytes = GoOn(bytes);
        }

        while (!bytes.IsEmpty && !HasStopped)
        {
            if (Rune.DecodeFromUtf8(bytes, out var character, out var taken) == OperationStatus.NeedMoreData)
            {
                bytes.CopyTo(_begun);
                _begunCount = bytes.Length;
                break;
            }

            Put(character);
            bytes = bytes[taken..];
        }

        return Certain();
    }

    /// <summary>Passes a control token that is not told: what was begun ends there, and where its text is one to stop at, it stops.</summary>
    /// <param name="text">What the vocabulary calls it.</param>
    /// <returns>The text that became certain.</returns>
    public string Pass(ReadOnlySpan<byte> text)
    {
        var told = End();
        HasStopped |= _stops.Contains(Encoding.UTF8.GetString(text));
        return told;
    }

    /// <summary>Ends: what was held back is told, and half a character is U+FFFD.</summary>
    /// <returns>The rest of the text.</returns>
    public string End()
    {
        if (_begunCount > 0 && !HasStopped)
        {
            _begunCount = 0;
            Put(Rune.ReplacementChar);
        }

        _stops.Forget();
        return Certain();
    }

    // A byte at a time joins what was begun, until that is a character or can be none.
    private ReadOnlySpan<byte> GoOn(ReadOnlySpan<byte> bytes)
    {
        _begun[_begunCount] = bytes[0];
        var status = Rune.DecodeFromUtf8(_begun.AsSpan(0, _begunCount + 1), out var character, out var taken);
        if (status == OperationStatus.NeedMoreData)
        {
            _begunCount++;
            return bytes[1..];
        }

        // What can be no character ends before the byte that shows it, which begins anew.
        var isWhole = taken == _begunCount + 1;
        _begunCount = 0;
        Put(character);
        return isWhole ? bytes[1..] : bytes;
    }

    private void Put(Rune character)
    {
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..character.EncodeToUtf16(units)])
        {
            if (_count == _text.Length)
            {
                Array.Resize(ref _text, 2 * _count);
            }

            _text[_count++] = unit;
            if (_stops.Read(unit) is > 0 and var length)
            {
                _count -= length;
                HasStopped = true;
                _stops.Forget();
                return;
            }
        }
    }

    private string Certain()
    {
        var certain = _count - _stops.Held;
        if (certain <= 0)
        {
            return "";
        }

        var text = new string(_text, 0, certain);
        _text.AsSpan(certain, _count - certain).CopyTo(_text);
        _count -= certain;
        return text;
    }
}
