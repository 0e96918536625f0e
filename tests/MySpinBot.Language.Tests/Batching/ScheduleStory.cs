namespace MySpinBot.Language.Tests;

/// <summary>A schedule over a memory that only counts: steps are computed, tokens are chosen by rule, and after each step everything that must hold is looked at.</summary>
internal sealed class ScheduleStory
{
    private readonly CountedCells _cells;

    public ScheduleStory(int capacity, int sequences, int stepTokens = 64, int keeps = int.MaxValue, bool canBeCut = true, int spare = 2, long saved = 0)
    {
        _cells = new CountedCells(capacity, canBeCut);
        Saved = new SavedPrefixes(saved);
        Prefixes = canBeCut
            ? new SharedPrefixes(_cells, capacity, sequences + spare, keeps, Saved)
            : new WholePrefixes(_cells, capacity, sequences, keeps, Saved);
        Limits = new BatchLimits(sequences, stepTokens) { Headroom = 4, WorthWaiting = 8 };
        Schedule = new BatchSchedule(Prefixes, Limits);
    }

    public IPrefixes Prefixes { get; }

    public SavedPrefixes Saved { get; }

    public BatchLimits Limits { get; }

    public BatchSchedule Schedule { get; }

    public List<Sequence> Ended { get; } = [];

    public Sequence Add(int[] prompt, int written)
    {
        var sequence = new Sequence(prompt, prompt.Length + written);
        Schedule.Add(sequence);
        return sequence;
    }

    /// <summary>Computes a step; returns what it had of each sequence.</summary>
    public (Sequence Sequence, int Start, int Count)[] Step(int? promptTokens = null, bool aborted = false)
    {
        var step = Schedule.Next(promptTokens ?? Limits.Tokens);
        step.Sum(part => part.Count).ShouldBeLessThanOrEqualTo(Limits.Tokens);
        step.Select(part => part.Sequence).ShouldBeUnique();
        (step.Count > 0 || Schedule.Running.Count == 0).ShouldBeTrue("something runs and nothing is computed");
        foreach (var part in step)
        {
            part.Count.ShouldBeGreaterThan(0);
            part.Choose.ShouldBe(part.Start + part.Count == part.Sequence.Length);
            for (var position = part.Start; position < part.Start + part.Count; position++)
            {
                _cells.Compute(part.Sequence.Place!.Id, position, part.Sequence.Tokens[position]);
            }
        }

        var did = step.Select(part => (part.Sequence, part.Start, part.Count)).ToArray();
        if (aborted)
        {
            Schedule.TakeBack();
        }
        else
        {
            Schedule.Computed();
            foreach (var part in step.Where(part => part.Choose).ToArray())
            {
                part.Sequence.Append(TokenAfter(part.Sequence.Tokens));
                if (part.Sequence.Length == part.Sequence.Most)
                {
                    End(part.Sequence);
                }
            }
        }

        Look();
        return did;
    }

    public void End(Sequence sequence)
    {
        Schedule.End(sequence);
        Ended.Add(sequence);
    }

    public void RunToEnd()
    {
        for (var steps = 0; !Schedule.IsEmpty; steps++)
        {
            steps.ShouldBeLessThan(20_000, "it does not come to an end");
            Step();
        }
    }

    /// <summary>What is chosen depends on everything before, so a token that was lost or came twice shows.</summary>
    public static int TokenAfter(ReadOnlySpan<int> tokens)
    {
        var hash = 0;
        foreach (var token in tokens)
        {
            hash = unchecked((hash * 31) + token + 1);
        }

        return (hash & int.MaxValue) % 5;
    }

    private void Look()
    {
        foreach (var sequence in Schedule.Running)
        {
            _cells.ShouldHold(sequence.Place!.Id, sequence.Tokens[..sequence.Computed]);
        }

        Schedule.Running.Select(sequence => sequence.Place!.Id).ShouldBeUnique();
        Schedule.Running.Count.ShouldBeLessThanOrEqualTo(Limits.Sequences);
        Schedule.Running.Select(sequence => sequence.Arrival).ShouldBeInOrder();
        Prefixes.Used.ShouldBe(_cells.Used, "the count of cells is wrong");
        Prefixes.Used.ShouldBeLessThanOrEqualTo(Prefixes.Capacity);
        Saved.Bytes.ShouldBeLessThanOrEqualTo(Saved.MostBytes);
        if (Prefixes is SharedPrefixes { Tree: var tree })
        {
            foreach (var leaf in tree.Leaves)
            {
                _cells.ShouldHold(leaf.Holder, PrefixTree.PathOf(leaf), orMore: Schedule.Running.Any(sequence => sequence.Place!.Id == leaf.Holder));
            }
        }
    }
}
