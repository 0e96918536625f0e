namespace MySpinBot.Language;

/// <summary>Reads calls whose name stands before their arguments: a head that holds the name, a JSON object, and again.</summary>
/// <param name="form">The form.</param>
/// <param name="log">The calls.</param>
internal sealed class NamedCallReader(NamedCallForm form, CallLog log) : CallReader
{
    // A name with what stands around it is not longer.
    private const int LongestHead = 512;

    private bool _inArguments;
    private bool _hasTold;
    private int _depth;
    private bool _inText;
    private bool _escaped;

    /// <inheritdoc/>
    public override (int Taken, ReadState State) Read(string text, AnswerParts parts, bool isLast)
    {
        for (var at = 0; ;)
        {
            if (_inArguments)
            {
                at = Arguments(text, at, parts);
                if (_inArguments)
                {
                    return (at, ReadState.Wants);
                }

                if (form.Close.Length == 0)
                {
                    return (at, ReadState.Done);
                }
            }

            var end = form.Close.Length == 0 ? -1 : text.IndexOf(form.Close, at, StringComparison.Ordinal);
            var brace = text.IndexOf('{', at);
            if (end >= 0 && (brace < 0 || end < brace))
            {
                return _hasTold ? (end + form.Close.Length, ReadState.Done) : (at, ReadState.Failed);
            }

            if (brace < 0)
            {
                return (at, text.Length - at > LongestHead ? ReadState.Failed : !isLast ? ReadState.Wants : _hasTold ? ReadState.Done : ReadState.Failed);
            }

            if (form.NameIn(text[at..brace]) is not { } name)
            {
                return (at, ReadState.Failed);
            }

            log.Begin(parts, name.Name, name.Id);
            (_hasTold, _inArguments, _depth, at) = (true, true, 0, brace);
        }
    }

    // Arguments up to their last brace.
    private int Arguments(string text, int from, AnswerParts parts)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (_inText)
            {
                (_escaped, _inText) = (!_escaped && c == '\\', _escaped || c != '"');
                continue;
            }

            _inText = c == '"';
            _depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            if (_depth == 0)
            {
                log.Add(parts, text[from..(i + 1)]);
                log.End(parts);
                _inArguments = false;
                return i + 1;
            }
        }

        log.Add(parts, text[from..]);
        return text.Length;
    }
}
