using System.Diagnostics;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that take their time.</summary>
public sealed class Waiting(Crowd crowd, PluginSettings settings)
{
    /// <summary>Waits for nothing but time.</summary>
    [Node("Sleep", Lane = Lane.Async)]
    public async Task<string> Sleep(string text, NodeContext context, double seconds = 0.5, CancellationToken cancellation = default)
    {
        using var here = crowd.Enter(Lane.Async, context.Log);
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        return text;
    }

    /// <summary>Occupies a core for a while.</summary>
    [Node("Busy")]
    public string Busy(string text, NodeContext context, double seconds = 0.05, CancellationToken cancellation = default)
    {
        using var here = crowd.Enter(Lane.Cpu, context.Log);
        Spin(seconds, cancellation);
        return text;
    }

    /// <summary>Wants to be alone.</summary>
    [Node("Alone", Lane = Lane.Exclusive)]
    public string Alone(string text, NodeContext context, double seconds = 0.05, CancellationToken cancellation = default)
    {
        using var here = crowd.Enter(Lane.Exclusive, context.Log);
        Spin(seconds, cancellation);
        return text;
    }

    /// <summary>Waits until there is a file of this name in the folder that the plugin's settings name.</summary>
    [Node("Wait", Lane = Lane.Async)]
    public async Task<string> Wait(string text, [Input(Name = "for")] string sign = "go", CancellationToken cancellation = default)
    {
        await Sign(sign, cancellation);
        return text;
    }

    /// <summary>As <see cref="Wait"/>, but does not listen when it is told to stop.</summary>
    [Node("Stubborn", Lane = Lane.Async)]
    public async Task<string> Stubborn(string text, [Input(Name = "for")] string sign = "go")
    {
        await Sign(sign, CancellationToken.None);
        return text;
    }

    /// <summary>Waits, and throws at whoever tells it to stop.</summary>
    [Node("Touchy", Lane = Lane.Async)]
    public async Task<string> Touchy(string text, NodeContext context, [Input(Name = "for")] string sign = "go", CancellationToken cancellation = default)
    {
        cancellation.Register(() => throw new InvalidOperationException("Do not touch me."));
        context.Log.Info("is touchy");
        await Sign(sign, cancellation);
        return text;
    }

    private async Task Sign(string sign, CancellationToken cancellation)
    {
        var path = Path.Join(settings.Values.GetProperty("folder").GetString(), sign);
        while (!File.Exists(path))
        {
            await Task.Delay(10, cancellation);
        }
    }

    private static void Spin(double seconds, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            cancellation.ThrowIfCancellationRequested();
            Thread.SpinWait(1000);
        }
    }
}
