namespace MySpinBot.BadHabits;

/// <summary>Nodes that take what no ledger knows of: a device of a hundred units, from which they drink without asking.</summary>
public static class Thirst
{
    private static int _free = 100;

    /// <summary>Takes some units for a while; runs out of memory where there are not so many.</summary>
    [Node("Drink", Lane = Lane.Io, Repeatability = Repeatability.Volatile)]
    public static async Task<string> Drink(string text, NodeContext context, int units = 1, bool wraps = false, CancellationToken cancellation = default)
    {
        using var working = await context.Models.ReserveAsync(new MemoryNeed(DeviceId.Cpu, units), "a draught", cancellation);
        var left = Interlocked.Add(ref _free, -units);
        try
        {
            if (left < 0)
            {
                var fault = new InsufficientUnitsException($"{units} units were wanted, and {left + units} were there");
                throw wraps ? new NodeFailure("The well is dry.", fault) : fault;
            }

            await Task.Delay(10, cancellation);
            return text;
        }
        finally
        {
            Interlocked.Add(ref _free, units);
        }
    }

    /// <summary>Fills a cistern that stays until somebody wants it gone.</summary>
    [Node("Cistern", Lane = Lane.Io, Repeatability = Repeatability.Volatile)]
    public static async Task<string> Cistern(string text, NodeContext context, int units = 1, CancellationToken cancellation = default)
    {
        using var lease = await context.Models.LeaseAsync(
            new ModelRecipe<string>
            {
                Key = $"cistern of {text}",
                Title = $"Cistern of {text}",
                Device = DeviceId.Cpu,
                EstimatedBytes = units,
                Load = _ => Interlocked.Add(ref _free, -units) >= 0
                    ? ValueTask.FromResult(new Resident<string>(text, units, () =>
                    {
                        Interlocked.Add(ref _free, units);
                        return ValueTask.CompletedTask;
                    }))
                    : throw new InsufficientUnitsException($"{units} units were wanted, and {Interlocked.Add(ref _free, units)} were there"),
            },
            cancellation);
        return lease.Model;
    }

    private sealed class InsufficientUnitsException(string message) : OutOfMemoryException(message);
}
