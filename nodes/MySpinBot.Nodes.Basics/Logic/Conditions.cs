using System.Text.Json;
using MySpinBot.Nodes.Basics.Lists;
using MySpinBot.Nodes.Basics.Primitives;

namespace MySpinBot.Nodes.Basics.Logic;

/// <summary>Questions about the order of two values.</summary>
public enum Relation
{
    /// <summary>Equal.</summary>
    [Choice("==")]
    Equal,

    /// <summary>Not equal.</summary>
    [Choice("!=")]
    Unequal,

    /// <summary>Less.</summary>
    [Choice("<")]
    Less,

    /// <summary>Less or equal.</summary>
    [Choice("<=")]
    AtMost,

    /// <summary>Greater.</summary>
    [Choice(">")]
    Greater,

    /// <summary>Greater or equal.</summary>
    [Choice(">=")]
    AtLeast,
}

/// <summary>True and false.</summary>
public static class ConditionNodes
{
    /// <summary>Whether a value is empty or zero: true of false, 0, the empty text, the empty JSON array or object, and null.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>True where the value is empty or zero.</returns>
    [Node("ComfyNotNode", Title = "Not", Category = "basics/logic", Search = "invert, toggle, negate, flip boolean")]
    public static bool Not(object value) => !IsTrue(value);

    /// <summary>Whether all values are true: not false, 0, empty or null.</summary>
    /// <param name="a">First value.</param>
    /// <param name="b">Second value; left out, only the first and the further ones count.</param>
    /// <param name="values">Further values.</param>
    /// <returns>Whether all of them are true.</returns>
    [Node("ComfyAndNode", Title = "And", Category = "basics/logic", Search = "all, every")]
    public static bool And([Input(SocketOnly = true)] object? a = null, [Input(SocketOnly = true)] object? b = null, ExtraInputs? values = null) => All(a, b, values).All(IsTrue);

    /// <summary>Whether any value is true: not false, 0, empty or null.</summary>
    /// <param name="a">First value.</param>
    /// <param name="b">Second value; left out, only the first and the further ones count.</param>
    /// <param name="values">Further values.</param>
    /// <returns>Whether at least one of them is true.</returns>
    [Node("ComfyOrNode", Title = "Or", Category = "basics/logic", Search = "any, some")]
    public static bool Or([Input(SocketOnly = true)] object? a = null, [Input(SocketOnly = true)] object? b = null, ExtraInputs? values = null) => All(a, b, values).Any(IsTrue);

    /// <summary>Compares two values: numbers by size, texts by their characters (Unicode order, case counts), booleans with false first.</summary>
    /// <param name="a">First value.</param>
    /// <param name="b">Second value.</param>
    /// <param name="relation">The question. Any values can be asked whether they are equal; only numbers, texts and booleans have an order.</param>
    /// <returns>Whether the comparison holds.</returns>
    [Node("Compare", Category = "basics/logic", Search = "equal, less, greater, condition, if")]
    public static bool Compare(object a, object b, Relation relation = Relation.Equal)
    {
        if (relation is Relation.Equal or Relation.Unequal)
        {
            return ValueOrder.Same(a, b) == (relation == Relation.Equal);
        }

        var order = ValueOrder.Compare(a, b, "b");
        return relation switch { Relation.Less => order < 0, Relation.AtMost => order <= 0, Relation.Greater => order > 0, _ => order >= 0 };
    }

    internal static bool IsTrue(object? value) => ConversionNodes.Plain(value) switch
    {
        null => false,
        bool flag => flag,
        long whole => whole != 0,
        double real => real != 0,
        string text => text.Length > 0,
        JsonElement { ValueKind: JsonValueKind.Array } json => json.GetArrayLength() > 0,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.GetPropertyCount() > 0,
        _ => true,
    };

    private static List<object?> All(object? a, object? b, ExtraInputs? values)
    {
        List<object?> all = [.. new[] { a, b }.Where(value => value is not null), .. (values ?? ExtraInputs.None).Values];
        return all.Count > 0 ? all : throw Failures.At("a", "Nothing is linked; the node takes one value at least.");
    }
}
