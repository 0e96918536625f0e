namespace MySpinBot.BadHabits;

/// <summary>Nodes that give no value on purpose.</summary>
public static class Blocking
{
    /// <summary>Lets a text through, or not.</summary>
    [Node("Gate")]
    public static Outcome<string> Gate(string text, bool open = false, string? message = null) => open ? text : new Blocked(message);

    /// <summary>Lets no <c>b</c> through.</summary>
    [Node("GateB")]
    public static Outcome<string> GateB(string text) => text == "b" ? new Blocked("no b here") : text;
}
