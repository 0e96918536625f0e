using System.Diagnostics.CodeAnalysis;

namespace MySpinBot.Runtime.Working;

/// <summary>This process and all that were started by it.</summary>
internal static class ProcessFamily
{
    private const int MostRounds = 10;

    /// <summary>Ends the process at once, and all that were started by it. Nothing that hangs, in this process or in them, can hold it up.</summary>
    [DoesNotReturn]
    public static void End(int code)
    {
        EndOthers();
        Posix.Exit(code);
        throw new InvalidOperationException("A process that has ended goes on.");
    }

    /// <summary>Ends the processes that were started by this one, and by those.</summary>
    public static void EndOthers()
    {
        // One that is killed starts none, but until then it may.
        for (var round = 0; round < MostRounds && Others() is { Count: > 0 } others; round++)
        {
            others.ForEach(Posix.End);
        }
    }

    /// <summary>Who is in this process's group, if it leads one, and who descends from it.</summary>
    private static List<int> Others()
    {
        var all = ProcessFacts.All();
        var me = Environment.ProcessId;
        var children = all.ToLookup(process => process.Parent);
        var found = all.Where(process => process.Group == me && process.Id != me && process.IsAlive).Select(process => process.Id).ToHashSet();
        var next = new Queue<int>([me]);
        while (next.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                next.Enqueue(child.Id);
                if (child.IsAlive)
                {
                    found.Add(child.Id);
                }
            }
        }

        return [.. found];
    }
}
