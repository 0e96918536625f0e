using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes that wait, and say how far they are.</summary>
public static class Waiting
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Sleeps, then passes its value on.</summary>
    /// <param name="value">The value.</param>
    /// <param name="self">The node's id, so that no two nodes share a sleep.</param>
    /// <param name="context">Where it says how far it is.</param>
    /// <param name="seconds">The amount of seconds to sleep.</param>
    [Node("TestSleep", Title = "Test Sleep", Category = "_for_testing", Lane = Lane.Async)]
    public static async Task<object?> SleepAsync(
        object value, [Hidden(HiddenValue.NodeId)] string? self, NodeContext context, [Range(0, 9999), Input(Step = 0.01)] double seconds = 1)
    {
        await ReportAsync(context, seconds, seconds);
        return value;
    }

    /// <summary>Says how far it is while it waits.</summary>
    [Node("TestAsyncProgressUpdate", Title = "Async Progress Update Test Node", Category = "_for_testing/async", Lane = Lane.Async)]
    public static async Task<object?> ReportAsync(object value, NodeContext context, [Input(Name = "sleep_seconds")] double seconds = 1)
    {
        await ReportAsync(context, seconds, 1);
        return value;
    }

    /// <summary>Says how far it is while it blocks its thread.</summary>
    [Node("TestSyncProgressUpdate", Title = "Sync Progress Update Test Node", Category = "_for_testing/async")]
    public static object? Report(object value, NodeContext context, [Input(Name = "sleep_seconds")] double seconds = 1)
    {
        ArgumentNullException.ThrowIfNull(context);
        var began = context.Time.GetTimestamp();
        for (var passed = 0.0; passed < seconds; passed = context.Time.GetElapsedTime(began).TotalSeconds)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress(passed / seconds, 1);
            Thread.Sleep(Pace);
        }

        context.Progress(1, 1);
        return value;
    }

    private static async Task ReportAsync(NodeContext context, double seconds, double total)
    {
        ArgumentNullException.ThrowIfNull(context);
        var began = context.Time.GetTimestamp();
        for (var passed = 0.0; passed < seconds; passed = context.Time.GetElapsedTime(began).TotalSeconds)
        {
            context.Progress(passed / seconds * total, total);
            await Task.Delay(Pace, context.Time, context.Cancellation);
        }

        context.Progress(total, total);
    }
}
