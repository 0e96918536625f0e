namespace MySpinBot.BadHabits;

/// <summary>Nodes that want memory.</summary>
public static class Greedy
{
    /// <summary>Declares a need.</summary>
    [Node("Hoard", Need = nameof(HoardNeed))]
    public static string Hoard(string text, long bytes = 1 << 20) => $"{text} in {bytes}";

    internal static MemoryNeed HoardNeed(long bytes) => new(DeviceId.Cpu, bytes);

    /// <summary>Leases a model that is none, and says what lies on the shelf while it does.</summary>
    [Node("Lease", Lane = Lane.Async)]
    public static async Task<string> Lease(string text, NodeContext context, string model = "m", long bytes = 1 << 20, CancellationToken cancellation = default)
    {
        using var lease = await context.Models.LeaseAsync(
            new ModelRecipe<string>
            {
                Key = model,
                Title = model,
                Device = DeviceId.Cpu,
                EstimatedBytes = bytes,
                Load = _ =>
                {
                    context.Log.Info($"loads {model}");
                    return ValueTask.FromResult(new Resident<string>(model, bytes, () => ValueTask.CompletedTask));
                },
            },
            cancellation);
        var ledger = context.Models.Ledgers[0];
        context.Log.Info($"over by {Math.Max(0, ledger.Resident + ledger.Reserved - ledger.Budget)}");
        await Task.Delay(5, cancellation);
        return $"{text} by {lease.Model}";
    }
}
