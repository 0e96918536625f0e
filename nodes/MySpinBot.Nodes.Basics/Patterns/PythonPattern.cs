using System.Globalization;
using System.Text;

namespace MySpinBot.Nodes.Basics.Patterns;

/// <summary>Reads a pattern as ComfyUI's users write it (the syntax of Python's <c>re</c>) into that of .NET. The two agree except in how groups
/// are named and numbered: here every group has the number of its opening bracket, named or not.</summary>
internal sealed class PythonPattern
{
    private readonly StringBuilder _written = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly string _pattern;
    private int _groups;

    private PythonPattern(string pattern) => _pattern = pattern;

    public string Written => _written.ToString();

    /// <summary>Numbers of the named groups.</summary>
    public IReadOnlyDictionary<string, int> Names => _names;

    public int Groups => _groups;

    public static PythonPattern Read(string pattern)
    {
        var read = new PythonPattern(pattern);
        for (var index = 0; index < pattern.Length;)
        {
            index += pattern[index] switch
            {
                '\\' => read.Escape(index),
                '[' => read.Class(index),
                '(' => read.Group(index),
                _ => read.Copy(index, 1),
            };
        }

        return read;
    }

    private int Copy(int index, int length)
    {
        length = Math.Min(length, _pattern.Length - index);
        _written.Append(_pattern, index, length);
        return length;
    }

    private int Escape(int index)
    {
        // Python's \Z is .NET's \z: the very end, not before a last line end.
        if (At(index, @"\Z"))
        {
            _written.Append(@"\z");
            return 2;
        }

        return At(index, @"\k<") ? Named(index, 3, '>', number => $@"\k<{number}>") : Copy(index, 2);
    }

    private int Class(int index)
    {
        var end = index + 1;
        end += end < _pattern.Length && _pattern[end] == '^' ? 1 : 0;
        end += end < _pattern.Length && _pattern[end] == ']' ? 1 : 0;
        while (end < _pattern.Length && _pattern[end] != ']')
        {
            end += _pattern[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, _pattern.Length - 1);

        // A bracket inside a class is a plain character in Python, and .NET's class subtraction (-[…]) here.
        for (var i = index; i <= end; i++)
        {
            _written.Append(i > index && _pattern[i] == '[' && _pattern[i - 1] != '\\' ? @"\[" : _pattern[i].ToString());
        }

        return end + 1 - index;
    }

    private int Group(int index)
    {
        if (At(index, "(?P="))
        {
            return Named(index, 4, ')', number => $@"\k<{number}>");
        }

        var name = At(index, "(?P<") ? 4 : At(index, "(?<") && !At(index, "(?<=") && !At(index, "(?<!") ? 3 : 0;
        var close = name > 0 ? _pattern.IndexOf('>', index) : -1;
        if (close > 0)
        {
            _groups++;
            _names[_pattern[(index + name)..close]] = _groups;
            _written.Append('(');
            return close + 1 - index;
        }

        if (At(index, "(?("))
        {
            return Named(index, 3, ')', number => $"(?({number})");
        }

        _groups += At(index, "(?") ? 0 : 1;
        return Copy(index, 1);
    }

    /// <summary>A reference by name, written by number; a name that is not known stays, so that .NET's own message names it.</summary>
    private int Named(int index, int skip, char closer, Func<string, string> write)
    {
        var close = _pattern.IndexOf(closer, index);
        if (close < 0)
        {
            return Copy(index, skip);
        }

        var name = _pattern[(index + skip)..close];
        _written.Append(write(_names.TryGetValue(name, out var number) ? number.ToString(CultureInfo.InvariantCulture) : name));
        return close + 1 - index;
    }

    private bool At(int index, string text) => string.CompareOrdinal(_pattern, index, text, 0, text.Length) == 0;
}
