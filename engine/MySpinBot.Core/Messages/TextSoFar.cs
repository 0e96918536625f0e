using System.Text;

namespace MySpinBot.Core.Messages;

/// <summary>What a call has written so far, as its <see cref="TextStreamed"/> say; of a long text the end. For one thread.</summary>
/// <param name="most">The most characters that are kept.</param>
public sealed class TextSoFar(int most)
{
    private readonly StringBuilder _text = new();

    /// <summary>The offset of the first character that is kept.</summary>
    public long Start { get; private set; }

    /// <summary>The offset behind the last.</summary>
    public long End => Start + _text.Length;

    /// <summary>How many characters are kept.</summary>
    public int Length => _text.Length;

    /// <summary>Takes a piece.</summary>
    /// <returns>Whether it goes on with what there is; false where it took the place of something, or left a gap.</returns>
    public bool Add(long offset, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var goesOn = offset == End;
        if (!goesOn)
        {
            if (offset < Start || offset > End)
            {
                _text.Clear();
                Start = offset;
            }
            else
            {
                _text.Length = (int)(offset - Start);
            }
        }

        _text.Append(text);
        if (_text.Length > most)
        {
            // A little more than has to be, so that it is not moved for every piece.
            var cut = Math.Min(_text.Length, _text.Length - most + (most / 8));
            cut += cut < _text.Length && char.IsLowSurrogate(_text[cut]) ? 1 : 0;
            _text.Remove(0, cut);
            Start += cut;
        }

        return goesOn;
    }

    /// <summary>What stands from an offset on; all that is kept where that is before it.</summary>
    public string From(long offset) => _text.ToString((int)Math.Clamp(offset - Start, 0, _text.Length), (int)Math.Clamp(End - offset, 0, _text.Length));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
