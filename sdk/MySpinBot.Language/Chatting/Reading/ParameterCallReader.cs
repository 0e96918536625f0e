using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Reads calls whose arguments are told one by one between marks. Arguments are told on as a JSON object, a value at a time.</summary>
/// <param name="form">The form.</param>
/// <param name="log">The calls.</param>
/// <param name="tools">What may be called, for the kinds of values.</param>
internal sealed class ParameterCallReader(ParameterCallForm form, CallLog log, IReadOnlyList<ToolDeclaration> tools) : CallReader
{
    // A name or key is not longer.
    private const int Longest = 512;

    private ToolDeclaration? _tool;
    private bool _hasTold;
    private int _values;

    /// <inheritdoc/>
    public override (int Taken, ReadState State) Read(string text, AnswerParts parts, bool isLast)
    {
        var at = 0;
        if (!_hasTold)
        {
            var (state, behind) = Name(text, parts);
            if (state != ReadState.Done)
            {
                return (0, isLast ? ReadState.Failed : state);
            }

            at = behind;
        }

        while (true)
        {
            var close = text.IndexOf(form.Close, at, StringComparison.Ordinal);
            var key = text.IndexOf(form.BeforeKey, at, StringComparison.Ordinal);
            if (close >= 0 && (key < 0 || close < key))
            {
                End(parts);
                return (close + form.Close.Length, ReadState.Done);
            }

            if (key < 0 || Value(text, key, parts) is not { } behind)
            {
                if (isLast)
                {
                    End(parts);
                }

                return (key < 0 ? Math.Max(at, text.Length - Longest) : key, isLast ? ReadState.Done : ReadState.Wants);
            }

            at = behind;
        }
    }

    private (ReadState State, int Behind) Name(string text, AnswerParts parts)
    {
        var start = form.BeforeName.Length == 0 ? 0 : text.IndexOf(form.BeforeName, StringComparison.Ordinal);
        if (start < 0)
        {
            return (text.Length > Longest ? ReadState.Failed : ReadState.Wants, 0);
        }

        start += form.BeforeName.Length;
        var end = form.AfterName.Length > 0 ? text.IndexOf(form.AfterName, start, StringComparison.Ordinal) : text.AsSpan(start).IndexOfAny('<', '\n') is var mark and >= 0 ? start + mark : -1;
        if (end < 0)
        {
            return (text.Length > Longest ? ReadState.Failed : ReadState.Wants, 0);
        }

        var name = text[start..end].Trim();
        if (name.Length == 0)
        {
            // A line break before the name is none behind it.
            return form.AfterName.Length == 0 && end + 1 < text.Length && text[end] == '\n' ? Rest(text, end + 1, parts) : (ReadState.Failed, 0);
        }

        _tool = tools.FirstOrDefault(tool => tool.Name == name);
        _hasTold = true;
        log.Begin(parts, name, null);
        return (ReadState.Done, end + form.AfterName.Length);
    }

    private (ReadState State, int Behind) Rest(string text, int from, AnswerParts parts)
    {
        var (state, behind) = Name(text[from..], parts);
        return (state, behind + from);
    }

    // A key with its value; null where not all of it is there.
    private int? Value(string text, int at, AnswerParts parts)
    {
        var key = at + form.BeforeKey.Length;
        var keyEnd = text.IndexOf(form.AfterKey, key, StringComparison.Ordinal);
        if (keyEnd < 0)
        {
            return null;
        }

        var value = text.IndexOf(form.BeforeValue.Trim(), keyEnd + form.AfterKey.Length, StringComparison.Ordinal);
        var valueEnd = value < 0 ? -1 : text.IndexOf(form.AfterValue.Trim(), value, StringComparison.Ordinal);
        if (valueEnd < 0)
        {
            return null;
        }

        var name = text[key..keyEnd].Trim();
        var told = text[(value + form.BeforeValue.Trim().Length)..valueEnd];
        log.Add(parts, $"{(_values++ == 0 ? "{" : ", ")}{Quote(name)}: {Json(name, told)}");
        return valueEnd + form.AfterValue.Trim().Length;
    }

    private string Json(string key, string value)
    {
        if (!ParameterCallForm.IsText(_tool, key) || (_tool is not null && ParameterCallForm.Property(_tool, key) is null))
        {
            try
            {
                using var json = JsonDocument.Parse(value.Trim());
                return value.Trim();
            }
            catch (JsonException)
            {
                // What is no JSON is told as a text.
            }
        }

        // Line breaks around a text belong to the marks.
        return Quote(form.BeforeValue == "\n" ? Unbroken(value) : value);
    }

    private static string Unbroken(string value)
    {
        value = value.StartsWith('\n') ? value[1..] : value;
        return value.EndsWith('\n') ? value[..^1] : value;
    }

    private void End(AnswerParts parts)
    {
        log.Add(parts, _values > 0 ? "}" : "");
        log.End(parts);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, RelaxedJson.Text);
}
