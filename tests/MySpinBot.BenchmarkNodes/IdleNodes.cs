using MySpinBot.Sdk;

namespace MySpinBot.BenchmarkNodes;

/// <summary>Nodes that do as little as can be, or one thing for a known time.</summary>
public static class IdleNodes
{
    /// <summary>Gives a number.</summary>
    /// <param name="value">The number.</param>
    [Node("BenchNumber", Category = "benchmark")]
    public static long Number(long value) => value;

    /// <summary>Adds two numbers.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    [Node("BenchAdd", Category = "benchmark")]
    public static long Add(long a, long b) => a + b;

    /// <summary>Adds up to ten numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    [Node("BenchJoin", Category = "benchmark")]
    public static long Join(ExtraInputs numbers) => numbers.Values.Sum(number => (long)number!);

    /// <summary>Takes a number and is an end in itself.</summary>
    /// <param name="value">The number.</param>
    [Node("BenchEnd", Category = "benchmark", IsOutput = true)]
    public static void End(long value) => _ = value;

    /// <summary>Waits without occupying a thread.</summary>
    /// <param name="milliseconds">For how long.</param>
    /// <param name="value">What it gives.</param>
    /// <param name="time">The run's clock and cancellation.</param>
    [Node("BenchSleep", Category = "benchmark", Lane = Lane.Async, Repeatability = Repeatability.Volatile)]
    public static async Task<long> Sleep(long milliseconds, long value, NodeContext time)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time.Time, time.Cancellation);
        return value;
    }

    /// <summary>Keeps one core busy with arithmetic.</summary>
    /// <param name="rounds">Millions of rounds.</param>
    /// <param name="value">Where it begins.</param>
    [Node("BenchBusy", Category = "benchmark", Repeatability = Repeatability.Volatile)]
    public static long Busy(long rounds, long value)
    {
        var state = (ulong)value;
        for (var i = 0L; i < rounds * 1_000_000; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
        }

        return (long)(state >> 33);
    }
}
