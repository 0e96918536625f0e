using System.Text;
using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>How far something came that reads.</summary>
internal enum ReadState
{
    /// <summary>It wants more text.</summary>
    Wants,

    /// <summary>It has come to its end.</summary>
    Done,

    /// <summary>The text is not what it reads.</summary>
    Failed,
}

/// <summary>Reads a call that is written as a JSON object (<c>{"name": …, "arguments": {…}}</c>), a character at a time: the arguments are told while they are written, once the name is known.</summary>
/// <param name="log">The calls.</param>
/// <param name="known">Names that can be called, where an object with another name, or with other keys, is no call; null for any.</param>
internal sealed class CallObject(CallLog log, IReadOnlySet<string>? known)
{
    private static readonly string[] NameKeys = ["name", "tool_name", "function"];
    private static readonly string[] ArgumentKeys = ["arguments", "parameters", "args"];
    private static readonly string[] IdKeys = ["id", "tool_call_id"];
    private static readonly string[] AllKeys = [.. NameKeys, .. ArgumentKeys, .. IdKeys, "type"];

    private readonly StringBuilder _value = new();
    private readonly StringBuilder _untold = new();
    private Step _step = Step.Start;
    private string _key = "";
    private string? _name;
    private string? _id;
    private int _objects;
    private int _depth;
    private bool _inText;
    private bool _escaped;

    private enum Step
    {
        Start,
        Key,
        InKey,
        Colon,
        Value,
        InValue,
        Comma,
    }

    /// <summary>Whether the call was told of.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Reads a character.</summary>
    public ReadState Read(char c, AnswerParts parts)
    {
        if (_step is not (Step.InKey or Step.InValue) && char.IsWhiteSpace(c))
        {
            return ReadState.Wants;
        }

        switch (_step)
        {
            case Step.Start when c == '{':
                _objects = 1;
                _step = Step.Key;
                return ReadState.Wants;
            case Step.Key when c == '"':
                Begin(Step.InKey, c);
                return ReadState.Wants;
            case Step.Key when c == '}':
            case Step.Comma when c == '}':
                return Close(parts);
            case Step.Comma when c == ',':
                _step = Step.Key;
                return ReadState.Wants;
            case Step.InKey:
                return Key(c);
            case Step.Colon when c == ':':
                _step = Step.Value;
                return ReadState.Wants;
            case Step.Value when c == '{' && _key == "function":
                // {"type": "function", "function": {…}}: what counts is inside.
                _objects++;
                _step = Step.Key;
                return ReadState.Wants;
            case Step.Value:
                return First(c, parts);
            case Step.InValue:
                return Value(c, parts);
            default:
                return ReadState.Failed;
        }
    }

    private bool IsArguments => ArgumentKeys.Contains(_key);

    private void Begin(Step step, char c)
    {
        _value.Clear().Append(c);
        (_step, _depth, _inText, _escaped) = (step, c is '{' or '[' ? 1 : 0, c == '"', false);
    }

    private ReadState Key(char c)
    {
        _value.Append(c);
        if (!Ends(c))
        {
            return ReadState.Wants;
        }

        _step = Step.Colon;
        return Text(_value.ToString()) is { } key ? Named(key) : ReadState.Failed;
    }

    private ReadState Named(string key)
    {
        _key = key;
        return known is null || AllKeys.Contains(key) ? ReadState.Wants : ReadState.Failed;
    }

    // Whether a character ends the text that is being read.
    private bool Ends(char c)
    {
        if (_escaped)
        {
            _escaped = false;
            return false;
        }

        _escaped = c == '\\';
        return c == '"';
    }

    private ReadState First(char c, AnswerParts parts)
    {
        if (!(c is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' || char.IsAsciiDigit(c)))
        {
            return ReadState.Failed;
        }

        Begin(Step.InValue, c);
        Tell(c is '"' ? "" : c.ToString(), parts);
        return ReadState.Wants;
    }

    private ReadState Value(char c, AnswerParts parts)
    {
        // A number or word ends with what cannot be part of it.
        if (_depth == 0 && !_inText && (c is ',' or '}' || char.IsWhiteSpace(c)))
        {
            return Finish(parts) is ReadState.Failed ? ReadState.Failed : Read(c, parts);
        }

        _value.Append(c);
        var outermost = _depth == 0;
        if (_inText)
        {
            _inText = !Ends(c);
        }
        else
        {
            _inText = c == '"';
            _depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
        }

        Tell(outermost ? "" : c.ToString(), parts);
        var isWhole = _depth == 0 && !_inText && c is '}' or ']' or '"';
        return _depth == 0 && !_inText && isWhole ? Finish(parts) : ReadState.Wants;
    }

    // Arguments are passed on as they are written; those in quotes when they are whole.
    private void Tell(string text, AnswerParts parts)
    {
        if (!IsArguments || text.Length == 0)
        {
            return;
        }

        if (HasBegun)
        {
            log.Add(parts, text);
        }
        else
        {
            _untold.Append(text);
        }
    }

    private ReadState Finish(AnswerParts parts)
    {
        _step = Step.Comma;
        var value = _value.ToString();
        if (IsArguments && value[0] == '"')
        {
            Tell(Text(value) ?? "", parts);
        }
        else if (NameKeys.Contains(_key) && value[0] == '"')
        {
            _name = Text(value);
        }
        else if (IdKeys.Contains(_key))
        {
            _id = value[0] == '"' ? Text(value) : value;
        }

        return BeginCall(parts);
    }

    // Arguments that came before the name waited for it. An id that comes later than the arguments is not waited for.
    private ReadState BeginCall(AnswerParts parts)
    {
        if (HasBegun || string.IsNullOrEmpty(_name))
        {
            return ReadState.Wants;
        }

        if (known is not null && !known.Contains(_name))
        {
            return ReadState.Failed;
        }

        HasBegun = true;
        log.Begin(parts, _name, _id);
        log.Add(parts, _untold.ToString());
        return ReadState.Wants;
    }

    private ReadState Close(AnswerParts parts)
    {
        if (--_objects > 0)
        {
            _step = Step.Comma;
            return ReadState.Wants;
        }

        if (!HasBegun)
        {
            return ReadState.Failed;
        }

        log.End(parts);
        return ReadState.Done;
    }

    private static string? Text(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TextJson.Default.String);
        }
        catch (JsonException)
        {
            // What a model wrote need not be JSON.
            return null;
        }
    }
}
