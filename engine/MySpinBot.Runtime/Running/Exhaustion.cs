using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;

namespace MySpinBot.Runtime.Running;

/// <summary>A device or the host has no memory left in spite of the ledger: somebody said too little, or another program took some.</summary>
internal static class Exhaustion
{
    private const int MostHolders = 5;
    private const int MostDepth = 16;

    /// <summary>What says so in a fault, or in what caused it; null where it is about something else.</summary>
    public static OutOfMemoryException? In(Exception fault)
    {
        for (var (cause, depth) = ((Exception?)fault, 0); cause is not null && depth < MostDepth; (cause, depth) = (cause.InnerException, depth + 1))
        {
            if (cause is OutOfMemoryException exhausted)
            {
                return exhausted;
            }
        }

        return null;
    }

    /// <summary>Who ran out, what was wanted as far as that is known, who holds how much, and what may help.</summary>
    /// <param name="type">The node's type.</param>
    /// <param name="fault">What it threw.</param>
    /// <param name="call">What the call held: most of it is given back while the fault is on its way.</param>
    /// <param name="shelf">The ledger as it stands.</param>
    public static string Sentence(string type, Exception fault, ShelfCall call, ModelShelf shelf)
    {
        // .NET's own words ("Exception of type … was thrown") say nothing; those of others say what was wanted.
        var cause = In(fault)!;
        var said = fault == cause && cause.GetType() == typeof(OutOfMemoryException) ? "" : $" {fault.Message.TrimEnd('.')}.";
        return $"'{type}' ran out of memory.{said} {Needed(call.Most)} {string.Join(' ', shelf.Describe().Select(Held))} Smaller pictures, fewer frames at a time, a smaller model or a larger --memory-budget may help.";
    }

    private static string Needed(IReadOnlyList<HeldBytes> most)
        => most.Count == 0 ? "It had asked the ledger for nothing."
            : $"By the ledger it needed {string.Join(" and ", most.GroupBy(held => held.Device).Select(on => $"{ShelfSentences.Size(on.Sum(held => held.Bytes))} on {on.Key}"))}: {string.Join("; ", most.OrderByDescending(held => held.Bytes).Take(MostHolders).Select(held => $"{held.Title} ({ShelfSentences.Size(held.Bytes)})"))}.";

    private static string Held(DeviceLedger device)
    {
        var lines = device.Held.OrderByDescending(line => line.Bytes).ToList();
        if (lines.Count == 0)
        {
            return $"On {device.Device} the ledger has lent nothing of {ShelfSentences.Size(device.Budget)}.";
        }

        var shown = lines.Take(MostHolders).Select(line => $"{line.Name} ({ShelfSentences.Size(line.Bytes)}{(line.UsedBy.Count > 0 ? $", {string.Join(", ", line.UsedBy.Take(3))}" : line.Kind == "working" ? "" : ", idle")})");
        return $"On {device.Device} the ledger has lent {ShelfSentences.Size(lines.Sum(line => line.Bytes))} of {ShelfSentences.Size(device.Budget)}: {string.Join("; ", shown)}{(lines.Count > MostHolders ? $"; and {lines.Count - MostHolders} more" : "")}.";
    }
}
