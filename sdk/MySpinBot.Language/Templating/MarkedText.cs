using System.Text;

namespace MySpinBot.Language;

/// <summary>A part of a text that did not come from the template, in characters.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">The character behind its last.</param>
internal readonly record struct ForeignPart(int Start, int End);

/// <summary>A text that knows which parts of it people wrote: there, what looks like a control token is just its letters. Every operation of a template keeps the marks.</summary>
/// <param name="value">The text.</param>
/// <param name="foreign">The parts that are not the template's, in order, apart from each other.</param>
internal sealed class MarkedText(string value, ForeignPart[] foreign)
{
    /// <summary>No text.</summary>
    public static MarkedText Empty { get; } = new("", []);

    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>The parts that are not the template's, in order.</summary>
    public ForeignPart[] Foreign { get; } = foreign;

    /// <summary>Characters.</summary>
    public int Length => Value.Length;

    /// <summary>A text of the template.</summary>
    public static MarkedText Own(string value) => value.Length == 0 ? Empty : new(value, []);

    /// <summary>A text that people wrote.</summary>
    public static MarkedText OfPeople(string value) => value.Length == 0 ? Empty : new(value, [new ForeignPart(0, value.Length)]);

    /// <summary>A text made of others in a way that does not tell what came from where.</summary>
    public static MarkedText Mixed(string value, bool foreign) => foreign ? OfPeople(value) : Own(value);

    /// <summary>One text behind another.</summary>
    public static MarkedText operator +(MarkedText left, MarkedText right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length == 0 ? right : left;
        }

        ForeignPart[] foreign = [.. left.Foreign, .. right.Foreign.Select(part => new ForeignPart(part.Start + left.Length, part.End + left.Length))];
        return new MarkedText(left.Value + right.Value, foreign);
    }

    /// <summary>A part of it.</summary>
    public MarkedText Slice(int start, int length)
    {
        if (length <= 0)
        {
            return Empty;
        }

        if (length == Length)
        {
            return this;
        }

        List<ForeignPart> parts = [];
        foreach (var part in Foreign)
        {
            var (from, to) = (Math.Max(part.Start, start), Math.Min(part.End, start + length));
            if (from < to)
            {
                parts.Add(new ForeignPart(from - start, to - start));
            }
        }

        return new MarkedText(Value.Substring(start, length), [.. parts]);
    }

    /// <summary>The same with other letters (upper case, …): marks stay where as many characters are left, otherwise one mark is one for all.</summary>
    public MarkedText With(string other)
        => other.Length == Length ? new MarkedText(other, Foreign) : Mixed(other, Foreign.Length > 0);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Puts texts behind each other and keeps their marks.</summary>
internal sealed class MarkedTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<ForeignPart> _foreign = [];

    /// <summary>Characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Adds a text.</summary>
    public void Append(MarkedText text)
    {
        var at = _text.Length;
        _text.Append(text.Value);
        foreach (var part in text.Foreign)
        {
            if (_foreign.Count > 0 && _foreign[^1].End == at + part.Start)
            {
                _foreign[^1] = _foreign[^1] with { End = at + part.End };
            }
            else
            {
                _foreign.Add(new ForeignPart(at + part.Start, at + part.End));
            }
        }
    }

    /// <summary>Adds a text of the template.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>All of it.</summary>
    public MarkedText ToText() => _text.Length == 0 ? MarkedText.Empty : new(_text.ToString(), [.. _foreign]);
}
