namespace MySpinBot.Language;

/// <summary>Decides what each step computes: who begins, whose prompts get how much of a step, who gives way when the memory is full. It holds no thread, no clock and no model: the same calls in the same order decide the same.</summary>
/// <remarks>
/// <para>Every sequence that writes gets its one token in each step. What is left of the step is shared evenly among prompts, so a short one is not held up by a long one before it.</para>
/// <para>The memory being full, what nobody computes with goes first; then the youngest sequence gives way and is computed again later. The oldest never does, so there is always one that gets on.</para>
/// </remarks>
internal sealed class BatchSchedule(IPrefixes prefixes, BatchLimits limits)
{
    private readonly List<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private readonly List<StepPart> _step = [];
    private int[] _shares = [];
    private long _arrivals;

    /// <summary>Sequences that wait for a place, the oldest first.</summary>
    public IReadOnlyList<Sequence> Waiting => _waiting;

    /// <summary>Sequences that have one, the oldest first.</summary>
    public IReadOnlyList<Sequence> Running => _running;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _running.Count == 0;

    /// <summary>Whether nobody begins while others run: room is wanted for something else.</summary>
    public bool Holds { get; set; }

    /// <summary>A new sequence. Its prompt fits the memory.</summary>
    public void Add(Sequence sequence)
    {
        sequence.Arrival = _arrivals++;
        _waiting.Add(sequence);
    }

    /// <summary>A sequence has come to its end, or is not wanted any more. What was computed of it is kept for others as long as there is room.</summary>
    public void End(Sequence sequence)
    {
        if (!_waiting.Remove(sequence) && _running.Remove(sequence))
        {
            Leave(sequence);
        }
    }

    /// <summary>What is computed next.</summary>
    /// <param name="promptTokens">The most tokens of prompts in it.</param>
    /// <returns>None where nothing runs. The list is used again for the next step.</returns>
    public IReadOnlyList<StepPart> Next(int promptTokens)
    {
        Admit();
        _step.Clear();
        var left = limits.Tokens - GiveWriters();
        GivePrompts(Math.Min(left, promptTokens));
        return _step;
    }

    /// <summary>The step was computed. Prompts that are whole can be begun with by others.</summary>
    public void Computed()
    {
        foreach (var part in _step)
        {
            if (part is { Choose: true, Sequence.Place: { } place } && (part.Count > 1 || part.Sequence.Written == 0))
            {
                prefixes.Keep(place, part.Sequence.Tokens);
            }
        }

        prefixes.Age();
    }

    /// <summary>The step was not computed, or not to its end: all of it is taken back, and comes again.</summary>
    public void TakeBack()
    {
        foreach (var part in _step)
        {
            if (part.Sequence.Place is { } place)
            {
                prefixes.Cut(place, part.Start);
            }
        }
    }

    /// <summary>The model's memory took no step although there should be room: what is kept goes, or else the youngest gives way.</summary>
    /// <returns>False where nobody can: one sequence runs alone.</returns>
    public bool GiveWay()
    {
        var before = prefixes.Used;
        prefixes.Forget();
        return prefixes.Used < before || PutOffYoungest();
    }

    /// <summary>The youngest running sequence gives its cells back and waits.</summary>
    private bool PutOffYoungest()
    {
        if (_running.Count < 2)
        {
            return false;
        }

        var youngest = _running[^1];
        _running.RemoveAt(_running.Count - 1);
        Leave(youngest);
        youngest.Recomputed++;
        _waiting.Insert(_waiting.Count(other => other.Arrival < youngest.Arrival), youngest);
        return true;
    }

    private void Leave(Sequence sequence)
    {
        var place = sequence.Place!;
        sequence.Place = null;
        prefixes.End(place, sequence.Tokens[..place.Cells]);
    }

