using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MySpinBot.Nodes.Basics.Logic;

/// <summary>One of several values; only the one that is taken is made.</summary>
public static class SwitchNodes
{
    private const int Places = 6;

    /// <summary>Takes one of two values. What leads to the other is not run.</summary>
    /// <param name="switch">Which.</param>
    /// <param name="onFalse">Taken if the switch is off.</param>
    /// <param name="onTrue">Taken if the switch is on.</param>
    /// <returns>The value that was chosen.</returns>
    [Node("ComfySwitchNode", Title = "If/Else Switch", Category = "basics/logic", Search = "if, then, else, conditional, branch", Ask = nameof(AskSwitch))]
    [return: Output(Name = "output")]
    public static object Switch(bool @switch, [Lazy, Input(SocketOnly = true)] object? onFalse = null, [Lazy, Input(SocketOnly = true)] object? onTrue = null)
        => (@switch ? onTrue : onFalse)
            ?? throw Failures.At(@switch ? "on_true" : "on_false", $"The switch is {(@switch ? "on" : "off")}, and nothing is linked to '{(@switch ? "on_true" : "on_false")}'.");

    /// <summary>Takes one of several values by its number. What leads to the others is not run.</summary>
    /// <param name="index">Which: 0 is the first.</param>
    /// <param name="value0">Value 0.</param>
    /// <param name="value1">Value 1.</param>
    /// <param name="value2">Value 2.</param>
    /// <param name="value3">Value 3.</param>
    /// <param name="value4">Value 4.</param>
    /// <param name="value5">Value 5.</param>
    /// <returns>The value of that number.</returns>
    [Node("SwitchByIndex", Category = "basics/logic", Search = "select, choose, case, multiplexer", Ask = nameof(AskIndex))]
    [return: Output(Name = "value")]
    public static object ByIndex(
        [Range(0, Places - 1)] long index,
        [Lazy, Input(SocketOnly = true)] object? value0 = null,
        [Lazy, Input(SocketOnly = true)] object? value1 = null,
        [Lazy, Input(SocketOnly = true)] object? value2 = null,
        [Lazy, Input(SocketOnly = true)] object? value3 = null,
        [Lazy, Input(SocketOnly = true)] object? value4 = null,
        [Lazy, Input(SocketOnly = true)] object? value5 = null)
        => At(index, [value0, value1, value2, value3, value4, value5]) ?? throw Failures.At("index", $"Nothing is linked to '{Name(index)}', which 'index' asks for.");

    /// <summary>Takes the value whose name is given. What leads to the others is not run.</summary>
    /// <param name="name">The name that is looked for; case counts.</param>
    /// <param name="names">Names of the values, one a line: the first is that of <c>value0</c>. The name <c>*</c> stands for all others.</param>
    /// <param name="value0">Value of the first name.</param>
    /// <param name="value1">Value of the second name.</param>
    /// <param name="value2">Value of the third name.</param>
    /// <param name="value3">Value of the fourth name.</param>
    /// <param name="value4">Value of the fifth name.</param>
    /// <param name="value5">Value of the sixth name.</param>
    /// <returns>The value of that name.</returns>
    [Node("SwitchByName", Category = "basics/logic", Search = "select, choose, case, match", Ask = nameof(AskName))]
    [return: Output(Name = "value")]
    public static object ByName(
        string name,
        [Input(Multiline = true)] string names,
        [Lazy, Input(SocketOnly = true)] object? value0 = null,
        [Lazy, Input(SocketOnly = true)] object? value1 = null,
        [Lazy, Input(SocketOnly = true)] object? value2 = null,
        [Lazy, Input(SocketOnly = true)] object? value3 = null,
        [Lazy, Input(SocketOnly = true)] object? value4 = null,
        [Lazy, Input(SocketOnly = true)] object? value5 = null)
    {
        var index = Place(name, names);
        return index < 0
            ? throw Failures.At("name", $"The name '{name}' is none of: {string.Join(", ", Names(names))}. A line '*' in 'names' would stand for all others.")
            : At(index, [value0, value1, value2, value3, value4, value5]) ?? throw Failures.At("name", $"Nothing is linked to '{Name(index)}', which is the value of '{name}'.");
    }

    /// <summary>Takes the first value that there is: linked, not null and not an empty text. Those after it are not run.</summary>
    /// <param name="value0">Taken first.</param>
    /// <param name="value1">Taken without the one before.</param>
    /// <param name="value2">Taken without those before.</param>
    /// <param name="value3">Taken without those before.</param>
    /// <param name="value4">Taken without those before.</param>
    /// <param name="value5">Taken without those before.</param>
    /// <returns>The first value that there is.</returns>
    [Node("FirstAvailable", Category = "basics/logic", Search = "fallback, default, coalesce, otherwise", Ask = nameof(AskFirst))]
    [return: Output(Name = "value")]
    public static object First(
        [Lazy, Input(SocketOnly = true)] object? value0 = null,
        [Lazy, Input(SocketOnly = true)] object? value1 = null,
        [Lazy, Input(SocketOnly = true)] object? value2 = null,
        [Lazy, Input(SocketOnly = true)] object? value3 = null,
        [Lazy, Input(SocketOnly = true)] object? value4 = null,
        [Lazy, Input(SocketOnly = true)] object? value5 = null)
        => new[] { value0, value1, value2, value3, value4, value5 }.FirstOrDefault(IsThere) ?? throw Failures.At("value0", "None of the values is there; one at least should be linked and not be empty.");

    /// <summary>Asks for the side that is taken.</summary>
    public static IEnumerable<string> AskSwitch(bool @switch) => [@switch ? "on_true" : "on_false"];

    /// <summary>Asks for the value that the index names.</summary>
    public static IEnumerable<string> AskIndex(long index) => index is >= 0 and < Places ? [Name(index)] : [];

    /// <summary>Asks for the value that the name stands for.</summary>
    public static IEnumerable<string> AskName(string name, string names) => AskIndex(Place(name, names));

    /// <summary>Asks for one value after the other until one is there.</summary>
    public static IEnumerable<string> AskFirst(KnownInputs known, object? value0, object? value1, object? value2, object? value3, object? value4, object? value5)
    {
        object?[] values = [value0, value1, value2, value3, value4, value5];
        for (var i = 0; i < Places; i++)
        {
            if (!known.Has(Name(i)))
            {
                return [Name(i)];
            }

            if (IsThere(values[i]))
            {
                break;
            }
        }

        return [];
    }

    private static bool IsThere(object? value) => Primitives.ConversionNodes.Plain(value) is not (null or "");

    private static object? At(long index, object?[] values) => index is >= 0 and < Places ? values[index] : null;

    private static string Name(long index) => "value" + index.ToString(CultureInfo.InvariantCulture);

    private static int Place(string name, string names)
    {
        var lines = Names(names);
        var index = Array.IndexOf(lines, name.Trim());
        return index >= 0 ? index : Array.IndexOf(lines, "*");
    }

    private static string[] Names(string names)
    {
        var lines = names.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length <= Places ? lines : throw Failures.At("names", $"Input 'names' has {lines.Length} lines; the node has {Places} values.");
    }
}
