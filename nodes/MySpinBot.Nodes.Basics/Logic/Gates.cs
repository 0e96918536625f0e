namespace MySpinBot.Nodes.Basics.Logic;

/// <summary>Where a run goes on, and where it does not.</summary>
public static class GateNodes
{
    /// <summary>Lets a value pass, or holds it back: then nothing that hangs on it runs, and that is no failure.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="block">Whether to hold it back.</param>
    /// <param name="message">Shown at this node when it holds back; empty to be silent.</param>
    /// <returns>The value, or nothing where it is held back.</returns>
    [Node("Block", Category = "basics/logic", Search = "gate, stop, execution blocker, skip")]
    [return: Output(Name = "value")]
    public static Outcome<object> Block([Input(SocketOnly = true)] object value, bool block = true, string message = "")
        => block ? new Blocked(message.Length == 0 ? null : message) : Passed(value);

    /// <summary>Ends the run with a message unless a condition holds.</summary>
    /// <param name="condition">What should be true.</param>
    /// <param name="message">What to say when it is not.</param>
    /// <param name="value">What to pass on when it is; the condition itself where nothing is linked.</param>
    /// <returns>The value, if the condition holds.</returns>
    [Node("AssertTrue", Category = "basics/logic", Search = "check, fail, error, guard")]
    [return: Output(Name = "value")]
    public static object Assert(bool condition, string message = "A condition of this graph does not hold.", [Input(SocketOnly = true)] object? value = null)
        => condition ? value ?? true : throw Failures.At("condition", message.Length == 0 ? "A condition of this graph does not hold." : message);

    private static Outcome<object> Passed(object value) => value;
}
