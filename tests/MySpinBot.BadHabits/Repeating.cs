namespace MySpinBot.BadHabits;

/// <summary>Remembers between calls.</summary>
[PluginService]
public sealed class Counter
{
    private int _count;

    /// <summary>One more each time.</summary>
    public int Next() => Interlocked.Increment(ref _count);
}

/// <summary>Nodes that do not give the same each time.</summary>
public sealed class Repeating(Counter counter)
{
    /// <summary>Gives something else each time, and says so.</summary>
    [Node("Clock", Repeatability = Repeatability.Volatile)]
    public string Clock(string format = "tick") => $"{format} {counter.Next()}";

    /// <summary>Runs each time, and gives the same.</summary>
    [Node("Poll", Repeatability = Repeatability.Volatile)]
    public string Poll(string text = "calm")
    {
        counter.Next();
        return text;
    }

    /// <summary>Gives something else each time, and claims that it does not.</summary>
    [Node("Forget")]
    public string Forget(string text) => $"{text} {counter.Next()}";
}
