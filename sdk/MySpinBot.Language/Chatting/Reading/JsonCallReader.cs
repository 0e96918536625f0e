namespace MySpinBot.Language;

/// <summary>Reads calls that are JSON objects, by themselves or in lists. As long as it told of none, nothing is taken: what it reads may still turn out to be text.</summary>
/// <param name="close">The mark that ends them; empty where the last object does.</param>
/// <param name="log">The calls.</param>
/// <param name="known">Names that can be called, where others are none; null for any.</param>
internal sealed class JsonCallReader(string close, CallLog log, IReadOnlySet<string>? known) : CallReader
{
    private CallObject? _object;
    private bool _hasTold;

    /// <inheritdoc/>
    public override (int Taken, ReadState State) Read(string text, AnswerParts parts, bool isLast)
    {
        var before = log.Count;
        var (taken, state) = Go(text, parts, isLast);
        _hasTold |= log.Count > before;
        if (_hasTold)
        {
            return (taken, state);
        }

        _object = null;
        return (0, isLast ? ReadState.Failed : state);
    }

    private (int Taken, ReadState State) Go(string text, AnswerParts parts, bool isLast)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (_object is not null)
            {
                switch (_object.Read(text[i], parts))
                {
                    case ReadState.Failed:
                        return (i, ReadState.Failed);
                    case ReadState.Done:
                        (_object, _hasTold) = (null, true);
                        break;
                }
            }
            else if (close.Length > 0 && Closes(text, i, isLast) is { } closes)
            {
                return closes ? (i + close.Length, ReadState.Done) : (i, ReadState.Wants);
            }
            else if (text[i] == '{')
            {
                _object = new CallObject(log, known);
                _ = _object.Read(text[i], parts);
            }
            else if (!(char.IsWhiteSpace(text[i]) || text[i] is '[' or ',' or ']' or ';' or ':'))
            {
                return (i, _hasTold ? ReadState.Done : ReadState.Failed);
            }
        }

        return (text.Length, ReadState.Wants);
    }

    // Whether the mark begins here; null for no, false for perhaps.
    private bool? Closes(string text, int at, bool isLast)
    {
        var length = Math.Min(close.Length, text.Length - at);
        return string.CompareOrdinal(text, at, close, 0, length) != 0 ? null : length == close.Length ? true : isLast ? null : false;
    }
}