    private void Admit()
    {
        for (var index = 0; index < _waiting.Count && _running.Count < (Holds ? 0 : limits.Sequences);)
        {
            var sequence = _waiting[index];
            if (WaitsForPrefix(sequence))
            {
                index++;
                continue;
            }

            if (!prefixes.HasRoom(sequence.Tokens, Reserve()))
            {
                if (sequence.Passed >= limits.Passes)
                {
                    return;
                }

                index++;
                continue;
            }

            for (var before = 0; before < index; before++)
            {
                _waiting[before].Passed++;
            }

            _waiting.RemoveAt(index);
            Begin(sequence);
        }
    }

    private void Begin(Sequence sequence)
    {
        sequence.Place = prefixes.Begin(sequence.Tokens);
        if (sequence.Reused < 0)
        {
            sequence.Reused = sequence.Computed;
        }

        _running.Insert(_running.Count(other => other.Arrival < sequence.Arrival), sequence);
    }

    /// <summary>Cells that those who run will want soon.</summary>
    private int Reserve()
    {
        var cells = 0;
        foreach (var sequence in _running)
        {
            cells += sequence.Pending + Math.Min(limits.Headroom, sequence.Most - sequence.Length);
        }

        return cells;
    }

    /// <summary>Whether a prompt that is being computed has more of this one's beginning than is remembered: in a moment it can be taken over.</summary>
    private bool WaitsForPrefix(Sequence sequence)
    {
        if (!prefixes.Shares)
        {
            return false;
        }

        var found = -1;
        foreach (var other in _running)
        {
            if (other.Pending <= 1)
            {
                continue;
            }

            if (found < 0)
            {
                found = prefixes.Find(sequence.Tokens);
            }

            if (Math.Min(other.Tokens.CommonPrefixLength(sequence.Tokens), sequence.Length - 1) >= found + limits.WorthWaiting)
            {
                return true;
            }
        }

        return false;
    }

    private int GiveWriters()
    {
        var given = 0;
        for (var index = 0; index < _running.Count; index++)
        {
            var sequence = _running[index];
            if (sequence.Pending != 1 || given == limits.Tokens)
            {
                continue;
            }

            if (Grow(sequence, 1))
            {
                _step.Add(new StepPart(sequence, sequence.Computed - 1, 1, Choose: true));
                given++;
            }
        }

        return given;
    }

    private void GivePrompts(int tokens)
    {
        Share(tokens);
        for (var index = 0; index < _running.Count; index++)
        {
            var sequence = _running[index];
            var count = index < _shares.Length ? _shares[index] : 0;
            if (count > 0 && Grow(sequence, count))
            {
                _step.Add(new StepPart(sequence, sequence.Computed - count, count, sequence.Pending == 0));
            }
        }
    }

    /// <summary>Makes room for a sequence; younger ones give way for it. A sequence that gives way itself, or that would have to, is not in this step.</summary>
    private bool Grow(Sequence sequence, int cells)
    {
        while (!prefixes.Grow(sequence.Place!, cells))
        {
            if (_step.Exists(part => part.Sequence == _running[^1]) || !PutOffYoungest() || sequence.Place is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Shares tokens evenly among prompts: those that want less than their share leave the rest to the others.</summary>
    private void Share(int tokens)
    {
        if (_shares.Length < limits.Sequences)
        {
            _shares = new int[limits.Sequences];
        }

        Array.Clear(_shares);
        for (var wanting = CountPrompts(); wanting > 0 && tokens > 0; wanting = CountPrompts())
        {
            var each = Math.Max(tokens / wanting, 1);
            for (var index = 0; index < _running.Count && tokens > 0; index++)
            {
                if (Wants(index) is > 0 and var wanted)
                {
                    var given = Math.Min(Math.Min(each, wanted), tokens);
                    _shares[index] += given;
                    tokens -= given;
                }
            }
        }
    }

    private int CountPrompts()
    {
        var count = 0;
        for (var index = 0; index < _running.Count; index++)
        {
            count += Wants(index) > 0 ? 1 : 0;
        }

        return count;
    }

    private int Wants(int index) => _running[index].Pending is > 1 and var pending ? pending - _shares[index] : 0;
}
