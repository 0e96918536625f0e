using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Tells thoughts, text and calls of tools apart while a model writes them. What may still become a mark is held back; everything else is told at once.</summary>
internal sealed class AnswerReader
{
    private readonly AnswerMarks _marks;
    private readonly CallForm? _form;
    private readonly IReadOnlyList<ToolDeclaration> _tools;
    private readonly CallLog _log;
    private readonly string[] _sought;
    private string _rest = "";
    private string _opened = "";
    private CallReader? _calls;
    private int _callsBefore;
    private bool _isThinking;
    private bool _mayThink = true;
    private bool _mayBeBare;
    private bool _trims;

    /// <param name="marks">Marks of the model's family.</param>
    /// <param name="form">How it writes calls; null where it may not call.</param>
    /// <param name="tools">What it may call.</param>
    /// <param name="isThinking">Whether the prompt ends with the beginning of a thought.</param>
    /// <param name="idSeed">What ids of calls are made from.</param>
    public AnswerReader(AnswerMarks marks, CallForm? form, IReadOnlyList<ToolDeclaration> tools, bool isThinking, string idSeed)
    {
        (_marks, _form, _tools, _isThinking, _log) = (marks, form, tools, isThinking, new CallLog(idSeed));
        _trims = isThinking;
        _mayBeBare = form?.MayBeBare ?? false;

        // The longer ones first: a mark may begin with another.
        _sought = [.. (form?.Opens ?? []).Concat(marks.Dropped).Concat(marks.ThinksAnywhere ? [marks.Think] : []).OrderByDescending(mark => mark.Length)];
    }

    /// <summary>How many calls there were so far.</summary>
    public int CallCount => _log.Count;

    /// <summary>Whether what comes next may be text for whoever asked, as far as is known.</summary>
    public bool IsSaying => !_isThinking && _calls is null;

    /// <summary>Reads what the model wrote next.</summary>
    public AnswerParts Add(string text) => Read(text, false);

    /// <summary>Reads the end: what was held back is told.</summary>
    public AnswerParts End() => Read("", true);

    private AnswerParts Read(string text, bool isLast)
    {
        var parts = new AnswerParts();
        _rest += text;
        while (_calls is not null ? Call(parts, isLast) : _isThinking ? Think(parts, isLast) : Say(parts, isLast))
        {
        }

        return parts;
    }

    // Each returns whether there is more to do with what is there.
    private bool Think(AnswerParts parts, bool isLast)
    {
        Trim();
        var end = _rest.IndexOf(_marks.EndThink, StringComparison.Ordinal);
        if (end < 0)
        {
            var kept = isLast ? 0 : Held(_rest, [_marks.EndThink], true);
            parts.Think(isLast ? _rest.AsSpan().TrimEnd() : _rest.AsSpan(0, _rest.Length - kept));
            _rest = isLast ? "" : _rest[^kept..];
            return false;
        }

        parts.Think(_rest.AsSpan(0, end).TrimEnd());
        _rest = _rest[(end + _marks.EndThink.Length)..];
        (_isThinking, _mayThink, _trims) = (false, _marks.ThinksAnywhere, true);
        return true;
    }

    private bool Say(AnswerParts parts, bool isLast)
    {
        Trim();
        if (Begins(isLast) is { } begun)
        {
            return begun;
        }

        var (at, mark) = Next();
        if (mark is null)
        {
            var kept = isLast ? 0 : Held(_rest, _sought, _form is not null);
            var said = isLast && _log.Count > 0 ? _rest.AsSpan().TrimEnd() : _rest.AsSpan(0, _rest.Length - kept);
            Tell(parts, said);
            _rest = isLast ? "" : _rest[^kept..];
            return false;
        }

        var isThought = mark == _marks.Think;
        var isCall = !isThought && !_marks.Dropped.Contains(mark);
        var length = isCall ? _rest.AsSpan(0, at).TrimEnd().Length : at;
        Tell(parts, _rest.AsSpan(0, length));
        var opened = _rest[length..(at + mark.Length)];
        _rest = _rest[(at + mark.Length)..];
        (_isThinking, _trims) = (isThought, _trims || isThought);
        if (isCall)
        {
            Open(mark, opened);
        }

        return true;
    }

    // What only the beginning of an answer can be: a thought, or a call without marks. Null where it is neither.
    private bool? Begins(bool isLast)
    {
        if (!_mayThink && !_mayBeBare)
        {
            return null;
        }

        var text = _rest.AsSpan().TrimStart();
        if (_mayThink && text.StartsWith(_marks.Think, StringComparison.Ordinal))
        {
            _rest = text[_marks.Think.Length..].ToString();
            (_isThinking, _trims) = (true, true);
            return true;
        }

        if (!isLast && (text.IsEmpty || (_mayThink && _marks.Think.AsSpan().StartsWith(text, StringComparison.Ordinal))))
        {
            return false;
        }

        if (_mayBeBare && text.Length > 0 && text[0] is '{' or '[')
        {
            Open("", "");
            return true;
        }

        return null;
    }

    private bool Call(AnswerParts parts, bool isLast)
    {
        var (taken, state) = _calls!.Read(_rest, parts, isLast);
        _rest = _rest[taken..];
        if (state == ReadState.Wants)
        {
            return false;
        }

        _calls = null;
        if (_log.Count == _callsBefore)
        {
            // It was no call: it is text, and so is what seemed to begin it.
            Tell(parts, _opened);
        }
        else
        {
            _trims = true;
        }

        return true;
    }

    private void Open(string mark, string opened)
    {
        (_opened, _callsBefore) = (opened, _log.Count);
        _calls = _form!.Reader(mark, _log, _tools);
        (_mayThink, _mayBeBare) = (false, false);
    }

    private void Tell(AnswerParts parts, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
        {
            parts.Say(text);
            (_mayThink, _mayBeBare) = (false, false);
        }
    }

    private void Trim()
    {
        if (_trims)
        {
            _rest = _rest.TrimStart();
            _trims = _rest.Length == 0;
        }
    }

    private (int At, string? Mark) Next()
    {
        var (at, mark) = (int.MaxValue, (string?)null);
        foreach (var each in _sought)
        {
            var found = _rest.IndexOf(each, StringComparison.Ordinal);
            if (found >= 0 && found < at)
            {
                (at, mark) = (found, each);
            }
        }

        // A longer mark may begin here and not be whole yet.
        return mark is not null && Longer(at, mark) ? (0, null) : (at, mark);
    }

    private bool Longer(int at, string mark)
    {
        foreach (var each in _sought)
        {
            if (each.Length > mark.Length && each.Length > _rest.Length - at && string.CompareOrdinal(_rest, at, each, 0, _rest.Length - at) == 0)
            {
                return true;
            }
        }

        return false;
    }

    // How many of the last characters may be the beginning of a mark; with white space before, which belongs to it.
    private static int Held(string text, IReadOnlyList<string> marks, bool withBlanks)
    {
        var held = 0;
        foreach (var mark in marks)
        {
            for (var length = Math.Min(mark.Length, text.Length); length > held; length--)
            {
                if (string.CompareOrdinal(text, text.Length - length, mark, 0, length) == 0)
                {
                    held = length;
                    break;
                }
            }
        }

        while (withBlanks && held < text.Length && char.IsWhiteSpace(text[^(held + 1)]))
        {
            held++;
        }

        return held;
    }
}
