using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Primitives;

/// <summary>A value with a name in the graph, to be used in several places.</summary>
public static class PrimitiveNodes
{
    /// <summary>Gives a whole number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    [Node("PrimitiveInt", Title = "Int", Category = "basics/primitive", Search = "integer, number, constant")]
    public static long WholeNumber([Input(Seed = true)] long value = 0) => value;

    /// <summary>Gives a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    [Node("PrimitiveFloat", Title = "Float", Category = "basics/primitive", Search = "number, decimal, constant")]
    public static double Number([Input(Step = 0.1)] double value = 0) => value;

    /// <summary>Gives a text of one line.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The text.</returns>
    [Node("PrimitiveString", Title = "String", Category = "basics/primitive", Search = "text, constant")]
    public static string Line(string value = "") => value;

    /// <summary>Gives a text of several lines.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The text.</returns>
    [Node("PrimitiveStringMultiline", Title = "String (Multiline)", Category = "basics/primitive", Search = "text, script, constant")]
    public static string Lines([Input(Multiline = true)] string value = "") => value;

    /// <summary>Gives true or false.</summary>
    /// <param name="value">Which.</param>
    /// <returns>The value.</returns>
    [Node("PrimitiveBoolean", Title = "Boolean", Category = "basics/primitive", Search = "toggle, flag, constant")]
    public static bool Truth(bool value = false) => value;

    /// <summary>Gives a JSON value.</summary>
    /// <param name="value">The value, written as JSON in the graph.</param>
    /// <returns>The value.</returns>
    [Node("PrimitiveJson", Title = "JSON", Category = "basics/primitive", Search = "object, array, constant")]
    public static JsonElement Json(JsonElement value) => value;

    /// <summary>Gives what it is given: a place to join wires, and to name one.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The value, unchanged.</returns>
    [Node("PassThrough", Category = "basics/primitive", Search = "reroute, identity")]
    [return: Output(Name = "value")]
    public static object PassThrough([Input(SocketOnly = true)] object value) => value;
}
