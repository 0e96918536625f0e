namespace MySpinBot.ComfyPack;

/// <summary>Nodes that hold back.</summary>
public static class Blocking
{
    /// <summary>Lets a value through, or not.</summary>
    [Node("TestExecutionBlocker", Title = "Execution Blocker", Category = "Testing/Flow")]
    [return: Output(Name = "output")]
    public static object? Block(object input, bool block, bool verbose = false) => block ? new Blocked(verbose ? "Blocked Execution" : null) : input;
}
