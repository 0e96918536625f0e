using System.Diagnostics;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <content>The thread that computes.</content>
internal sealed partial class SequenceBatch
{
    /// <summary>Steps that other work waits for room, before nobody else begins.</summary>
    private const int MostHeldUp = 64;

    private readonly Func<int> _threads;
    private readonly List<Generation> _done = [];
    private int[] _rows = [];
    private int _threadsNow;
    private int _heldUp;

    private void Run()
    {
        Exception? failure = null;
        try
        {
            while (TakeNews())
            {
                Work();
                if (!_schedule.IsEmpty)
                {
                    Step();
                }
            }
        }
        catch (Exception bug)
        {
            // A thread that throws ends the process; those who wait are told instead, and so is everybody who asks later.
            failure = bug;
        }

        Close(failure);
    }

    /// <summary>Waits for something to do, and lets sequences join and leave.</summary>
    /// <returns>False when it is to end.</returns>
    private bool TakeNews()
    {
        lock (_gate)
        {
            while (!_stops && _joining.Count == 0 && _leaving.Count == 0 && _work.Count == 0 && _schedule.IsEmpty)
            {
                Monitor.Wait(_gate);
            }

            while (_joining.TryDequeue(out var joins))
            {
                joins.Begin();
                _schedule.Add(joins);
            }

            while (_leaving.TryDequeue(out var leaves))
            {
                End(leaves);
            }

            return !_stops;
        }
    }

    /// <summary>A step of what else is wanted of the memory.</summary>
    private void Work()
    {
        LoopWork? work;
        lock (_gate)
        {
            if (_stops || !_work.TryPeek(out work))
            {
                _schedule.Holds = false;
                return;
            }

            // An abort was for a step of before.
            _context.Go();
        }

        SetThreads();
        var isOver = work.Step(_context, _prefixes);

        // Those who came first go on; but new ones may not keep it out for ever.
        _heldUp = work.IsHeldUp && !isOver ? _heldUp + 1 : 0;
        _schedule.Holds = _heldUp > MostHeldUp;
        if (isOver)
        {
            lock (_gate)
            {
                _work.Dequeue();
                _requests--;
            }
        }
    }

    private void Step()
    {
        SetThreads();
        var step = _schedule.Next(PromptTokens());
        if (step.Count == 0)
        {
            // What else is done with the memory has it all: it goes on, and ends.
            lock (_gate)
            {
                if (_work.Count == 0)
                {
                    throw new InvalidOperationException("Sequences run, and nothing of them could be computed.");
                }
            }

            return;
        }

        Fill(step);
        switch (Compute(step))
        {
            case StepOutcome.Computed:
                _schedule.Computed();
                Choose(step);
                break;
            case StepOutcome.Aborted:
                _schedule.TakeBack();
                break;
            case StepOutcome.Full:
                _schedule.TakeBack();
                MakeRoom();
                break;
        }
    }

    private void Fill(IReadOnlyList<StepPart> step)
    {
        if (_rows.Length < step.Count)
        {
            _rows = new int[Math.Max(step.Count, 16)];
        }

        _context.Clear();
        for (var index = 0; index < step.Count; index++)
        {
            var part = step[index];
            _rows[index] = _context.Add(part.Sequence.Place!.Id, part.Start, part.Sequence.Tokens.Slice(part.Start, part.Count), part.Choose ? 1 : 0);
        }
    }

    private StepOutcome Compute(IReadOnlyList<StepPart> step)
    {
        lock (_gate)
        {
            if (_stops)
            {
                return StepOutcome.Aborted;
            }

            _context.Go();
            _step = step;
            if (IsWasted(step))
            {
                _step = null;
                return StepOutcome.Aborted;
            }
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            var outcome = _context.Compute();
            if (outcome == StepOutcome.Computed)
            {
                _pace?.Took(_context.Rows, Stopwatch.GetElapsedTime(began).TotalSeconds);
            }

            return outcome;
        }
        catch (StepFailure failure)
        {
            FailAll(step, failure);
            return StepOutcome.Aborted;
        }
        finally
        {
            lock (_gate)
            {
                _step = null;
            }
        }
    }

    private void Choose(IReadOnlyList<StepPart> step)
    {
        for (var index = 0; index < step.Count; index++)
        {
            if (step[index] is not { Choose: true, Sequence: Generation { IsUnwanted: false } generation })
            {
                continue;
            }

            try
            {
                if (generation.Choose(_context.Handle, _rows[index]))
                {
                    _done.Add(generation);
                }
            }
            catch (NodeFailure failure)
            {
                // What one request asked for is no fault of the others.
                generation.Close(failure);
                _done.Add(generation);
            }
        }

        EndDone();
    }

    /// <summary>The memory had no room although the count of cells said so: windows and recurrent states have limits of their own.</summary>
    private void MakeRoom()
    {
        if (_schedule.GiveWay() || _schedule.Running.Count == 0)
        {
            return;
        }

        var last = (Generation)_schedule.Running[0];
        last.Close(new NodeFailure($"The model's memory has no room for {last.Length} tokens of one sequence; a larger context is needed, or a shorter prompt.") { Input = nameof(TextRequest.Prompt), Code = "context_length_exceeded" });
        _done.Add(last);
        EndDone();
    }

    private int PromptTokens()
    {
        if (_pace is null)
        {
            return _context.MostRows;
        }

        var writes = false;
        for (var index = 0; index < _schedule.Running.Count && !writes; index++)
        {
            writes = _schedule.Running[index].Written > 0;
        }

        return _pace.Tokens(writes);
    }

    private void SetThreads()
    {
        if (_threads() is var threads && threads != _threadsNow)
        {
            LlamaNative.SetThreads(_context.Handle, threads, threads);
            _threadsNow = threads;
        }
    }
}
